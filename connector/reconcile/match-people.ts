/**
 * Who is who: the members of an audience, our own rows and the people of the CRM, put together into one group per person. The
 * stored link comes first; then the address, of which one record is the owner and the others are shown as related.
 */

import { addressesOf, fold, Owners, survivor, type MatchPerson } from './address-owners';
import type { MemberStatus } from './situation';

export interface MatchMember {
  id: string;
  contactId: string;
  address: string;
  status: MemberStatus;
}

/** `personId` only where it names a record of the list's type; a link to the other type is no link here. */
export interface MatchRow {
  address: string;
  memberId: string | null;
  mailchimpContactId: string | null;
  personId: string | null;
}

export interface MatchInput<M extends MatchMember, R extends MatchRow, P extends MatchPerson> {
  members: readonly M[];
  rows: readonly R[];
  people: readonly P[];
  /** Ids of the people on the list now. */
  onList: ReadonlySet<string>;
  /** Ids of the people who were ever added to it or removed from it, as far as known. */
  withHistory: ReadonlySet<string>;
}

/** A member, a row, or both. Without a member the address is not in Mailchimp (any more, or yet). */
export interface PersonEntry<M, R> {
  /** Trimmed, case as written; '' for a person without any. */
  address: string;
  member: M | null;
  row: R | null;
}

export interface PersonGroup<M, R, P = MatchPerson> {
  /** Null for a stranger: nobody in the CRM owns the address. */
  personId: string | null;
  /** Null for a stranger, and for a linked record that does not exist any more. */
  person: P | null;
  /** Ids by which the person stands on the list: its own, or those of records that were merged into it. */
  listedAs: string[];
  /** Empty for somebody on the list of whom neither Mailchimp nor a row knows. */
  entries: PersonEntry<M, R>[];
  /** The address to push; null when there is none, or none that is not another record's. */
  preferredAddress: string | null;
  /** Addresses of the record that are synced for it, and not for another one that has them as well. */
  free: readonly string[];
  /** Addresses of the entries that another record has. */
  ofOthers: readonly string[];
  /** Ids of other records that have one of these addresses, too. */
  related: string[];
  /** On the list, but every address is synced for this other record in their place. */
  sharedWith: string | null;
  /** Rows that say nothing any more, because another one of the same person does. */
  surplusRows: R[];
}

/** In one pass over each input. Members come first, in their order, then rows without members, then the rest of the list. */
export function matchPeople<M extends MatchMember, R extends MatchRow, P extends MatchPerson>(
  input: MatchInput<M, R, P>,
): PersonGroup<M, R, P>[] {
  const people = new Map(input.people.map((person) => [person.id, person]));
  const owners = new Owners(input, people);
  const groups = new Groups<M, R, P>();
  const rows = new UnclaimedRows(input.rows);

  /**
   * The record that a row or an address leads to; a link whose record is gone leads to another owner of the address, if any.
   * Of somebody who got a new address in Mailchimp before anybody was linked, the record may have the former one.
   */
  const personOf = (row: R | null, address: string): { id: string | null; person: P | null } => {
    const linked = row?.personId ?? null;
    const person =
      (linked === null ? null : survivor(people, linked)) ??
      owners.of(address)[0] ??
      (linked === null && row ? owners.of(row.address)[0] : null) ??
      null;
    return { id: person?.id ?? linked, person };
  };

  const ownerOfMember = new Map<string, string>();
  for (const member of input.members) {
    const row = rows.claim(member);
    const { id, person } = personOf(row, member.address);
    groups.of(id, person).entries.push({ address: member.address.trim(), member, row });
    if (id !== null) ownerOfMember.set(fold(member.address), id);
  }
  const leftRows = rows.left();
  for (const row of leftRows) {
    const { id, person } = personOf(row, row.address);
    groups.of(id, person).leftRows.push(row);
  }
  for (const id of input.onList) {
    const person = survivor(people, id);
    groups.of(person?.id ?? id, person).listedAs.push(id);
  }

  return groups.all().map((group) => finish(group, owners, ownerOfMember));
}

interface Group<M, R, P> {
  personId: string | null;
  person: P | null;
  entries: PersonEntry<M, R>[];
  leftRows: R[];
  listedAs: string[];
}

class Groups<M, R, P> {
  private readonly byPerson = new Map<string, Group<M, R, P>>();
  private readonly inOrder: Group<M, R, P>[] = [];

  /** Every stranger is a group of their own. */
  of(personId: string | null, person: P | null): Group<M, R, P> {
    const known = personId === null ? undefined : this.byPerson.get(personId);
    if (known) return known;
    const group: Group<M, R, P> = { personId, person, entries: [], leftRows: [], listedAs: [] };
    if (personId !== null) this.byPerson.set(personId, group);
    this.inOrder.push(group);
    return group;
  }

