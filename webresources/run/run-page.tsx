/** One run: who asked for it, how far it is, and every change it made. */
import { Skeleton, SkeletonItem, Text, makeStyles, tokens } from '@fluentui/react-components';
import { useCallback, useEffect, useMemo, useRef, useState, type ReactElement } from 'react';
import { PageLink } from '../frame/links';
import { PageFrame } from '../frame/page-frame';
import { PageMessage, type Message } from '../frame/page-message';
import { Refused } from '../frame/refused';
import { useMayWrite, usePrivilege } from '../frame/rights';
import { useSurroundings } from '../frame/surroundings';
import { usePoll, type Pace } from '../frame/use-poll';
import type { RecordType } from '../frame/use-visible-people';
import { Way } from '../frame/way';
import { runPlace } from '../pages';
import { isOver } from '../requests/run';
import { changeFiles } from '../requests/run-files';
import { useAsked } from '../requests/use-asked';
import { tables } from '../schema.generated';
import { t } from '../texts/texts';
import { filterChanges, noFilter, type ChangeFilter } from './change-filter';
import { ChangesSection } from './changes-section';
import { plannedPeople, searchPlanned } from './planned-people';
import { RunCommands } from './run-commands';
import { readRunDetails, type RunDetails } from './run-details';
import { RunHead } from './run-head';
import { useChanges } from './use-changes';
import { useDecided } from './use-decided';
import { usePeopleSearch } from './use-people-search';

export function RunPage({ runId }: { runId: string }): ReactElement {
  const { api } = useSurroundings();
  const read = useCallback(() => readRunDetails(api, runId), [api, runId]);
  const { refresh, state } = usePoll(read, paceOf);
  const run = state.kind === 'ready' ? state.value : null;
  const changes = useChanges(run?.files ?? noFiles);
  const [chosenFilter, setFilter] = useState<ChangeFilter | null>(null);
  const [ticked, setTicked] = useState<ReadonlySet<string>>(new Set());
  const filter = chosenFilter ?? (run?.status === 'needs-approval' ? whatWaits : noFilter);
  const types = useTypes(changes.lines);
  const search = usePeopleSearch(types);
  const look = run !== null && isLook(run);
  const waits = run?.status === 'needs-approval';
  const planned = useMemo(() => plannedPeople(changes.lines, { isLook: look, waits }), [changes.lines, look, waits]);
  const found = useMemo(
    () =>
      search.found === null ? null : new Set([...search.found, ...searchPlanned(changes.lines, planned, search.text)]),
    [changes.lines, planned, search.found, search.text],
  );
  const shown = useMemo(() => filterChanges(changes.lines, filter, found), [changes.lines, filter, found]);
  const waiting = useMemo(
    () =>
      run?.status === 'needs-approval'
        ? [
            ...new Set(
              shown.flatMap(({ memberId, state }) => (state === 'waits' && memberId !== null ? [memberId] : [])),
            ),
          ].slice(0, mostLookedUp)
        : noIds,
    [run?.status, shown],
  );
  const decided = useDecided(waiting);
  const mayAsk = usePrivilege('prvCreatemcs_syncrun');
  const mayWrite = useMayWrite(tables.mcs_audience.set, run?.audience?.id ?? null);
  const may = run !== null && mayAsk === true && (run.audience === null || mayWrite === true);
  const asked = useAsked();
  const [problem, setProblem] = useState<Message | null>(null);
  const styles = useStyles();
  const announcement = useEnd(run);

  // What was asked for about this run changes it, so it is looked at again.
  const askedIsOver = asked.runId !== null && !asked.busy;
  useEffect(() => {
    if (askedIsOver) refresh();
  }, [askedIsOver, refresh]);

  const title = run === null ? t(state.kind === 'refused' ? 'run.one' : 'run.loading') : titleOf(run);
  return (
    <PageFrame
      title={title}
      over={<Way />}
      announcement={[announcement, asked.message?.text].filter(Boolean).join(' ')}
      commands={
        run !== null && (
          <RunCommands
            run={run}
            may={may}
            lines={shown}
            telling={{ isLook: look, planned }}
            ticked={ticked}
            asked={asked}
            onTicked={setTicked}
            onProblem={setProblem}
          />
        )
      }
      messages={
        <>
          {state.kind === 'ready' && state.stale && (
            <PageMessage message={{ intent: 'warning', text: t('common.stale') }} />
          )}
          {problem !== null && <PageMessage message={problem} onDismiss={() => setProblem(null)} />}
          {asked.message !== null && (
            <PageMessage
              message={asked.message}
              onDismiss={asked.dismiss}
              {...(asked.runId !== null && {
                link: <PageLink to={runPlace(asked.runId)}>{t('run.asked.open')}</PageLink>,
              })}
            />
          )}
        </>
      }
    >
      {state.kind === 'loading' && <Loading />}
      {state.kind === 'refused' && (
        <Refused
          refusal={state.refusal}
          onRetry={refresh}
          forbidden={t('run.forbidden.title')}
          gone={{ title: t('run.gone.title'), text: t('run.gone.text') }}
        />
      )}
      {state.kind === 'ready' && <RunHead run={state.value} now={state.now} />}
      {run !== null &&
        (changeFiles(run.files).length > 0 ? (
          <ChangesSection
            title={t(look ? 'run.changes.planned' : 'run.changes')}
            changes={changes}
            shown={shown}
            filter={filter}
            onFilter={setFilter}
            search={search}
            isLook={look}
            planned={planned}
            decided={waits || look ? decided : 'all'}
            ticked={may && waits ? { members: ticked, onChange: setTicked } : null}
          />
        ) : (
          listsChanges.has(run.mode) && <Text className={styles.quiet}>{noChangesText(run)}</Text>
        ))}
    </PageFrame>
  );
}

