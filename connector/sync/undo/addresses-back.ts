/**
 * Takes back addresses that a run carried over, where both sides still say what it made of them and nobody else has the old one
 * by now. What the other side goes on saying is remembered as undone, so that no later run carries it over again.
 */

import type { AddressColumn, MemberRow, Person } from '../../dataverse/port';
import { addressColumns } from '../../dataverse/standard-tables';
import type { Member } from '../../mailchimp/port';
import { fold } from '../../reconcile/address-owners';
import type { AddressBase } from '../../reconcile/change-address';
import type { BeforeImage } from '../recording/before-image';
import type { AddressPlan } from '../run/person-plan';
import { columnOf } from '../planning/plan-address';
import type { UndoNumbers } from './undo-numbers';

type Base = AddressBase<AddressColumn>;

export interface AddressesTaken {
  /** Addresses, folded, that another member or another record has. */
  inMailchimp: ReadonlySet<string>;
  inCrm: ReadonlySet<string>;
}

/** Columns of the record that get their old address again. */
export function columnsOfAddressesBack(
  { columns = {} }: BeforeImage,
  person: Person | null,
  taken: AddressesTaken,
  numbers: UndoNumbers,
): Partial<Record<AddressColumn, string>> | null {
  const back: Partial<Record<AddressColumn, string>> = {};
  for (const column of addressColumns) {
    const change = columns[column];
    if (!change) continue;
    if (!isSame(person?.addresses[column], change.to) || taken.inCrm.has(fold(change.from))) numbers.moved += 1;
    else {
      back[column] = change.from;
      numbers.back.addresses += 1;
    }
  }
  return Object.keys(back).length > 0 ? back : null;
}

/** What becomes of one address; `person` is the record as the undo leaves it. Null where nothing does. */
export function addressBack(
  {
    row,
    member,
    was,
    rewritten,
  }: {
    row: MemberRow;
    /** Null where the member does not stay subscribed. */
    member: Member | null;
    was: BeforeImage['addresses'][number] | undefined;
    rewritten: BeforeImage['columns'];
  },
  person: Person | null,
  taken: AddressesTaken,
  numbers: UndoNumbers,
): { plan: Pick<AddressPlan, 'rename' | 'base'>; row: MemberRow } | null {
  const { addressBase, ...others } = row;
  const column = row.addressColumn ?? addressBase?.column ?? null;
  if (was?.rename) {
    const { from, to } = was.rename;
    if (member?.status !== 'subscribed' || !isSame(member.address, to) || taken.inMailchimp.has(fold(from))) {
      numbers.moved += 1;
      return null;
    }
    if (row.no !== null) {
      numbers.law += 1;
      return null;
    }
    numbers.back.addresses += 1;
    const base: Base = { column: column ?? 'emailaddress1', address: member.address };
    return {
      plan: { rename: { from: member.address, to: from, base }, base },
      row: { ...others, address: from, ...linkedTo(person, from, column, from) },
    };
  }
  const change = column === null ? undefined : rewritten?.[column];
  if (column === null || !change) return null;
  if (!isSame(row.address, change.to) && !isSame(row.address, change.from)) return null;
  return {
    plan: { rename: null, base: { column, address: row.address } },
    row: { ...others, ...linkedTo(person, row.address, column, change.from) },
  };
}

/** The column that says the address too; else what both sides are taken to agree on, and what of it was undone. */
function linkedTo(
  person: Person | null,
  address: string,
  column: AddressColumn | null,
  agreed: string,
): Pick<MemberRow, 'addressColumn' | 'addressBase'> {
  if (person === null) return { addressColumn: null };
  const own = columnOf(person, address);
  if (own !== null || column === null) return { addressColumn: own };
  const inCrm = person.addresses[column] ?? '';
  const undone = isSame(inCrm, agreed) ? address : inCrm;
  return { addressColumn: null, addressBase: { column, address: agreed, ...(undone === '' ? {} : { undone }) } };
}

const isSame = (one: string | null | undefined, other: string): boolean =>
  one !== null && one !== undefined && fold(one) === fold(other);
