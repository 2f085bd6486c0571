/** Every change of a run, the newest first: narrowed, searched, page by page. */
import { Button, SearchBox, Skeleton, SkeletonItem, Text, makeStyles, tokens } from '@fluentui/react-components';
import { useMemo, useState, type ReactElement } from 'react';
import { FilterDropdown } from '../frame/filter-dropdown';
import { PersonLink } from '../frame/links';
import { PageMessage, refusalMessage } from '../frame/page-message';
import { Pager } from '../frame/pager';
import { RowsGrid, type GridColumn } from '../frame/rows-grid';
import { useVisiblePeople, type Visibility, type VisiblePerson } from '../frame/use-visible-people';
import { t } from '../texts/texts';
import { noFilter, type ChangeFilter } from './change-filter';
import { changeKinds, type ChangeLine } from './change-line';
import { ChangeStateBadge } from './change-state-badge';
import { valueWords, whatWords, whyWords } from './change-words';
import { isPlanned, type PlannedPeople } from './planned-people';
import type { Changes } from './use-changes';
import type { PeopleSearch } from './use-people-search';

export interface ChangesSectionProps {
  title: string;
  changes: Changes;
  /** After filter and search. */
  shown: readonly ChangeLine[];
  filter: ChangeFilter;
  onFilter: (filter: ChangeFilter) => void;
  search: PeopleSearch;
  /** Nothing of it has been done. */
  isLook: boolean;
  /** People whose record does not exist. */
  planned: PlannedPeople;
  /** Members who no longer wait; all of them once the run waits no longer. */
  decided: Decided;
  /** Members ticked for an approval; null where nothing waits, or the user may not approve. */
  ticked: { members: ReadonlySet<string>; onChange: (members: ReadonlySet<string>) => void } | null;
}

type Decided = ReadonlySet<string> | 'all';

export const changesPerPage = 50;

export function ChangesSection(props: ChangesSectionProps): ReactElement {
  const { changes, decided, filter, isLook, onFilter, planned, search, shown, ticked, title } = props;
  const styles = useStyles();
  const [start, setStart] = useState(0);
  const first = start < shown.length ? start : 0;
  const page = useMemo(() => shown.slice(first, first + changesPerPage), [first, shown]);
  const wanted = useMemo(() => page.flatMap(({ record }) => (record === null ? [] : [record])), [page]);
  const visible = useVisiblePeople(wanted);
  const people = useMemo(() => ({ planned, visible }), [planned, visible]);
  const columns = useMemo(() => columnsOf(people, { decided, isLook }), [people, decided, isLook]);
  const tickable = page.filter(
    ({ memberId, state }) => state === 'waits' && memberId !== null && !isDecided(memberId, decided),
  );
  return (
    <section className={styles.section} aria-label={title}>
      <div className={styles.head}>
        <Text as="h2" size={400} weight="semibold">
          {title}
        </Text>
        <Filters lines={changes.lines} filter={filter} onFilter={onFilter} search={search} />
      </div>
      {changes.refusal !== null && <PageMessage message={refusalMessage(changes.refusal)} />}
      {search.problem !== null && <PageMessage message={{ intent: 'error', text: search.problem }} />}
      {changes.loading && changes.lines.length === 0 ? (
        <Skeleton aria-label={t('run.changes.loading')} className={styles.skeleton}>
          {[0, 1, 2, 3].map((line) => (
            <SkeletonItem key={line} size={32} />
          ))}
        </Skeleton>
      ) : shown.length === 0 ? (
        <div className={styles.nothing}>
          <Text>{t('run.changes.nothingFound')}</Text>
          <Button
            onClick={() => {
              onFilter(noFilter);
              search.setText('');
            }}
          >
            {t('run.changes.clear')}
          </Button>
        </div>
      ) : (
        <RowsGrid<ChangeLine>
          label={title}
          items={page}
          idOf={idOf}
          columns={columns}
          {...(ticked !== null &&
            tickable.length > 0 && {
              selection: {
                selected: new Set(tickable.filter(({ memberId }) => ticked.members.has(memberId ?? '')).map(idOf)),
                onChange: (lines) => ticked.onChange(membersAfter(ticked.members, tickable, lines)),
                labelOf: (line) => t('run.select', { person: nameOf(line, people) }),
                canTick: (line) => tickable.includes(line),
              },
            })}
        />
      )}
      <Pager
        text={rangeText(first, page.length, shown.length)}
        onPrevious={first === 0 ? null : () => setStart(Math.max(first - changesPerPage, 0))}
        onNext={first + changesPerPage >= shown.length ? null : () => setStart(first + changesPerPage)}
      />
      {changes.remaining > 0 && (
        <div className={styles.more}>
          <Button onClick={changes.readMore} disabledFocusable={changes.loading}>
            {t('run.changes.more')}
          </Button>
          <Text className={styles.quiet}>{t('run.changes.moreFiles', { count: changes.remaining })}</Text>
        </div>
      )}
    </section>
  );
}

