/** What stands in the cells of a row. */
import {
  Button,
  Link,
  ProgressBar,
  Text,
  Tooltip,
  makeStyles,
  tokens,
  useRestoreFocusTarget,
} from '@fluentui/react-components';
import { OpenRegular } from '@fluentui/react-icons';
import type { ReactElement } from 'react';
import { formatElapsed, formatMoment, formatNumber, formatPercent, formatTime, minutesLeft } from '../formats';
import type { AudienceLine } from './audience-line';
import type { Audience, TiedList } from './board';
import { StatusBadge } from './status-badge';
import { useSurroundings } from '../frame/surroundings';

export function AudienceName({ line }: { line: AudienceLine }): ReactElement {
  return <Text weight="semibold">{line.audience.name}</Text>;
}

export function ListLink({ list }: { list: TiedList | null }): ReactElement {
  const { links } = useSurroundings();
  const styles = useStyles();
  if (list === null) return <span aria-label="no marketing list">–</span>;
  // The icon stays with the last word when a long name wraps.
  const end = list.name.lastIndexOf(' ') + 1;
  const [start, lastWord] = [list.name.slice(0, end), list.name.slice(end)];
  return (
    <span className={styles.stack}>
      <Link href={links.record('list', list.id)} target="_blank" rel="noopener">
        {start}
        <span className={styles.together}>
          {lastWord} <OpenRegular aria-label="(new tab)" className={styles.icon} />
        </span>
      </Link>
      {list.personType !== null && (
        <Text size={200} className={styles.quiet}>
          {list.personType === 'contact' ? 'Contacts' : 'Leads'}
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
        <ProgressBar value={progress} max={100} thickness="medium" aria-label={`Progress of ${audience.name}`} />
      )}
      <Text size={200} className={silent ? styles.warning : styles.quiet}>
        {sentence}
      </Text>
    </span>
  );
}

export function InSync({ audience: { inSync, mailable } }: { audience: Audience }): ReactElement {
  const styles = useStyles();
  if (inSync === null || mailable === null) return <span aria-label="not known">–</span>;
  return (
    <Tooltip
      content={`${formatNumber(inSync)} of ${formatNumber(mailable)} people who may be mailed are on both sides.`}
      relationship="description"
    >
      <span className={styles.number}>{`${formatNumber(inSync)} / ${formatNumber(mailable)}`}</span>
    </Tooltip>
  );
}

interface UpToDateProps {
  line: AudienceLine;
  onManage: (audience: Audience) => void;
}

export function UpToDate({ line, onManage }: UpToDateProps): ReactElement {
  const styles = useStyles();
  const { links } = useSurroundings();
  const restoreFocus = useRestoreFocusTarget();
  const { approvalRunId, audience, now, state } = line;
  if (state.status === 'not-tied') {
    return (
      <span className={styles.actions}>
        <Text>never</Text>
        <Button
          {...restoreFocus}
          size="small"
          onClick={() => onManage(audience)}
          aria-label={`Manage ${audience.name}`}
        >
          Manage
        </Button>
      </span>
    );
  }
  if (state.status === 'in-progress') {
    const left = minutesLeft(state.startedOn, state.progress ?? 0, now);
    return <Text>{left === null ? 'now' : `now, about ${formatNumber(left)} min left`}</Text>;
  }
  const { lastSynced, nextCheck } = audience;
  const next = nextCheck !== null && nextCheck > now && runsByItself.has(state.status) ? nextCheck : null;
  return (
    <span className={styles.actions}>
      <span className={styles.stack}>
        {lastSynced === null ? (
          <Text>never</Text>
        ) : (
          <Tooltip content={formatMoment(lastSynced)} relationship="description">
            <time dateTime={lastSynced.toISOString()}>{formatElapsed(lastSynced, now)}</time>
          </Tooltip>
        )}
        {next !== null && (
          <Text size={200} className={styles.quiet}>
            {`next ${formatTime(next, now)}`}
          </Text>
        )}
      </span>
      {state.status === 'needs-approval' && approvalRunId !== null && (
        <Button size="small" as="a" href={links.record('mcs_syncrun', approvalRunId)} target="_blank" rel="noopener">
          Review
        </Button>
      )}
    </span>
  );
}

const runsByItself: ReadonlySet<string> = new Set(['synced', 'synced-with-issues', 'needs-approval', 'error']);

const useStyles = makeStyles({
  stack: { display: 'flex', flexDirection: 'column', alignItems: 'flex-start', minWidth: 0, overflowWrap: 'anywhere' },
  status: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalXS, width: '100%', minWidth: 0 },
  badgeLine: { display: 'flex', alignItems: 'center', gap: tokens.spacingHorizontalS },
  quiet: { color: tokens.colorNeutralForeground3 },
  warning: { color: tokens.colorPaletteRedForeground1 },
  number: { fontVariantNumeric: 'tabular-nums', whiteSpace: 'nowrap' },
  // A word that is wider than the column breaks all the same.
  together: { display: 'inline-block', maxWidth: '100%' },
  icon: { verticalAlign: 'text-bottom' },
  actions: {
    display: 'flex',
    alignItems: 'center',
    columnGap: tokens.spacingHorizontalM,
    rowGap: tokens.spacingVerticalXXS,
    flexWrap: 'wrap',
  },
});
