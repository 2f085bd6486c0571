/**
 * What the guard held back waits here, with names, until somebody approves or cancels it, a later run decides it anew, or its
 * time is over.
 */

import type { Decision, MailchimpMove } from '../../reconcile/decision';
import type { MemberStatus, PersonType } from '../../reconcile/situation';
import type { Documents } from '../../storage/port';
import type { Overwrite } from './overwrites';
import type { PersonPlan } from '../run/person-plan';
import type { PlannedPerson } from '../planning/plan-person';

export interface HeldPerson {
  /** Rows of the person in the audience. */
  rowIds: string[];
  personId: string | null;
  type?: PersonType;
  name: string;
  address: string;
  crm: Decision['crm'];
  /** Addresses, the flag "no bulk e-mail" and overwritten values, which wait by themselves. */
  records?: HeldRecords;
  moves: { address: string; move: MailchimpMove; from: MemberStatus; to: MemberStatus }[];
}

export interface HeldRecords {
  /** Of members; from, to. */
  renames: [string, string][];
  /** Of the record. */
  columns: [string, string][];
  optOut: boolean;
  /** Of mapped fields, that are written over others. */
  values?: Pick<Overwrite, 'side' | 'tag' | 'from' | 'to'>[];
}

/** A run whose held changes wait, and the terms under which they were decided. */
export interface Waiting {
  runId: string;
  /** ISO: dropped after this. */
  until: string;
  people: number;
  sentence: string;
  terms: HeldTerms;
}

export interface HeldTerms {
  trust: 'none' | 'crm' | 'mailchimp';
  firstRun: boolean;
  consentConfirmed: boolean;
}

const waitingMs = 7 * 24 * 60 * 60_000;

export const waitsUntil = (now: Date): string => new Date(now.getTime() + waitingMs).toISOString();

/** To be called before the plan is changed into one that does nothing. */
export function heldPerson({ decision, plan }: PlannedPerson): HeldPerson {
  const [first] = plan.addresses;
  return {
    rowIds: plan.addresses.map(({ row }) => row.id),
    personId: plan.create ? null : plan.personId,
    type: plan.type,
    name: first?.row.personName ?? '',
    address: first?.row.address ?? '',
    crm: decision.crm,
    ...recordsOf(plan),
    moves: plan.addresses.flatMap(({ move, row, read }) =>
      move.do === 'nothing'
        ? []
        : [{ address: row.address, move, from: read.mailchimp?.status ?? 'absent', to: row.status }],
    ),
  };
}

function recordsOf({ addresses, newAddresses, optOut, overwrites = [] }: PersonPlan): { records?: HeldRecords } {
  const renames = addresses.flatMap(({ rename }): [string, string][] => (rename ? [[rename.from, rename.to]] : []));
  const columns = Object.entries(newAddresses ?? {});
  const sets = optOut?.move === 'set';
  const values = overwrites.map(({ side, tag, from, to }) => ({ side, tag, from, to }));
  if (renames.length + columns.length + values.length === 0 && !sets) return {};
  return { records: { renames, columns, optOut: sets, ...(values.length > 0 ? { values } : {}) } };
}

/** Of what was wished for a person, what the guard took out of the plan; the rest goes on and is no matter of approval. */
export function partThatWaits(wish: HeldPerson, plan: PersonPlan): HeldPerson {
  const { records, ...rest } = wish;
  const { values = [] } = records ?? {};
  const goesOn = plan.crm !== 'nothing' || plan.addresses.some(({ move }) => move.do !== 'nothing');
  const addressesWait = plan.newAddresses === null && plan.addresses.every(({ rename }) => rename === null);
  const waiting = records && {
    renames: addressesWait ? records.renames : [],
    columns: addressesWait ? records.columns : [],
    optOut: records.optOut && plan.optOut === null,
    ...(values.length > 0 && !plan.overwrites ? { values } : {}),
  };
  return { ...rest, ...(goesOn ? { crm: 'nothing', moves: [] } : {}), ...(waiting ? { records: waiting } : {}) };
}

/** Whether one of the people whom somebody decides about is meant. */
export const isNamed =
  (people: 'all' | readonly string[]) =>
  ({ personId, rowIds }: HeldPerson): boolean =>
    people === 'all' || people.some((id) => id === personId || rowIds.includes(id));

const linesPath = (runId: string) => `held/${runId}.jsonl`;
const indexPath = (audienceId: string) => `audiences/${audienceId}/held.json`;

export const heldOf = (documents: Documents, runId: string) => documents.readLines<HeldPerson>(linesPath(runId));

export const keepHeld = (documents: Documents, runId: string, held: readonly HeldPerson[]) =>
  documents.writeLines(linesPath(runId), held);

export const forgetHeld = (documents: Documents, runId: string) => documents.removeAll(linesPath(runId));

export const waitingOf = async (documents: Documents, audienceId: string): Promise<Waiting[]> =>
  (await documents.read<{ runs: Waiting[] }>(indexPath(audienceId)))?.runs ?? [];

export async function writeWaiting(documents: Documents, audienceId: string, runs: Waiting[]): Promise<void> {
  await documents.write(indexPath(audienceId), { runs });
}

/** "949 people would leave." and what else waits, without saying until when. */
export function heldSentence(held: readonly HeldPerson[]): string {
  const asked = held.filter(({ moves }) => moves.some(({ to }) => to === 'pending')).length;
  const created = held.filter(({ crm }) => crm === 'create-and-join').length;
  const joining = held.filter(({ crm }) => crm === 'join').length;
  const rest = held.filter(({ crm, moves }) => crm === 'nothing' && moves.length === 0);
  const flagged = rest.filter(({ records }) => records?.optOut === true).length;
  const overwritten = rest.filter(({ records }) => isOverwritten(records)).length;
  const renamed = rest.length - flagged - overwritten;
  const leaving = held.length - asked - created - joining - rest.length;
  const parts = [
    [leaving, 'would leave'],
    [asked, 'would be asked to confirm'],
    [created, 'would be created'],
    [joining, 'would join the list'],
    [renamed, 'would get another address'],
    [flagged, 'would be marked as wanting no bulk e-mail'],
    [overwritten, 'would have values overwritten'],
  ] as const;
  const said = parts.filter(([count]) => count > 0);
  return `${said.map(([count, what], index) => (index === 0 ? `${people(count)} ${what}` : `${count.toLocaleString('en')} ${what}`)).join(', ')}.`;
}

const isOverwritten = (records: HeldRecords | undefined): boolean =>
  records?.values !== undefined && !records.optOut && records.renames.length + records.columns.length === 0;

/** As in "Waits until 28 Nov." */
export const untilSentence = (until: string): string =>
  `Waits until ${new Date(until).toLocaleDateString('en-GB', { day: 'numeric', month: 'short', timeZone: 'UTC' })}.`;

const people = (count: number) => `${count.toLocaleString('en')} ${count === 1 ? 'person' : 'people'}`;