interface FiltersProps extends Pick<ChangesSectionProps, 'filter' | 'onFilter' | 'search'> {
  lines: readonly ChangeLine[];
}

function Filters({ filter, lines, onFilter, search }: FiltersProps): ReactElement {
  const styles = useStyles();
  const occurring = useMemo(() => optionsOf(lines), [lines]);
  return (
    <div className={styles.filters}>
      <FilterDropdown
        label={t('run.filter.side.label')}
        say={(side) => t('run.filter.side', { side })}
        options={occurring.sides}
        value={filter.side}
        onChange={(side) => onFilter({ ...filter, side })}
      />
      <FilterDropdown
        label={t('run.filter.kind.label')}
        say={(kind) => t('run.filter.kind', { kind })}
        options={occurring.kinds}
        value={filter.kind}
        onChange={(kind) => onFilter({ ...filter, kind })}
      />
      <FilterDropdown
        label={t('run.filter.reason.label')}
        say={(reason) => t('run.filter.reason', { reason })}
        options={occurring.reasons}
        value={filter.reason}
        onChange={(reason) => onFilter({ ...filter, reason })}
      />
      {occurring.states.length > 1 && (
        <FilterDropdown
          label={t('run.filter.state.label')}
          say={(state) => t('run.filter.state', { state })}
          options={occurring.states}
          value={filter.state}
          onChange={(state) => onFilter({ ...filter, state })}
        />
      )}
      <SearchBox
        appearance="filled-darker"
        className={styles.search}
        aria-label={t('run.filter.search')}
        placeholder={t('run.filter.search')}
        value={search.text}
        onChange={(_, { value }) => search.setText(value)}
      />
    </div>
  );
}

function optionsOf(lines: readonly ChangeLine[]) {
  const sides = new Set(lines.map(({ side }) => side));
  const kinds = new Set(lines.map(({ kind }) => kind));
  const states = new Set(lines.map(({ state }) => state));
  const reasons = new Map(lines.map((line) => [line.reasonSentence, whyWords(line)]));
  return {
    sides: (['crm', 'mailchimp'] as const)
      .filter((side) => sides.has(side))
      .map((side) => ({ value: side, text: t(`common.${side}`) })),
    kinds: changeKinds.filter((kind) => kinds.has(kind)).map((kind) => ({ value: kind, text: t(`run.kind.${kind}`) })),
    states: (['done', 'refused', 'waits'] as const)
      .filter((state) => states.has(state))
      .map((state) => ({ value: state, text: t(`run.state.${state}`) })),
    reasons: [...reasons].map(([value, text]) => ({ value, text })).sort((a, b) => a.text.localeCompare(b.text)),
  };
}

interface People {
  visible: Visibility;
  planned: PlannedPeople;
}

type Telling = Pick<ChangesSectionProps, 'decided' | 'isLook'>;

function columnsOf(people: People, telling: Telling): GridColumn<ChangeLine>[] {
  return [
    {
      id: 'person',
      title: t('run.column.person'),
      grow: 1.4,
      interactive: true,
      render: (line) => <Person line={line} people={people} />,
    },
    { id: 'side', title: t('run.column.side'), grow: 0.7, render: ({ side }) => t(`common.${side}`) },
    {
      id: 'what',
      title: t('run.column.what'),
      grow: 1.6,
      render: (line) => <What line={line} hidden={isHidden(line, people)} {...telling} />,
    },
    { id: 'why', title: t('run.column.why'), grow: 1.3, render: (line) => <Why line={line} /> },
  ];
}

