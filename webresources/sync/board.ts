/** Everything the page shows, read in one go: accounts, audiences and the runs that are not over. */
import type { PersonType } from '../frame/links';
import { isOpen, runColumns, runOf, type Run } from '../requests/run';
import { choices, tables, type Choice } from '../schema.generated';
import type { SyncStatus } from '../standing/status-words';
import { t } from '../texts/texts';
import { codeOf, dateOf, flagOf, labelOf, numberOf, rowOf, textOf, type Row, type WebApi } from '../web-api';
import { audienceCondition, type Filter } from './audience-condition';

export interface Account {
  id: string;
  name: string;
  connection: Choice<'mcs_connectionstatus'>;
  checkedOn: Date | null;
  error: string | null;
  heartbeat: Date | null;
}

export interface TiedList {
  id: string;
  name: string;
  /** Null where the user may not read the list. */
  personType: PersonType | null;
}

export interface Audience {
  id: string;
  name: string;
  accountId: string | null;
  list: TiedList | null;
  tie: Choice<'mcs_tiestate'>;
  rules: Rules;
  doubleOptIn: boolean;
  status: SyncStatus;
  sentence: string | null;
  lastSynced: Date | null;
  nextCheck: Date | null;
  inSync: number | null;
  mailable: number | null;
  leftOut: number | null;
  attention: number | null;
  reasons: Readonly<Record<string, number>>;
}

/** The choices of Manage, as the audience keeps them. */
export interface Rules {
  direction: Choice<'mcs_direction'>;
  createPeople: boolean;
  trust: Choice<'mcs_trustoverride'>;
  removal: Choice<'mcs_removalrule'>;
  resubscribe: Choice<'mcs_resubscriberule'>;
  newMembers: Choice<'mcs_newmemberrule'>;
  limitPercent: number;
  limitPeople: number;
  limitMost: number;
  /** 0 = only by hand. */
  scheduleMinutes: number;
}

export interface Board {
  accounts: Account[];
  audiences: Audience[];
  runs: Run[];
}

/** The audiences that are shown, of perhaps many more. */
export interface BoardPage extends Board {
  /** There are audiences beyond these. */
  more: boolean;
  /** All of them, as far as Dataverse counts. */
  count: number | null;
  /** The audience that is asked for by its id, wherever it stands. */
  also: Audience | null;
}

export interface BoardScope {
  /** Null leaves the rows to the page, which has all of them. */
  filter: Filter | null;
  limit: number;
  alsoId: string | null;
}

export async function readBoard(api: WebApi, { alsoId, filter, limit }: BoardScope): Promise<BoardPage> {
  // Runs first: an audience read after its run ended already says how it ended, so the row never falls back in between.
  const [accounts, runs] = await Promise.all([
    api.retrieveMultiple(tables.mcs_account.set, { select: accountColumns, orderBy: 'mcs_name asc' }),
    api.retrieveMultiple(tables.mcs_syncrun.set, {
      select: runColumns,
      filter: openStatuses.map((status) => `mcs_status eq ${choices.mcs_runstatus[status]}`).join(' or '),
      orderBy: 'createdon asc',
    }),
  ]);
  const condition = filter === null ? null : audienceCondition(filter, runs.map(runOf));
  const page = await api.retrievePage({
    set: tables.mcs_audience.set,
    query: {
      select: audienceColumns,
      expand: expandedList,
      orderBy: 'mcs_name asc',
      count: true,
      ...(condition !== null && { filter: condition }),
    },
    pageSize: limit,
  });
  const audiences = page.rows.map(audienceOf);
  const present = audiences.find(({ id }) => id === alsoId) ?? null;
  return {
    accounts: accounts.map(accountOf),
    audiences,
    runs: runs.map(runOf),
    more: page.next !== null,
    count: page.count,
    also: present ?? (alsoId === null ? null : await readAudience(api, alsoId)),
  };
}

/** Null where it does not exist. */
async function readAudience(api: WebApi, id: string): Promise<Audience | null> {
  try {
    const query = { select: audienceColumns, expand: expandedList };
    return audienceOf(await api.retrieve(tables.mcs_audience.set, id, query));
  } catch (error) {
    if (error instanceof Error && 'status' in error && error.status === 404) return null;
    throw error;
  }
}

const expandedList = 'mcs_marketinglistid($select=listname,createdfromcode)';

/** The run that is changing an audience, or is about to; looking at numbers is none of it. A request may wait behind it. */
export function openRun(board: Board, audienceId: string): Run | null {
  const open = board.runs.filter((run) => run.audienceId === audienceId && isOpen(run) && isSync(run));
  return open.find(({ status }) => status === 'in-progress') ?? open[0] ?? null;
}

export const isSync = (run: Run): boolean => run.mode === 'sync' || run.mode === 'full';

const openStatuses = ['requested', 'in-progress', 'needs-approval'] as const;