  all(): Group<M, R, P>[] {
    return this.inOrder;
  }
}

/** Rows find their member by Mailchimp's contact id, which survives a change of address, then by member id, then by address. */
class UnclaimedRows<R extends MatchRow> {
  private readonly byKey = new Map<string, R>();
  private readonly claimed = new Set<R>();

  constructor(private readonly rows: readonly R[]) {
    for (const row of rows) {
      for (const key of keysOfRow(row)) if (!this.byKey.has(key)) this.byKey.set(key, row);
    }
  }

  claim(member: MatchMember): R | null {
    for (const key of [`contact ${member.contactId}`, `member ${member.id}`, `address ${fold(member.address)}`]) {
      const row = this.byKey.get(key);
      if (!row || this.claimed.has(row)) continue;
      this.claimed.add(row);
      return row;
    }
    return null;
  }

  left(): R[] {
    return this.rows.filter((row) => !this.claimed.has(row));
  }
}

function keysOfRow(row: MatchRow): string[] {
  const keys: string[] = [];
  if (row.mailchimpContactId) keys.push(`contact ${row.mailchimpContactId}`);
  if (row.memberId) keys.push(`member ${row.memberId}`);
  if (row.address.trim() !== '') keys.push(`address ${fold(row.address)}`);
  return keys;
}

function finish<M extends MatchMember, R extends MatchRow, P extends MatchPerson>(
  { personId, person, entries, leftRows, listedAs }: Group<M, R, P>,
  owners: Owners<P>,
  ownerOfMember: ReadonlyMap<string, string>,
): PersonGroup<M, R, P> {
  const own = person ? addressesOf(person) : [];
  const syncedFor = (address: string) => ownerOfMember.get(fold(address)) ?? owners.of(address)[0]?.id ?? null;
  const free = own.filter((address) => syncedFor(address) === personId);
  const preferredAddress = prefer(free, entries);
  const taken =
    preferredAddress === null && entries.length === 0
      ? own.find((address) => syncedFor(address) !== personId)
      : undefined;
  const related = new Set(
    [...own, ...entries.map(({ address }) => address)].flatMap((address) => owners.of(address).map(({ id }) => id)),
  );
  if (personId !== null) related.delete(personId);

  const { kept, surplus } = placeLeftRows(leftRows, own, preferredAddress, entries);
  return {
    personId,
    person,
    listedAs,
    entries: [...entries, ...kept],
    preferredAddress,
    free,
    ofOthers: entries.flatMap(({ address }) => (owners.of(address).some(({ id }) => id !== personId) ? [address] : [])),
    related: [...related],
    sharedWith: taken === undefined ? null : syncedFor(taken),
    surplusRows: surplus,
  };
}

/** A member that the person has already is written rather than a new one beside it, unless mail to it bounces. */
function prefer<M extends MatchMember, R>(free: string[], entries: readonly PersonEntry<M, R>[]): string | null {
  const statusOf = (address: string) =>
    entries.find((entry) => fold(entry.address) === fold(address))?.member?.status ?? 'absent';
  const there = free.find((address) => !['absent', 'cleaned'].includes(statusOf(address)));
  const beside = free.find((address) => statusOf(address) === 'absent');
  return there ?? beside ?? free[0] ?? null;
}

/** Rows of addresses that were never in Mailchimp follow the person to the address of today, unless that has a row already. */
function placeLeftRows<M, R extends MatchRow>(
  leftRows: readonly R[],
  own: readonly string[],
  preferredAddress: string | null,
  entries: readonly PersonEntry<M, R>[],
): { kept: PersonEntry<M, R>[]; surplus: R[] } {
  const taken = new Set(entries.map(({ address }) => fold(address)));
  const kept: PersonEntry<M, R>[] = [];
  const surplus: R[] = [];
  const wasMember = (row: R) => row.memberId !== null || row.mailchimpContactId !== null;
  for (const row of [...leftRows].sort((a, b) => Number(wasMember(b)) - Number(wasMember(a)))) {
    const stays = wasMember(row) || own.some((address) => fold(address) === fold(row.address));
    const known = row.address.trim();
    const free = [stays ? known : (preferredAddress ?? known), known].filter((one) => !taken.has(fold(one)));
    const [address] = free;
    if (address === undefined || (address === '' && taken.size > 0)) {
      surplus.push(row);
      continue;
    }
    taken.add(fold(address));
    kept.push({ address, member: null, row });
  }
  return { kept, surplus };
}

export { fold, type MatchPerson };
