/** The head of a run: its status and sentence, progress while it works, whose it is and when it was, and its numbers. */
import { Button, ProgressBar, Text, makeStyles, tokens } from '@fluentui/react-components';
import { CheckmarkRegular, CopyRegular } from '@fluentui/react-icons';
import { useState, type ReactElement, type ReactNode } from 'react';
import { formatDuration, formatMoment, formatNumber, formatPercent, formatTime, minutesLeft } from '../formats';
import { PageLink } from '../frame/links';
import { membersPlace, runPlace } from '../pages';
import { RunStatusBadge } from '../standing/run-status-badge';
import { silentAfterMinutes, waitingSentence } from '../standing/status-words';
import { inUserLanguage } from '../texts/service-words';
import { t } from '../texts/texts';
import type { RunDetails } from './run-details';
import { tilesOf } from './run-tiles';
import type { Undone } from './undone';

export function RunHead({ now, run }: { run: RunDetails; now: Date }): ReactElement {
  const styles = useStyles();
  const tiles = tilesOf(run);
  const silent = silentSince(run, now);
  return (
    <section className={styles.head} aria-label={t('run.head.facts')}>
      <div className={styles.status}>
        <RunStatusBadge status={run.status} />
        <Text className={silent === null ? undefined : styles.warning}>{sentenceOf(run, now, silent)}</Text>
      </div>
      {run.undone !== null && <Text>{undoneSentence(run.undone, now)}</Text>}
      {run.status === 'in-progress' && <Progress run={run} now={now} />}
      <dl className={styles.facts}>
        <Fact name={t('run.head.by')}>{askedBy(run)}</Fact>
        <Fact name={t('run.head.requested')}>
          {run.requestedOn === null ? t('common.notKnown') : formatMoment(run.requestedOn)}
        </Fact>
        {run.startedOn !== null && (
          <Fact name={t(run.finishedOn === null ? 'run.head.takes' : 'run.head.took')}>
            {durationWords((run.finishedOn ?? now).getTime() - run.startedOn.getTime())}
          </Fact>
        )}
        {run.audience !== null && (
          <Fact name={t('run.head.audience')}>
            <PageLink to={membersPlace(run.audience.id)}>{run.audience.name}</PageLink>
          </Fact>
        )}
        <Related run={run} />
        {run.correlationId !== null && (
          <Fact name={t('run.head.correlation')}>
            <CorrelationId id={run.correlationId} />
          </Fact>
        )}
      </dl>
      {tiles.length > 0 && (
        <ul className={styles.tiles} aria-label={t('run.tiles')}>
          {tiles.map(({ count, name, outcome }) => (
            <li key={name} className={styles.tile}>
              {outcome !== null && run.audience !== null ? (
                <PageLink to={membersPlace(run.audience.id, outcome)}>
                  <span className={styles.number}>{formatNumber(count)}</span>
                  <Text block size={200}>
                    {name}
                  </Text>
                </PageLink>
              ) : (
                <>
                  <Text className={styles.number}>{formatNumber(count)}</Text>
                  <Text size={200} className={styles.tileName}>
                    {name}
                  </Text>
                </>
              )}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

function Progress({ now, run }: { run: RunDetails; now: Date }): ReactElement {
  const styles = useStyles();
  const left = minutesLeft(run.startedOn, run.progress, now);
  return (
    <div className={styles.progress}>
      <ProgressBar value={run.progress} max={100} thickness="large" aria-label={t('run.progress')} />
      <Text size={200} className={styles.quiet}>
        {formatPercent(run.progress)}
        {left !== null && `, ${t('run.left', { count: left })}`}
      </Text>
    </div>
  );
}

/** For whoever asks an administrator, who finds the run in the log of the service by it. */
function CorrelationId({ id }: { id: string }): ReactElement {
  const styles = useStyles();
  const [copied, setCopied] = useState(false);
  return (
    <span className={styles.idLine}>
      <span className={styles.id}>{id}</span>
      <Button
        appearance="transparent"
        size="small"
        icon={copied ? <CheckmarkRegular /> : <CopyRegular />}
        aria-label={t(copied ? 'common.copied' : 'common.copyId')}
        onClick={() => void navigator.clipboard?.writeText(id).then(() => setCopied(true))}
      />
    </span>
  );
}

/** The run that this one is about. */
function Related({ run }: { run: RunDetails }): ReactElement | null {
  for (const kind of ['approve', 'undo', 'cancel'] as const) {
    const runId = run.wish[kind];
    if (runId !== null) {
      return (
        <Fact name={t(`run.head.of.${kind}`)}>
          <PageLink to={runPlace(runId)}>{t('run.head.of.run')}</PageLink>
        </Fact>
      );
    }
  }
  return null;
}

function Fact({ children, name }: { name: string; children: ReactNode }): ReactElement {
  const styles = useStyles();
  return (
    <div className={styles.fact}>
      <dt className={styles.factName}>{name}</dt>
      <dd className={styles.factValue}>{children}</dd>
    </div>
  );
}

function askedBy({ requestedBy, trigger }: RunDetails): string {
  if (trigger === 'schedule' || trigger === 'webhook' || trigger === 'command') return t(`run.head.by.${trigger}`);
  return requestedBy ?? t('run.head.by.person');
}

const durationWords = (milliseconds: number): string =>
  milliseconds < 500 ? t('run.head.underASecond') : formatDuration(milliseconds);

function sentenceOf(run: RunDetails, now: Date, silent: Date | null): string {
  if (run.status === 'requested') {
    const requestedAt = run.requestedOn === null ? null : formatTime(run.requestedOn, now);
    return waitingSentence(requestedAt, silent === null ? null : formatTime(silent, now));
  }
  if (run.sentence !== null) return inUserLanguage(run.sentence);
  return run.status === 'in-progress' ? t('run.sentence.in-progress') : '';
}

function undoneSentence({ by, on }: Undone, now: Date): string {
  if (on === null) return t('run.undone.underWay');
  const day = formatTime(on, now);
  return by === null ? t('run.undone.on', { time: day }) : t('run.undone.by', { person: by, time: day });
}

/** The last sign of life, when a request has waited too long; null while waiting is normal. */
export function silentSince({ heartbeat, requestedOn, status }: RunDetails, now: Date): Date | null {
  if (status !== 'requested' || requestedOn === null) return null;
  if (now.getTime() - requestedOn.getTime() <= silentAfterMinutes * 60_000) return null;
  return heartbeat !== null && heartbeat < requestedOn ? heartbeat : requestedOn;
}

const useStyles = makeStyles({
  head: {
    display: 'flex',
    flexDirection: 'column',
    gap: tokens.spacingVerticalL,
    padding: tokens.spacingHorizontalL,
    backgroundColor: tokens.colorNeutralBackground1,
    borderRadius: tokens.borderRadiusMedium,
    boxShadow: tokens.shadow2,
  },
  status: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    columnGap: tokens.spacingHorizontalM,
    rowGap: tokens.spacingVerticalXS,
  },
  warning: { color: tokens.colorPaletteRedForeground1 },
  progress: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalXS, maxWidth: '560px' },
  quiet: { color: tokens.colorNeutralForeground3, fontVariantNumeric: 'tabular-nums' },
  facts: {
    display: 'flex',
    flexWrap: 'wrap',
    columnGap: tokens.spacingHorizontalXXXL,
    rowGap: tokens.spacingVerticalM,
    margin: 0,
  },
  fact: { display: 'flex', flexDirection: 'column', minWidth: 0 },
  factName: {
    color: tokens.colorNeutralForeground3,
    fontSize: tokens.fontSizeBase200,
    lineHeight: tokens.lineHeightBase200,
  },
  factValue: { margin: 0, overflowWrap: 'anywhere' },
  idLine: { display: 'flex', alignItems: 'center', flexWrap: 'wrap', marginTop: '-2px', marginBottom: '-4px' },
  id: { fontFamily: tokens.fontFamilyMonospace, fontSize: tokens.fontSizeBase200 },
  tiles: {
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fill, minmax(112px, 1fr))',
    gap: tokens.spacingHorizontalM,
    listStyleType: 'none',
    margin: 0,
    padding: 0,
  },
  tile: {
    display: 'flex',
    flexDirection: 'column',
    padding: tokens.spacingHorizontalM,
    borderRadius: tokens.borderRadiusMedium,
    border: `${tokens.strokeWidthThin} solid ${tokens.colorNeutralStroke2}`,
    backgroundColor: tokens.colorNeutralBackground2,
  },
  number: {
    fontSize: tokens.fontSizeHero700,
    lineHeight: tokens.lineHeightHero700,
    fontWeight: tokens.fontWeightSemibold,
    fontVariantNumeric: 'tabular-nums',
  },
  tileName: { color: tokens.colorNeutralForeground3 },
});