const noFiles: RunDetails['files'] = [];
const whatWaits: ChangeFilter = { ...noFilter, state: 'waits' };
const noIds: readonly string[] = [];
const mostLookedUp = 100;

const listsChanges: ReadonlySet<RunDetails['mode']> = new Set(['sync', 'full', 'preview', 'undo'] as const);

const paceOf = ({ status }: RunDetails): Pace =>
  status === 'needs-approval' ? 'quiet' : isOver(status) ? 'over' : 'busy';

const isLook = ({ mode, wish }: RunDetails): boolean => mode === 'preview' || (mode === 'undo' && wish.preview);

function noChangesText(run: RunDetails): string {
  if (!isOver(run.status)) return t('run.changes.noneYet');
  const { plan } = run.counts;
  const changed = ['create', 'join', 'add', 'leaveList', 'leaveMailchimp'].some((code) => (plan[code] ?? 0) > 0);
  return t(changed && run.files.length === 0 ? 'run.changes.hidden' : 'run.changes.none');
}

function titleOf({ audience, mode }: RunDetails): string {
  const word = t(`choices.mcs_runmode.${mode}`);
  return audience === null ? word : t('run.title', { mode: word, audience: audience.name });
}

/** Which tables a search has to ask. */
function useTypes(lines: readonly { record: { type: RecordType } | null }[]): ReadonlySet<RecordType> {
  const print = [...new Set(lines.flatMap(({ record }) => (record === null ? [] : [record.type])))].sort().join(' ');
  return useMemo(() => new Set(allTypes.filter((type) => print.split(' ').includes(type))), [print]);
}

const allTypes: readonly RecordType[] = ['contact', 'lead', 'member'];

/** Says once that the run is over, to whoever watched it work. */
function useEnd(run: RunDetails | null): string {
  const worked = useRef(false);
  const [said, setSaid] = useState('');
  const status = run?.status ?? null;
  useEffect(() => {
    if (status === null) return;
    if (!isOver(status)) worked.current = true;
    else if (worked.current) {
      worked.current = false;
      setSaid(t('run.announce.over', { status: t(`choices.mcs_runstatus.${status}`) }));
    }
  }, [status]);
  return said;
}

function Loading(): ReactElement {
  const styles = useStyles();
  return (
    <Skeleton aria-label={t('run.loading')} className={styles.skeleton}>
      <SkeletonItem size={32} />
      <SkeletonItem size={96} />
      <SkeletonItem size={32} />
    </Skeleton>
  );
}

const useStyles = makeStyles({
  quiet: { color: tokens.colorNeutralForeground3 },
  skeleton: {
    display: 'grid',
    gap: tokens.spacingVerticalM,
    padding: tokens.spacingHorizontalL,
    backgroundColor: tokens.colorNeutralBackground1,
    borderRadius: tokens.borderRadiusMedium,
    boxShadow: tokens.shadow2,
  },
});