const accountColumns = [
  'mcs_accountid',
  'mcs_name',
  'mcs_connectionstatus',
  'mcs_lastcheck',
  'mcs_error',
  'mcs_heartbeat',
];

const audienceColumns = [
  'mcs_audienceid',
  'mcs_name',
  '_mcs_accountid_value',
  '_mcs_marketinglistid_value',
  'mcs_tiestate',
  'mcs_direction',
  'mcs_createpeople',
  'mcs_trustoverride',
  'mcs_removalrule',
  'mcs_resubscriberule',
  'mcs_newmemberrule',
  'mcs_limitpercent',
  'mcs_limitpeople',
  'mcs_limitmost',
  'mcs_scheduleminutes',
  'mcs_doubleoptin',
  'mcs_syncstatus',
  'mcs_statussentence',
  'mcs_lastsynced',
  'mcs_nextcheck',
  'mcs_insynccount',
  'mcs_mailablecount',
  'mcs_leftoutcount',
  'mcs_attentioncount',
  'mcs_reasoncounts',
];

function accountOf(row: Row): Account {
  return {
    id: textOf(row, 'mcs_accountid') ?? '',
    name: textOf(row, 'mcs_name') ?? 'Mailchimp',
    connection: codeOf(row, 'mcs_connectionstatus', choices.mcs_connectionstatus) ?? 'not-checked',
    checkedOn: dateOf(row, 'mcs_lastcheck'),
    error: textOf(row, 'mcs_error'),
    heartbeat: dateOf(row, 'mcs_heartbeat'),
  };
}

function audienceOf(row: Row): Audience {
  return {
    id: textOf(row, 'mcs_audienceid') ?? '',
    name: textOf(row, 'mcs_name') ?? t('common.person.noName'),
    accountId: textOf(row, '_mcs_accountid_value'),
    list: listOf(row),
    tie: codeOf(row, 'mcs_tiestate', choices.mcs_tiestate) ?? 'not-tied',
    rules: rulesOf(row),
    doubleOptIn: flagOf(row, 'mcs_doubleoptin') ?? false,
    status: codeOf(row, 'mcs_syncstatus', choices.mcs_syncstatus) ?? 'not-tied',
    sentence: textOf(row, 'mcs_statussentence'),
    lastSynced: dateOf(row, 'mcs_lastsynced'),
    nextCheck: dateOf(row, 'mcs_nextcheck'),
    inSync: numberOf(row, 'mcs_insynccount'),
    mailable: numberOf(row, 'mcs_mailablecount'),
    leftOut: numberOf(row, 'mcs_leftoutcount'),
    attention: numberOf(row, 'mcs_attentioncount'),
    reasons: countsOf(textOf(row, 'mcs_reasoncounts')),
  };
}

function listOf(row: Row): TiedList | null {
  const id = textOf(row, '_mcs_marketinglistid_value');
  if (id === null) return null;
  const list = rowOf(row, 'mcs_marketinglistid') ?? {};
  const name = textOf(list, 'listname') ?? labelOf(row, '_mcs_marketinglistid_value') ?? t('sync.list.hidden');
  return { id, name, personType: personTypeOf(numberOf(list, 'createdfromcode')) };
}

/** https://learn.microsoft.com/dynamics365/developer/reference/entities/list#BKMK_CreatedFromCode */
export function personTypeOf(createdFromCode: number | null): PersonType | null {
  return createdFromCode === 2 ? 'contact' : createdFromCode === 4 ? 'lead' : null;
}

/** An empty column means the safe choice. */
function rulesOf(row: Row): Rules {
  return {
    direction: codeOf(row, 'mcs_direction', choices.mcs_direction) ?? 'both',
    createPeople: flagOf(row, 'mcs_createpeople') ?? true,
    trust: codeOf(row, 'mcs_trustoverride', choices.mcs_trustoverride) ?? 'none',
    removal: codeOf(row, 'mcs_removalrule', choices.mcs_removalrule) ?? 'archive',
    resubscribe: codeOf(row, 'mcs_resubscriberule', choices.mcs_resubscriberule) ?? 'leave-out',
    newMembers: codeOf(row, 'mcs_newmemberrule', choices.mcs_newmemberrule) ?? 'ask',
    limitPercent: numberOf(row, 'mcs_limitpercent') ?? 10,
    limitPeople: numberOf(row, 'mcs_limitpeople') ?? 10,
    limitMost: numberOf(row, 'mcs_limitmost') ?? 500,
    scheduleMinutes: numberOf(row, 'mcs_scheduleminutes') ?? 60,
  };
}

function countsOf(json: string | null): Record<string, number> {
  const counts: Record<string, number> = {};
  if (json === null) return counts;
  try {
    const parsed: unknown = JSON.parse(json);
    if (typeof parsed !== 'object' || parsed === null) return counts;
    for (const [code, count] of Object.entries(parsed)) if (typeof count === 'number') counts[code] = count;
  } catch {
    return {}; // counts are a nicety; a row without them is still a row
  }
  return counts;
}