function Person({ line, people }: { line: ChangeLine; people: People }): ReactElement {
  const styles = useStyles();
  const record = isPlanned(line, people.planned) ? null : line.record;
  const seen = record === null ? fromFile(line, people) : people.visible(record);
  if (seen === undefined) return <span className={styles.quiet}>…</span>;
  return (
    <span className={styles.stack}>
      <PersonLink
        type={line.record?.type ?? 'member'}
        id={record?.id ?? null}
        name={seen === null ? null : line.person || seen.name || line.address}
      />
      {seen !== null && line.address !== '' && (
        <Text size={200} className={styles.quiet}>
          {line.address}
        </Text>
      )}
    </span>
  );
}

/** Null where the file alone does not allow to tell. */
const fromFile = (line: ChangeLine, { planned }: People): VisiblePerson | null =>
  isPlanned(line, planned) ? { name: line.person, address: line.address } : null;

function What({ decided, hidden, isLook, line }: Telling & { line: ChangeLine; hidden: boolean }): ReactElement {
  const styles = useStyles();
  const value = hidden && personal.has(line.kind) ? '' : valueWords(line);
  const state = line.state === 'waits' && isDecided(line.memberId, decided) ? 'decided' : line.state;
  return (
    <span className={styles.stack}>
      <span className={styles.line}>
        <Text>{whatWords(line, isLook)}</Text>
        {state !== 'done' && !isSaidByWhy(line, state) && <ChangeStateBadge state={state} />}
      </span>
      {value !== '' && (
        <Text size={200} className={styles.quiet}>
          {value}
        </Text>
      )}
    </span>
  );
}

/** That a change waits is its reason already. */
const isSaidByWhy = ({ reason }: ChangeLine, state: string): boolean =>
  state === 'waits' && reason === 'needs-approval';

/** Their values are data of the person. */
const personal: ReadonlySet<ChangeLine['kind']> = new Set(['fields', 'address', 'labels'] as const);

function Why({ line }: { line: ChangeLine }): ReactElement {
  return (
    <Text title={line.reason === null ? undefined : line.reasonSentence} truncate={false}>
      {whyWords(line)}
    </Text>
  );
}

const isHidden = (line: ChangeLine, { planned, visible }: People): boolean =>
  !isPlanned(line, planned) && (line.record === null || (visible(line.record) ?? null) === null);

function nameOf(line: ChangeLine, people: People): string {
  return isHidden(line, people) ? t('common.person.hidden.member') : line.person || line.address;
}

const isDecided = (memberId: string | null, decided: Decided): boolean =>
  decided === 'all' || (memberId !== null && decided.has(memberId));

const idOf = ({ id }: ChangeLine): string => id;

/** A person's lines are ticked together. */
function membersAfter(
  before: ReadonlySet<string>,
  page: readonly ChangeLine[],
  lines: ReadonlySet<string>,
): ReadonlySet<string> {
  const after = new Set(before);
  for (const { id, memberId } of page) {
    if (memberId === null || lines.has(id) === before.has(memberId)) continue;
    if (before.has(memberId)) after.delete(memberId);
    else after.add(memberId);
  }
  return after;
}

function rangeText(first: number, count: number, all: number): string {
  return count === all
    ? t('run.changes.shown', { count: all })
    : t('run.changes.shownPart', { from: first + 1, to: first + count, all });
}

const useStyles = makeStyles({
  section: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalS },
  head: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    justifyContent: 'space-between',
    gap: tokens.spacingHorizontalM,
  },
  filters: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalS },
  search: { minWidth: '140px', maxWidth: '280px', '@media (max-width: 480px)': { maxWidth: 'none', width: '100%' } },
  skeleton: {
    display: 'grid',
    gap: tokens.spacingVerticalM,
    padding: tokens.spacingHorizontalL,
    backgroundColor: tokens.colorNeutralBackground1,
    borderRadius: tokens.borderRadiusMedium,
    boxShadow: tokens.shadow2,
  },
  nothing: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: tokens.spacingHorizontalM,
    padding: tokens.spacingHorizontalL,
    backgroundColor: tokens.colorNeutralBackground1,
    borderRadius: tokens.borderRadiusMedium,
    boxShadow: tokens.shadow2,
  },
  stack: { display: 'flex', flexDirection: 'column', alignItems: 'flex-start', minWidth: 0, overflowWrap: 'anywhere' },
  line: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: tokens.spacingHorizontalS },
  quiet: { color: tokens.colorNeutralForeground3 },
  more: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: tokens.spacingHorizontalM },
});
