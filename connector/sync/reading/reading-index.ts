/**
 * What has to be known of everybody at once while a whole audience is read: which records belong together, whose record was read,
 * and which addresses somebody owns. It holds a few numbers per key and no record, so that a million members fit.
 */

import type { ListMember, MemberRow, Person } from '../../dataverse/port';
import type { Member } from '../../mailchimp/port';
import { fold } from '../../reconcile/match-people';
import { CompactKeys, grown, roomFor } from './compact-keys';

type IndexedMember = Pick<Member, 'id' | 'contactId' | 'address'>;
type IndexedRow = Pick<MemberRow, 'id' | 'address' | 'memberId' | 'mailchimpContactId' | 'personId' | 'addressBase'>;
type IndexedPerson = Pick<Person, 'id' | 'masterId' | 'addresses'>;

const personWasRead = 1;
const addressIsOwned = 2;
const addressWasFound = 4;
const isOfMember = 8;
const nowhere = 0xffffffff;

export class ReadingIndex {
  private readonly keys = new CompactKeys();
  private known = 0;
  private flags = new Uint8Array(0);
  /** Of another key that belongs to the same people, nearer to the one that stands for all of them. */
  private nearer = new Uint32Array(0);
  /** How many records name the key first. */
  private records = new Uint32Array(0);
  /** For a member: the address that our row has for it, and the person whom the row is tied to, each + 1. */
  private rowAddress = new Uint32Array(0);
  private rowPerson = new Uint32Array(0);
  /** By the key that stands for all of a group; only once it is divided. */
  private parts: Uint32Array | null = null;

  addMembers(members: readonly IndexedMember[]): void {
    for (const member of members) {
      const keys = keysOfMember(member);
      this.together(keys);
      for (const key of keys) this.flag(key, isOfMember);
    }
  }

  addRows(rows: readonly IndexedRow[]): void {
    for (const row of rows) {
      const address = this.numberOf(keyOf.address(row.address));
      this.together(keysOfRow(row));
      if (row.personId === null || row.addressBase) continue;
      const person = this.numberOf(keyOf.person(row.personId));
      for (const key of membersOfRow(row)) {
        const number = this.numberOf(key);
        this.rowAddress[number] = address + 1;
        this.rowPerson[number] = person + 1;
      }
    }
  }

  addPlaces(places: readonly Pick<ListMember, 'personId'>[]): void {
    for (const { personId } of places) this.together([keyOf.person(personId)]);
  }

  /** `asked`: they are known by nothing but an address that was asked for. */
  addPeople(people: readonly IndexedPerson[], asked: boolean): void {
    for (const person of people) {
      this.together(keysOfPerson(person));
      this.flag(keyOf.person(person.id), personWasRead);
      for (const address of addressesOfPerson(person)) {
        this.flag(keyOf.address(address), asked ? addressWasFound : addressIsOwned);
      }
    }
  }

  hasPerson(id: string): boolean {
    return this.has(keyOf.person(id), personWasRead);
  }

  /** Whether somebody has to be asked for who owns the address of a member: nothing that was read leads to a person. */
  needsOwner(member: IndexedMember): boolean {
    return !this.isSettled(member) && !this.has(keyOf.address(member.address), addressIsOwned);
  }

  /** Nobody of the list's type owns the address. */
  isStranger(member: IndexedMember): boolean {
    return this.needsOwner(member) && !this.has(keyOf.address(member.address), addressWasFound);
  }

  /** Whether the member of a row got another address before anybody was tied to it: the record may have the one of the row. */
  needsFormerOwner(row: IndexedRow): boolean {
    if (row.address.trim() === '' || (row.personId !== null && this.hasPerson(row.personId))) return false;
    return (
      membersOfRow(row).some((key) => this.has(key, isOfMember)) &&
      !this.has(keyOf.address(row.address), isOfMember | addressIsOwned)
    );
  }

  private isSettled(member: IndexedMember): boolean {
    const address = this.keys.find(keyOf.address(member.address));
    for (const key of [keyOf.contact(member.contactId), keyOf.member(member.id)]) {
      const number = this.keys.find(key);
      const person = number < 0 ? 0 : (this.rowPerson[number] ?? 0);
      if (person === 0 || ((this.flags[person - 1] ?? 0) & personWasRead) === 0) continue;
      return (this.rowAddress[number] ?? 0) - 1 === address;
    }
    return false;
  }

