/** The people of an audience: on which side they are, how it stands with them, and why. */
import {
  Button,
  SearchBox,
  Skeleton,
  SkeletonItem,
  Tab,
  TabList,
  Text,
  makeStyles,
  tokens,
} from '@fluentui/react-components';
import { ArrowClockwiseRegular, SettingsRegular } from '@fluentui/react-icons';
import { useCallback, useEffect, useMemo, useState, type ReactElement } from 'react';
import { formatNumber, formatTime } from '../formats';
import { Command, CommandBar } from '../frame/command';
import { FilterDropdown } from '../frame/filter-dropdown';
import { goTo } from '../frame/navigation';
import { PageFrame } from '../frame/page-frame';
import { PageMessage, refusalMessage } from '../frame/page-message';
import { Pager } from '../frame/pager';
import { Refused } from '../frame/refused';
import { useSurroundings } from '../frame/surroundings';
import { usePoll, type Pace } from '../frame/use-poll';
import { useVisiblePeople } from '../frame/use-visible-people';
import { Way } from '../frame/way';
import { managePlace } from '../pages';
import { reasonTitle } from '../standing/reason-words';
import { t } from '../texts/texts';
import { facetsOf, isOutcome, isReason, readAudienceFacts, type AudienceFacts, type Facet } from './audience-facts';
import { visibleAs, type Member, type MemberFilter } from './member';
import { MemberStory } from './member-story';
import { MembersTable } from './members-table';
import { useMembers } from './use-members';

export interface MembersPageProps {
  audienceId: string;
  outcome: string | null;
  reason: string | null;
}

export function MembersPage({ audienceId, outcome, reason }: MembersPageProps): ReactElement {
  const { api, links } = useSurroundings();
  const styles = useStyles();
  const readFacts = useCallback(() => readAudienceFacts(api, audienceId), [api, audienceId]);
  const { refresh: refreshFacts, state } = usePoll(readFacts, paceOf);
  const audience = state.kind === 'ready' ? state.value : null;
  const now = state.kind === 'ready' ? state.now : api.now();
  const [filter, setFilter] = useState<MemberFilter>({
    outcome: outcome !== null && isOutcome(outcome) ? outcome : null,
    reason: reason !== null && isReason(reason) ? reason : null,
    text: '',
  });
  const [typed, setTyped] = useState('');
  const [openedId, setOpenedId] = useState<string | null>(null);
  useEffect(() => {
    const timer = setTimeout(
      () => setFilter((before) => (before.text === typed.trim() ? before : { ...before, text: typed.trim() })),
      pauseBetweenKeys,
    );
    return () => clearTimeout(timer);
  }, [typed]);
  const members = useMembers(audienceId, filter);
  const { refresh: refreshRows } = members;
  const wanted = useMemo(() => members.rows.map(visibleAs), [members.rows]);
  const visible = useVisiblePeople(wanted);
  // A search must not tell of people whom the rows would hide.
  const rows = useMemo(
    () => (filter.text === '' ? members.rows : members.rows.filter((member) => visible(visibleAs(member)) !== null)),
    [filter.text, members.rows, visible],
  );
  const opened = members.rows.find(({ id }) => id === openedId) ?? null;
  const facets = useMemo(() => facetsOf(audience?.reasons ?? {}), [audience]);
  const refresh = useCallback(() => {
    refreshRows();
    refreshFacts();
  }, [refreshFacts, refreshRows]);
  const clear = (): void => {
    setTyped('');
    setFilter(everybody);
  };

  return (
    <PageFrame
      title={audience === null ? t('members.title.loading') : t('members.title', { audience: audience.name })}
      over={<Way />}
      under={audience === null ? undefined : underText(audience, now)}
      commands={
        audience !== null && (
          <CommandBar
            filters={
              <div className={styles.filters}>
                <FilterDropdown
                  label={t('members.filter.reason.label')}
                  say={(chosen) => t('members.filter.reason', { reason: chosen })}
                  options={reasonOptions(facets, filter)}
                  value={filter.reason}
                  onChange={(chosen) => setFilter({ ...filter, reason: chosen })}
                />
                <SearchBox
                  appearance="filled-darker"
                  className={styles.search}
                  aria-label={t('members.filter.search')}
                  placeholder={t('members.filter.search')}
                  value={typed}
                  onChange={(_, { value }) => setTyped(value)}
                />
              </div>
            }
          >
            <Command
              icon={<ArrowClockwiseRegular />}
              label={t('members.command.refresh')}
              hint={t('members.command.refresh.hint')}
              reason={null}
              onClick={refresh}
            />
            <Command
              icon={<SettingsRegular />}
              label={t('members.command.manage')}
              hint={t('members.command.manage.hint')}
              reason={null}
              onClick={() => goTo(managePlace(audienceId), links)}
            />
          </CommandBar>
        )
      }
      messages={
        members.refusal !== null &&
        state.kind === 'ready' && <PageMessage message={refusalMessage(members.refusal)} onRetry={refresh} />
      }
    >
      {state.kind === 'loading' && <Loading />}
      {state.kind === 'refused' && (
        <Refused
          refusal={state.refusal}
          onRetry={refresh}
          forbidden={t('members.forbidden.title')}
          gone={{ title: t('members.gone.title'), text: t('members.gone.text') }}
        />
      )}
      {audience !== null && (
        <>
          <Facets facets={facets} filter={filter} onFilter={setFilter} />
          {members.loading && members.rows.length === 0 ? (
            <Loading />
          ) : rows.length === 0 && !members.loading ? (
            <Nothing narrowed={isNarrowed(filter)} hidden={facets.some(({ count }) => count > 0)} onClear={clear} />
          ) : (
            <MembersTable members={rows} visible={visible} onOpen={({ id }) => setOpenedId(id)} />
          )}
          <Pager
            text={rangeText(members, rows, countOf(facets, filter))}
            onPrevious={members.onPrevious}
            onNext={members.onNext}
          />
        </>
      )}
      {audience !== null && opened !== null && (
        <MemberStory
          member={opened}
          person={visible(visibleAs(opened)) ?? null}
          audience={audience}
          now={now}
          onClose={() => setOpenedId(null)}
          onSynced={refresh}
        />
      )}
    </PageFrame>
  );
}

