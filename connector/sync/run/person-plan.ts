/**
 * What a run will do about one person, as it is kept in the plan: one line of a chunk. Every new record's id is chosen here, so
 * that a step that is repeated after a crash meets its own record.
 */

import type { AddressColumn, LastWords, MarketingList, MemberRow, NewPerson } from '../../dataverse/port';
import type { AddressBase } from '../../reconcile/change-address';
import type { CrmMove, MailchimpMove } from '../../reconcile/decision';
import type { OptOutMark } from '../../reconcile/opt-out';
import type { PersonType } from '../../reconcile/situation';
import type { Overwrite } from '../guard/overwrites';
import { fingerprintOf } from './row-fingerprint';
import type { FurtherMove, LabelPlan } from './row-labels';

export interface NameChange {
  firstName?: string;
  lastName?: string;
}

/** Values to write, by merge tag. */
export type MergeChanges = Record<string, unknown>;
/** Columns to write, by the merge tag that they belong to. */
export type ColumnChanges = Record<string, Record<string, unknown>>;

export interface AddressPlan {
  /** The row as it stands once everything planned has succeeded. */
  row: MemberRow;
  /** Fingerprint of the row as it is stored; null while there is none. */
  stored: string | null;
  move: MailchimpMove;
  names: NameChange | null;
  /** Further merge fields; for a member that is added all of them. */
  fields?: MergeChanges | null;
  /** What these merge fields said before, where it is known. */
  fieldsBefore?: MergeChanges;
  /** Mailchimp's own words, where it refused something. */
  refusal?: string;
  /** Values that would have been overwritten wait for approval; everything else goes on. */
  valuesHeld?: true;
  /** Tags and interests; absent where there is nothing to do about them. */
  labels?: LabelPlan;
  /** Tags in the text of the row as it was read; absent where there were none. */
  tagsBefore?: string[];
  /** The member gets another address; the row shows it already. */
  rename: { from: string; to: string; base: AddressBase<AddressColumn> } | null;
  /** What each side said when it was read: what the row shows where a step did not succeed. */
  read: LastWords;
  /** What the row remembered before this run: what it keeps where a step did not succeed, so that it is decided anew. */
  before: { last: LastWords; wasIn: boolean };
  /** What both sides agreed on as the address, where one of them has another one now. */
  base: AddressBase<AddressColumn> | null;
}

/** What `place` is on the main list. */
export interface FurtherPlace {
  listId: string;
  add: boolean;
  remove: string[];
}

export interface PersonPlan {
  type: PersonType;
  personId: string | null;
  create: NewPerson | null;
  crm: CrmMove;
  names: NameChange | null;
  /** Further columns. */
  fields?: ColumnChanges | null;
  /** What these columns held before. */
  fieldsBefore?: ColumnChanges;
  /** Values that are written over others, on either side. */
  overwrites?: Overwrite[];
  /** Columns of the record that get the address of a member. */
  newAddresses: Partial<Record<AddressColumn, string>> | null;
  /** What these columns held before. */
  addressesBefore?: Partial<Record<AddressColumn, string | null>>;
  /** The flag "no bulk e-mail"; `before` is what the row at `index` remembered of it. */
  optOut: { move: 'set' | 'clear'; index: number; before: OptOutMark | null } | null;
  /** After a merge the survivor takes the place on the list: whether it is added, who is taken off, and how many places are gone. */
  place: { add: boolean; remove: string[]; dropped: number } | null;
  /** Members that are archived because another one of the person takes their place. */
  folds: number;
  /** On the list when the plan was made; whoever is not any more has moved since. */
  wasOnList: boolean;
  /** The words of Dynamics 365, where it refused something. */
  refusal?: string;
  addresses: AddressPlan[];
  /** Further lists that the person joins or leaves. */
  further?: FurtherMove[];
  /** Places on further lists of records that were merged into this one. */
  furtherPlaces?: FurtherPlace[];
  /** Ids of rows that say nothing any more, because another one of the same person does: they are deleted. */
  surplus?: string[];
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
  Boolean(plan.fields) ||
  plan.newAddresses !== null ||
  plan.optOut !== null ||
  plan.place !== null ||
  plan.furtherPlaces !== undefined ||
  plan.surplus !== undefined ||
  plan.addresses.some(
    (one) =>
      one.move.do !== 'nothing' || one.names !== null || Boolean(one.fields) || one.rename !== null || isUnwritten(one),
  );

export const isUnwritten = ({ row, stored }: AddressPlan): boolean => stored !== fingerprintOf(row);

/** A step on the Mailchimp side was refused or held: it stays as it was read. */
export function keepMailchimp(plan: AddressPlan, because: Because): void {
  plan.row.status = plan.read.mailchimp?.status ?? 'absent';
  plan.row.mailchimpChangedOn = plan.read.mailchimp?.changedOn ?? null;
  undecide(plan, because);
}

/** A step on the list was refused or held: the person's place on it stays as it was read. */
export function keepPlaceOnList(plan: PersonPlan, because: Because): void {
  for (const address of plan.addresses) {
    address.row.onList = plan.wasOnList;
    address.row.listChangedOn = address.read.crm?.changedOn ?? null;
    undecide(address, because);
  }
}

/** The member keeps its address; the difference is looked at again. */
export function keepAddress({ row, rename }: AddressPlan, because: Because & { refused?: string }): void {
  if (rename === null) return;
  const { refused, outcome, reason, retryDue } = because;
  Object.assign(row, {
    address: rename.from,
    addressColumn: null,
    addressBase: refused === undefined ? rename.base : { ...rename.base, refused },
    outcome,
    reason,
    retryDue: retryDue ?? null,
  });
}

/** The record keeps its addresses: the member's new one is carried over another time. */
export function keepColumns(plan: PersonPlan, because: Because): void {
  for (const { row, base } of plan.addresses) {
    if (row.addressColumn === null || plan.newAddresses?.[row.addressColumn] === undefined || !base) continue;
    Object.assign(row, { addressColumn: null, addressBase: base, ...because });
  }
  plan.newAddresses = null;
}

/** The flag stays as it is: what was remembered of it stands. */
export function keepOptOut(plan: PersonPlan, because: Because): void {
  const row = plan.optOut && plan.addresses[plan.optOut.index]?.row;
  if (!plan.optOut || !row) return;
  const { before } = plan.optOut;
  Object.assign(row, because);
  if (before) row.optOut = before;
  else delete row.optOut;
  plan.optOut = null;
}

type Because = Pick<MemberRow, 'outcome' | 'reason'> & { retryDue?: string };

/** What was not carried out was not answered: the last words of both sides stay those of before. */
function undecide({ row, before }: AddressPlan, because: Because): void {
  Object.assign(row, before, { outcome: because.outcome, reason: because.reason, retryDue: because.retryDue ?? null });
}
