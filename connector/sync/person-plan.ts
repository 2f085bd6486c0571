/**
 * What a run will do about one person, as it is kept in the plan: one line of a chunk. Every new record's id is chosen here, so
 * that a step that is repeated after a crash meets its own record.
 */

import type { LastWords, MarketingList, MemberRow, NewPerson } from '../dataverse/port';
import type { CrmMove, MailchimpMove } from '../reconcile/decision';
import type { ReasonCode } from '../reconcile/reasons';
import type { PersonType } from '../reconcile/situation';

export interface NameChange {
  firstName?: string;
  lastName?: string;
}

export interface AddressPlan {
  /** The row as it stands once everything planned has succeeded. */
  row: MemberRow;
  rowIs: 'new' | 'changed' | 'same';
  move: MailchimpMove;
  names: NameChange | null;
  /** What each side said when it was read: what the row says where a step did not succeed. */
  read: LastWords;
  /** What the row kept as the last words before this run: what it keeps where a step is held, so that it is decided anew. */
  before: LastWords;
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
  plan.addresses.some((one) => one.move.do !== 'nothing' || one.names !== null || one.rowIs !== 'same');

/** The Mailchimp side of this address stays as it was read, because a step was refused or held. */
export function keepMailchimp(
  plan: AddressPlan,
  because: Pick<MemberRow, 'outcome' | 'reason'> & { retryDue?: string },
): void {
  const read = plan.read.mailchimp;
  plan.row.status = read?.status ?? 'absent';
  plan.row.last = { ...plan.row.last, mailchimp: read };
  explain(plan, because);
}

/** The place on the list stays as it was read. */
export function keepPlaceOnList(plan: PersonPlan, because: Pick<MemberRow, 'outcome' | 'reason'>): void {
  for (const address of plan.addresses) {
    address.row.onList = plan.wasOnList;
    address.row.last = { ...address.row.last, crm: address.read.crm };
    explain(address, because);
  }
}

function explain(
  plan: AddressPlan,
  because: { outcome: MemberRow['outcome']; reason: ReasonCode; retryDue?: string },
): void {
  plan.row.outcome = because.outcome;
  plan.row.reason = because.reason;
  plan.row.retryDue = because.retryDue ?? null;
  if (plan.rowIs === 'same') plan.rowIs = 'changed';
}
