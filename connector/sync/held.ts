/**
 * What the guard held back waits here, with names, until somebody approves or cancels it, a later run decides it anew, or its
 * time is over.
 */

import type { Decision, MailchimpMove } from '../reconcile/decision';
import type { MemberStatus } from '../reconcile/situation';
import type { Documents } from '../storage/port';
import type { PlannedPerson } from './plan-person';

export interface HeldPerson {
  /** Rows of the person in the audience. */
  rowIds: string[];
  personId: string | null;
  name: string;
  address: string;
  crm: Decision['crm'];
  moves: { address: string; move: MailchimpMove; from: MemberStatus; to: MemberStatus }[];
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
    name: first?.row.personName ?? '',
    address: first?.row.address ?? '',
    crm: decision.crm,
    moves: plan.addresses.flatMap(({ move, row, read }) =>
      move.do === 'nothing'
        ? []
        : [{ address: row.address, move, from: read.mailchimp?.status ?? 'absent', to: row.status }],
    ),
  };
}

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
  const leaving = held.length - asked - created - joining;
  const parts = [
    [leaving, 'would leave'],
    [asked, 'would be asked to confirm'],
    [created, 'would be created'],
    [joining, 'would join the list'],
  ] as const;
  const said = parts.filter(([count]) => count > 0);
  return `${said.map(([count, what], index) => (index === 0 ? `${people(count)} ${what}` : `${count.toLocaleString('en')} ${what}`)).join(', ')}.`;
}

/** As in "Waits until 28 Nov." */
export const untilSentence = (until: string): string =>
  `Waits until ${new Date(until).toLocaleDateString('en-GB', { day: 'numeric', month: 'short', timeZone: 'UTC' })}.`;

const people = (count: number) => `${count.toLocaleString('en')} ${count === 1 ? 'person' : 'people'}`;
