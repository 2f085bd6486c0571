import * as fc from 'fast-check';

import type { MemberRow, Person } from '../../../../connector/dataverse/port';
import type { Member } from '../../../../connector/mailchimp/port';
import { addressesWithoutOwner, formerAddresses } from '../../../../connector/sync/reading/read';
import { ReadingIndex } from '../../../../connector/sync/reading/reading-index';

type M = Pick<Member, 'id' | 'contactId' | 'address'>;
type R = Pick<MemberRow, 'id' | 'address' | 'memberId' | 'mailchimpContactId' | 'personId' | 'addressBase'>;
type P = Pick<Person, 'id' | 'masterId' | 'addresses'>;

/** Few of everything, so that much of it belongs together. */
const few = (prefix: string) => fc.nat(12).map((number) => `${prefix}${number}`);
const address = few('Some.One').map((name) => `${name}@x.example`);
const member = fc.record<M>({ id: few('m'), contactId: few('c'), address });
const row = fc.record<R>({
  id: fc.uuid(),
  address,
  memberId: fc.option(few('m')),
  mailchimpContactId: fc.option(few('c')),
  personId: fc.option(few('p')),
});
const person = fc.record<P>({
  id: few('p'),
  masterId: fc.option(few('p'), { freq: 4 }),
  addresses: fc.record({
    emailaddress1: fc.option(address),
    emailaddress2: fc.option(address, { freq: 1 }),
    emailaddress3: fc.constant(null),
  }),
});

/** No two rows are of one member. */
const isOfSameMember = (one: R, other: R) =>
  (one.mailchimpContactId !== null && one.mailchimpContactId === other.mailchimpContactId) ||
  (one.memberId !== null && one.memberId === other.memberId);

const world = fc.record({
  members: fc.uniqueArray(member, { maxLength: 8, selector: ({ contactId }) => contactId }),
  rows: fc.uniqueArray(row, { maxLength: 6, comparator: isOfSameMember }),
  people: fc.uniqueArray(person, { maxLength: 6, selector: ({ id }) => id }),
  places: fc.uniqueArray(few('p'), { maxLength: 5 }),
});

const keysOf = {
  member: ({ id, contactId, address: of }: M) => [
    `member ${id}`,
    `contact ${contactId}`,
    `address ${of.toLowerCase()}`,
  ],
  row: ({ address: of, memberId, mailchimpContactId, personId }: R) => [
    `address ${of.toLowerCase()}`,
    ...(memberId === null ? [] : [`member ${memberId}`]),
    ...(mailchimpContactId === null ? [] : [`contact ${mailchimpContactId}`]),
    ...(personId === null ? [] : [`person ${personId}`]),
  ],
  person: ({ id, masterId, addresses }: P) => [
    `person ${id}`,
    ...(masterId === null ? [] : [`person ${masterId}`]),
    ...Object.values(addresses).flatMap((of) => (of === null ? [] : [`address ${of.toLowerCase()}`])),
  ],
};

const indexOf = ({ members, rows, people, places }: { members: M[]; rows: R[]; people: P[]; places: string[] }) => {
  const index = new ReadingIndex();
  index.addMembers(members);
  index.addRows(rows);
  index.addPlaces(places.map((personId) => ({ personId })));
  index.addPeople(people, false);
  return index;
};

test('whatever names the same member, address or person comes into one part, and no part is larger than it must be', () => {
  fc.assert(
    fc.property(world, fc.integer({ min: 1, max: 6 }), (read, most) => {
      const index = indexOf(read);
      const parts = index.divide(most);
      const placed: { part: number | null; keys: string[] }[] = [
        ...read.members.map((one) => ({ part: index.partOfMember(one), keys: keysOf.member(one) })),
        ...read.rows.map((one) => ({ part: index.partOfRow(one), keys: keysOf.row(one) })),
        ...read.people.map((one) => ({ part: index.partOfPerson(one), keys: keysOf.person(one) })),
        ...read.places.map((personId) => ({ part: index.partOfPersonId({ personId }), keys: [`person ${personId}`] })),
      ];
      const partOfKey = new Map<string, number | null>();
      for (const { part, keys } of placed) {
        expect(part).not.toBeNull();
        expect(part).toBeLessThan(parts);
        for (const key of keys) {
          expect(partOfKey.get(key) ?? part).toBe(part);
          partOfKey.set(key, part);
        }
      }
      for (let part = 0; part < parts; part += 1) {
        const records = placed.filter((one) => one.part === part);
        if (records.length > most) expect(groups(records.map(({ keys }) => keys))).toBe(1);
      }
    }),
    { numRuns: 300 },
  );
});

/** How many of the records, linked by their keys, have nothing to do with each other. */
function groups(records: string[][]): number {
  const left = records.map((keys) => new Set(keys));
  for (let one = 0; one < left.length; one += 1) {
    for (let other = one + 1; other < left.length; other += 1) {
      const [first, second] = [left[one]!, left[other]!];
      if (![...second].some((key) => first.has(key))) continue;
      for (const key of second) first.add(key);
      left.splice(other, 1);
      other = one;
    }
  }
  return left.length;
}

test('an owner is asked for exactly where neither a row nor anybody who was read leads to one', () => {
  fc.assert(
    fc.property(world, (read) => {
      const index = indexOf(read);
      const people = new Map(read.people.map((one) => [one.id, one as Person]));
      const expected = addressesWithoutOwner(read.members as Member[], read.rows as MemberRow[], people);
      const asked = read.members.filter((one) => index.needsOwner(one)).map((one) => one.address.trim().toLowerCase());
      expect(asked).toEqual(expected);
      const former = formerAddresses(read.members as Member[], read.rows as MemberRow[], people);
      const askedBefore = read.rows
        .filter((one) => index.needsFormerOwner(one))
        .map((one) => one.address.toLowerCase());
      expect(askedBefore).toEqual(former);
    }),
    { numRuns: 300 },
  );
});
