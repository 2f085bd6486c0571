/** What stands in the cells of a row. */
import {
  Button,
  ProgressBar,
  Text,
  Tooltip,
  makeStyles,
  tokens,
  useRestoreFocusTarget,
} from '@fluentui/react-components';
import type { ReactElement } from 'react';
import { formatPercent, formatTime, minutesLeft } from '../formats';
import { PageLink, RecordLink } from '../frame/links';
import { Moment } from '../frame/moment';
import { openPlace } from '../frame/navigation';
import { useSurroundings } from '../frame/surroundings';
import { lastRunPlace, membersPlace, runPlace } from '../pages';
import { StatusBadge } from '../standing/status-badge';
import { t } from '../texts/texts';
import type { AudienceLine } from './audience-line';
import type { Audience, TiedList } from './board';

export function AudienceName({ line }: { line: AudienceLine }): ReactElement {
  return <Text weight="semibold">{line.audience.name}</Text>;
}

export function ListLink({ list }: { list: TiedList | null }): ReactElement {
  const styles = useStyles();
  if (list === null) return <span aria-label={t('sync.list.none')}>–</span>;
  return (
    <span className={styles.stack}>
      <RecordLink table="list" id={list.id} name={list.name} />
      {list.personType !== null && (
        <Text size={200} className={styles.quiet}>
          {t(list.personType === 'contact' ? 'common.contacts' : 'common.leads')}
        </Text>
      )}
    </span>
  );
}

export function StatusCell({ line: { audience, state } }: { line: AudienceLine }): ReactElement {
  const styles = useStyles();
  const { progress, sentence, silent, status } = state;
  return (
    <span className={styles.status}>
      <span className={styles.badgeLine}>
        <StatusBadge status={status} />
        {progress !== null && <Text className={styles.number}>{formatPercent(progress)}</Text>}
      </span>
      {progress !== null && (
        <ProgressBar
          value={progress}
          max={100}
          thickness="medium"
          aria-label={t('sync.cell.progress', { audience: audience.name })}
        />
      )}
      <Text size={200} className={silent ? styles.warning : styles.quiet}>
        {sentence}
      </Text>
    </span>
  );
}

export function InSync({ audience: { id, inSync, mailable, name } }: { audience: Audience }): ReactElement {
  const styles = useStyles();
  if (inSync === null || mailable === null) return <span aria-label={t('common.notKnown')}>–</span>;
  return (
    <Tooltip content={t('sync.cell.inSync.hint', { inSync, mailable })} relationship="description">
      <span className={styles.number}>
        <PageLink
          to={membersPlace(id, 'in-sync')}
          label={t('sync.cell.inSync.of', { inSync, mailable, audience: name })}
        >
          {t('sync.cell.inSync', { inSync, mailable })}
        </PageLink>
      </span>
    </Tooltip>
  );
}

interface UpToDateProps {
  line: AudienceLine;
  onManage: (audience: Audience) => void;
  onWhatToDo: (line: AudienceLine) => void;
  /** Null where the user may not. */
  onResume: ((audience: Audience) => void) | null;
}

export function UpToDate({ line, onManage, onResume, onWhatToDo }: UpToDateProps): ReactElement {
  const styles = useStyles();
  const { links } = useSurroundings();
  const restoreFocus = useRestoreFocusTarget();
  const { approvalRunId, audience, now, state } = line;
  if (state.status === 'not-tied') {
    return (
      <span className={styles.actions}>
        <Text>{t('common.never')}</Text>
        <Button
          {...restoreFocus}
          size="small"
          onClick={() => onManage(audience)}
          aria-label={t('sync.cell.manage.of', { audience: audience.name })}
        >
          {t('sync.cell.manage')}
        </Button>
      </span>
    );
  }
  if (state.status === 'in-progress') {
    const left = minutesLeft(state.startedOn, state.progress ?? 0, now);
    return <Text>{left === null ? t('common.now') : t('sync.cell.minutesLeft', { count: left })}</Text>;
  }
  const { lastSynced, nextCheck } = audience;
  const next = nextCheck !== null && nextCheck > now && runsByItself.has(state.status) ? nextCheck : null;
  return (
    <span className={styles.actions}>
      <span className={styles.stack}>
        <Moment at={lastSynced} now={now} />
        {next !== null && (
          <Text size={200} className={styles.quiet}>
            {t('sync.cell.next', { time: formatTime(next, now) })}
          </Text>
        )}
        {lastSynced !== null && (
          <Text size={200}>
            <PageLink to={lastRunPlace(audience.id)} label={t('sync.cell.lastRun.of', { audience: audience.name })}>
              {t('sync.cell.lastRun')}
            </PageLink>
          </Text>
        )}
      </span>
      {state.status === 'needs-approval' && approvalRunId !== null && (
        <Button
          size="small"
          as="a"
          href={links.page(runPlace(approvalRunId))}
          target="_top"
          aria-label={t('sync.cell.review.of', { audience: audience.name })}
          onClick={(event) => openPlace(event, runPlace(approvalRunId))}
        >
          {t('sync.cell.review')}
        </Button>
      )}
      {state.status === 'paused' && onResume !== null && (
        <Button
          size="small"
          aria-label={t('sync.cell.resume.of', { audience: audience.name })}
          onClick={() => onResume(audience)}
        >
          {t('manage.menu.resume')}
        </Button>
      )}
      {state.status === 'error' && (
        <Button
          {...restoreFocus}
          size="small"
          aria-label={t('sync.cell.whatToDo.of', { audience: audience.name })}
          onClick={() => onWhatToDo(line)}
        >
          {t('sync.cell.whatToDo')}
        </Button>
      )}
    </span>
  );
}

const runsByItself: ReadonlySet<string> = new Set(['synced', 'synced-with-issues', 'needs-approval', 'error']);

const useStyles = makeStyles({
  stack: { display: 'flex', flexDirection: 'column', alignItems: 'flex-start', minWidth: 0, overflowWrap: 'anywhere' },
  status: {
    display: 'flex',
    flexDirection: 'column',
    gap: tokens.spacingVerticalXS,
    width: '100%',
    minWidth: 0,
    overflowWrap: 'anywhere',
  },
  badgeLine: { display: 'flex', alignItems: 'center', gap: tokens.spacingHorizontalS },
  quiet: { color: tokens.colorNeutralForeground3 },
  warning: { color: tokens.colorPaletteRedForeground1 },
  number: { fontVariantNumeric: 'tabular-nums', whiteSpace: 'nowrap' },
  actions: {
    display: 'flex',
    alignItems: 'center',
    columnGap: tokens.spacingHorizontalM,
    rowGap: tokens.spacingVerticalXXS,
    flexWrap: 'wrap',
    justifyContent: 'space-between',
    width: '100%',
    '@media (max-width: 720px)': { justifyContent: 'flex-start' },
  },
});