  /** Everybody who may belong together comes into the same part. Answers how many parts there are. */
  divide(recordsPerPart: number): number {
    const size = this.keys.size;
    const weights = new Uint32Array(size);
    for (let number = 0; number < size; number += 1) {
      const first = this.firstOf(number);
      weights[first] = (weights[first] ?? 0) + (this.records[number] ?? 0);
    }
    const parts = new Uint32Array(size).fill(nowhere);
    let part = 0;
    let load = 0;
    for (let number = 0; number < size; number += 1) {
      const first = this.firstOf(number);
      if (parts[first] !== nowhere) continue;
      const weight = weights[first] ?? 0;
      if (load > 0 && load + weight > recordsPerPart) {
        part += 1;
        load = 0;
      }
      parts[first] = part;
      load += weight;
    }
    this.parts = parts;
    return part + 1;
  }

  partOfMember = (member: IndexedMember): number | null => this.partOf(keysOfMember(member));
  partOfRow = (row: IndexedRow): number | null => this.partOf(keysOfRow(row));
  partOfPerson = ({ id }: { id: string }): number | null => this.partOf([keyOf.person(id)]);
  /** Null where nothing else is known of the person. */
  partOfPersonId = ({ personId }: { personId: string }): number | null => this.partOf([keyOf.person(personId)]);
  partOfAddress = (address: string): number | null => this.partOf([keyOf.address(address)]);

  private partOf(keys: readonly string[]): number | null {
    for (const key of keys) {
      const number = this.keys.find(key);
      if (number >= 0) return this.parts?.[this.firstOf(number)] ?? null;
    }
    return null;
  }

  private together(keys: readonly string[]): void {
    const [first = -1, ...others] = keys.map((key) => this.numberOf(key));
    if (first < 0) return;
    this.records[first] = (this.records[first] ?? 0) + 1;
    for (const other of others) this.join(first, other);
  }

  private join(one: number, other: number): void {
    const [first, second] = [this.firstOf(one), this.firstOf(other)];
    // The earlier one stands for both, so that parts follow the order of reading.
    if (first < second) this.nearer[second] = first;
    else if (second < first) this.nearer[first] = second;
  }

  private firstOf(number: number): number {
    let at = number;
    for (let next = this.nearer[at] ?? at; next !== at; next = this.nearer[at] ?? at) {
      // Halves the way for whoever comes after.
      this.nearer[at] = this.nearer[next] ?? next;
      at = next;
    }
    return at;
  }

  private numberOf(key: string): number {
    const number = this.keys.add(key);
    if (number < this.known) return number;
    this.known = number + 1;
    if (number >= this.flags.length) {
      const flags = new Uint8Array(roomFor(this.flags, number));
      flags.set(this.flags);
      this.flags = flags;
      this.nearer = grown(this.nearer, number);
      this.records = grown(this.records, number);
      this.rowAddress = grown(this.rowAddress, number);
      this.rowPerson = grown(this.rowPerson, number);
    }
    this.nearer[number] = number;
    return number;
  }

  private flag(key: string, flag: number): void {
    const number = this.numberOf(key);
    this.flags[number] = (this.flags[number] ?? 0) | flag;
  }

  private has(key: string, flag: number): boolean {
    const number = this.keys.find(key);
    return number >= 0 && ((this.flags[number] ?? 0) & flag) !== 0;
  }
}

const keyOf = {
  contact: (id: string) => `c ${id}`,
  member: (id: string) => `m ${id}`,
  address: (address: string) => `a ${fold(address)}`,
  person: (id: string) => `p ${id}`,
  row: (id: string) => `r ${id}`,
};

const keysOfMember = ({ id, contactId, address }: IndexedMember): string[] => [
  ...(contactId ? [keyOf.contact(contactId)] : []),
  keyOf.member(id),
  keyOf.address(address),
];

const membersOfRow = ({ mailchimpContactId, memberId }: IndexedRow): string[] => [
  ...(mailchimpContactId ? [keyOf.contact(mailchimpContactId)] : []),
  ...(memberId ? [keyOf.member(memberId)] : []),
];

function keysOfRow(row: IndexedRow): string[] {
  const keys = [
    ...membersOfRow(row),
    ...(row.address.trim() === '' ? [] : [keyOf.address(row.address)]),
    ...(row.personId === null ? [] : [keyOf.person(row.personId)]),
  ];
  return keys.length > 0 ? keys : [keyOf.row(row.id)];
}

const addressesOfPerson = ({ addresses }: IndexedPerson): string[] =>
  Object.values(addresses).filter((address): address is string => address !== null && address.trim() !== '');

const keysOfPerson = (person: IndexedPerson): string[] => [
  keyOf.person(person.id),
  ...(person.masterId === null ? [] : [keyOf.person(person.masterId)]),
  ...addressesOfPerson(person).map(keyOf.address),
];
