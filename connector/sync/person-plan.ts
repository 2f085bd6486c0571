/**
 * What a run will do about one person, as it is kept in the plan: one line of a chunk. Every new record's id is chosen here, so
 * that a step that is repeated after a crash meets its own record.
 */

import type { LastWords, MarketingList, MemberRow, NewPerson } from '../dataverse/port';
import type { CrmMove, MailchimpMove } from '../reconcile/decision';
import type { PersonType } from '../reconcile/situation';
import type { FurtherMove, LabelPlan } from './plan-labels';
import { fingerprintOf } from './row-fingerprint';

export interface NameChange {
  firstName?: string;
  lastName?: string;
}

export interface AddressPlan {
  /** The row as it stands once everything planned has succeeded. */
  row: MemberRow;
  /** Fingerprint of the row as it is stored; null while there is none. */
  stored: string | null;
  move: MailchimpMove;
  names: NameChange | null;
  /** Tags and interests; absent where there is nothing to do about them. */
  labels?: LabelPlan;
  /** What each side said when it was read: what the row shows where a step did not succeed. */
  read: LastWords;
  /** What the row remembered before this run: what it keeps where a step did not succeed, so that it is decided anew. */
  before: { last: LastWords; wasIn: boolean };
}

export interface PersonPlan {
  type: PersonType;
  personId: string | null;
  create: NewPerson | null;
  crm: CrmMove;
  names: NameChange | null;
  /** On the list when the plan was made; whoever is not any more has moved since. */
  wasOnList: boolean;
  addresses: AddressPlan[];
  /** Further lists that the person joins or leaves. */
  further?: FurtherMove[];
}

export interface PlanTarget {
  runId: string;
  audience: { id: string; listId: string };
  list: MarketingList;
  type: PersonType;
}

/** Whether applying this plan changes anything at all, on either side or in our own rows. */
export const isWork = (plan: PersonPlan): boolean =>
  plan.crm !== 'nothing' ||
  plan.names !== null ||
  plan.addresses.some((one) => one.move.do !== 'nothing' || one.names !== null || isUnwritten(one));

export const isUnwritten = ({ row, stored }: AddressPlan): boolean => stored !== fingerprintOf(row);

/** A step on the Mailchimp side was refused or held: it stays as it was read. */
export function keepMailchimp(plan: AddressPlan, because: Because): void {
  plan.row.status = plan.read.mailchimp?.status ?? 'absent';
  undecide(plan, because);
}

/** A step on the list was refused or held: the person's place on it stays as it was read. */
export function keepPlaceOnList(plan: PersonPlan, because: Because): void {
  for (const address of plan.addresses) {
    address.row.onList = plan.wasOnList;
    undecide(address, because);
  }
}

/** Names that one side refused: that side says what it said before, so that its old value is not taken for a change. */
export function keepNames({ row, read }: AddressPlan, side: 'crm' | 'mailchimp', because: Because): void {
  const said = read[side];
  const { crm, mailchimp } = row.last;
  const names = { firstName: said?.firstName ?? '', lastName: said?.lastName ?? '' };
  row.last = {
    crm: crm && (side === 'crm' ? { ...crm, ...names } : crm),
    mailchimp: mailchimp && (side === 'mailchimp' ? { ...mailchimp, ...names } : mailchimp),
  };
  Object.assign(row, { outcome: because.outcome, reason: because.reason });
}

type Because = Pick<MemberRow, 'outcome' | 'reason'> & { retryDue?: string };

/** What was not carried out was not answered: the last words of both sides stay those of before. */
function undecide({ row, before }: AddressPlan, because: Because): void {
  Object.assign(row, before, { outcome: because.outcome, reason: because.reason, retryDue: because.retryDue ?? null });
}