const everybody: MemberFilter = { outcome: null, reason: null, text: '' };
const pauseBetweenKeys = 300;

const paceOf = (): Pace => 'over';

const isNarrowed = ({ outcome, reason, text }: MemberFilter): boolean =>
  outcome !== null || reason !== null || text !== '';

function underText({ lastSynced, list, name }: AudienceFacts, now: Date): string {
  if (list === null) return t('members.under.notTied', { audience: name });
  if (lastSynced === null) return t('members.under.never', { audience: name, list });
  return t('members.under', { audience: name, list, time: formatTime(lastSynced, now) });
}

/** The outcomes with their numbers. Nobody has to know that waiting is an outcome as long as nobody waits. */
function Facets(props: {
  facets: readonly Facet[];
  filter: MemberFilter;
  onFilter: (filter: MemberFilter) => void;
}): ReactElement {
  const { facets, filter, onFilter } = props;
  const styles = useStyles();
  const all = facets.reduce((sum, { count }) => sum + count, 0);
  return (
    <TabList
      className={styles.facets}
      aria-label={t('members.facets')}
      selectedValue={filter.outcome ?? 'all'}
      onTabSelect={(_, { value }) =>
        onFilter({ ...filter, reason: null, outcome: facets.find(({ outcome }) => outcome === value)?.outcome ?? null })
      }
    >
      <Tab value="all">{t('members.facet', { name: t('members.facet.all'), number: all })}</Tab>
      {facets.map(({ count, outcome }) => (
        <Tab key={outcome} value={outcome}>
          {t('members.facet', { name: t(`choices.mcs_outcome.${outcome}`), number: count })}
        </Tab>
      ))}
    </TabList>
  );
}

function reasonOptions(facets: readonly Facet[], { outcome }: MemberFilter) {
  return facets
    .filter((facet) => outcome === null || facet.outcome === outcome)
    .flatMap(({ reasons }) => reasons)
    .map(({ count, reason }) => ({
      value: reason,
      text: t('members.filter.reason.option', { reason: reasonTitle(reason), number: formatNumber(count) }),
    }));
}

/** How many there are in all; null where a search narrows them, because counting those would mean reading them. */
function countOf(facets: readonly Facet[], { outcome, reason, text }: MemberFilter): number | null {
  if (text !== '') return null;
  const chosen = facets.filter((facet) => outcome === null || facet.outcome === outcome);
  if (reason === null) return chosen.reduce((sum, { count }) => sum + count, 0);
  return chosen.flatMap(({ reasons }) => reasons).find((one) => one.reason === reason)?.count ?? 0;
}

function rangeText(
  { before, onNext, onPrevious }: ReturnType<typeof useMembers>,
  rows: readonly Member[],
  all: number | null,
): string {
  if (onPrevious === null && onNext === null) return t('members.shown', { count: rows.length });
  const range = { from: before + 1, to: before + rows.length };
  // The numbers are those of the last run; rows may have come since.
  return all === null || all < range.to ? t('members.shownPart', range) : t('members.shownPartOf', { ...range, all });
}

interface NothingProps {
  narrowed: boolean;
  /** There are people whom the user may not see. */
  hidden: boolean;
  onClear: () => void;
}

function Nothing({ hidden, narrowed, onClear }: NothingProps): ReactElement {
  const styles = useStyles();
  const key = narrowed ? 'members.nothingFound' : hidden ? 'members.nobodyVisible' : 'members.none';
  return (
    <div className={styles.nothing}>
      <Text>{t(key)}</Text>
      {narrowed && <Button onClick={onClear}>{t('members.clear')}</Button>}
    </div>
  );
}

function Loading(): ReactElement {
  const styles = useStyles();
  return (
    <Skeleton aria-label={t('members.loading')} className={styles.skeleton}>
      {[0, 1, 2, 3, 4].map((line) => (
        <SkeletonItem key={line} size={32} />
      ))}
    </Skeleton>
  );
}

const card = {
  padding: tokens.spacingHorizontalL,
  backgroundColor: tokens.colorNeutralBackground1,
  borderRadius: tokens.borderRadiusMedium,
  boxShadow: tokens.shadow2,
} as const;

const useStyles = makeStyles({
  filters: {
    display: 'flex',
    flexWrap: 'wrap',
    flexGrow: 1,
    gap: tokens.spacingHorizontalS,
    justifyContent: 'flex-end',
  },
  search: { minWidth: '160px', maxWidth: '320px', flexGrow: 1, '@media (max-width: 480px)': { maxWidth: 'none' } },
  facets: { flexWrap: 'wrap', marginLeft: `calc(-1 * ${tokens.spacingHorizontalM})` },
  nothing: { ...card, display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: tokens.spacingHorizontalM },
  skeleton: { ...card, display: 'grid', gap: tokens.spacingVerticalM },
});
