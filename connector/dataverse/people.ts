/** Contacts and leads: https://learn.microsoft.com/dynamics365/developer/reference/entities/contact */

import type { PersonType } from '../reconcile/situation';
import { createMultiple, updateMultiple } from './bulk';
import type { DataverseClient } from './client';
import type { DataverseContext } from './context';
import { lookUpIn } from './lookup-in';
import type { NewPerson, Person, PersonChange, RecordRefusal } from './port';
import { readPages } from './query';
import { int, lookup, requiredDate, requiredId, text, yes, type Row } from './row';
import { ownerBind, personTables } from './standard-tables';

const addressColumns = ['emailaddress1', 'emailaddress2', 'emailaddress3'] as const;
const nameColumns = ['firstname', 'lastname'];

function columnsOf(type: PersonType): string[] {
  return [
    personTables[type].idColumn,
    ...nameColumns,
    ...addressColumns,
    'statecode',
    '_masterid_value',
    'donotbulkemail',
    'donotemail',
    'createdon',
  ];
}

export async function* peopleOnList(
  { client }: DataverseContext,
  listId: string,
  type: PersonType,
  changedSince?: string,
): AsyncGenerator<Person[], void, undefined> {
  const collection = `lists(${listId})/${personTables[type].onList}`;
  const changed = changedSince === undefined ? {} : { filter: `modifiedon ge ${changedSince}` };
  for await (const rows of readPages(client, { collection, select: columnsOf(type), ...changed })) {
    yield await toPeople(client, type, rows);
  }
}

export async function peopleById({ client }: DataverseContext, type: PersonType, ids: string[]): Promise<Person[]> {
  const { set, idColumn } = personTables[type];
  return toPeople(client, type, await lookUpIn(client, set, columnsOf(type), [idColumn], ids));
}

export async function peopleByAddress(
  { client }: DataverseContext,
  type: PersonType,
  addresses: string[],
): Promise<Person[]> {
  const wanted = new Set(addresses.map(addressKey).filter((address) => address !== ''));
  const rows = await lookUpIn(client, personTables[type].set, columnsOf(type), addressColumns, [...wanted]);
  const people = await toPeople(client, type, rows);
  const byId = new Map(people.map((person) => [person.id, person]));
  // The database also takes é for e; Mailchimp does not.
  return [...byId.values()].filter((person) =>
    addressColumns.some((column) => wanted.has(addressKey(person.addresses[column] ?? ''))),
  );
}

export async function createPeople(
  { client, countWrites }: DataverseContext,
  type: PersonType,
  people: NewPerson[],
): Promise<RecordRefusal[]> {
  const records = people.map((person) => ({
    id: person.id,
    columns: {
      ...(person.firstName === '' ? {} : { firstname: person.firstName }),
      lastname: person.lastName,
      emailaddress1: person.address,
      ...(type === 'lead' && person.topic !== undefined ? { subject: person.topic } : {}),
      ...ownerBind(person),
    },
  }));
  const refused = await createMultiple(client, personTables[type], records);
  countWrites(people.length - refused.length);
  return refused;
}

export async function changePeople(
  { client, countWrites }: DataverseContext,
  type: PersonType,
  changes: PersonChange[],
): Promise<RecordRefusal[]> {
  const records = changes.map(({ id, firstName, lastName }) => ({
    id,
    columns: {
      ...(firstName === undefined ? {} : { firstname: firstName }),
      ...(lastName === undefined ? {} : { lastname: lastName }),
    },
  }));
  const refused = await updateMultiple(client, personTables[type], records);
  countWrites(changes.length - refused.length);
  return refused;
}

async function toPeople(client: DataverseClient, type: PersonType, rows: Row[]): Promise<Person[]> {
  return Promise.all(rows.map(async (row) => toPerson(type, await withNamesAsWritten(client, type, row))));
}

/** A name that has the form of a date comes back as one, and which offset it was written with is lost. */
async function withNamesAsWritten(client: DataverseClient, type: PersonType, row: Row): Promise<Row> {
  const affected = nameColumns.filter((column) => row[column] instanceof Date);
  if (affected.length === 0) return row;
  const { set, idColumn } = personTables[type];
  const { body } = await client.raw(`${set}(${requiredId(row, idColumn)})?$select=${affected.join(',')}`);
  return { ...row, ...Object.fromEntries(affected.map((column) => [column, body[column]])) };
}

function toPerson(type: PersonType, row: Row): Person {
  return {
    id: requiredId(row, personTables[type].idColumn),
    type,
    firstName: text(row, 'firstname') ?? '',
    lastName: text(row, 'lastname') ?? '',
    addresses: {
      emailaddress1: text(row, 'emailaddress1'),
      emailaddress2: text(row, 'emailaddress2'),
      emailaddress3: text(row, 'emailaddress3'),
    },
    state: stateOf(type, int(row, 'statecode') ?? 0),
    masterId: lookup(row, 'masterid'),
    optedOut: yes(row, 'donotbulkemail') || yes(row, 'donotemail'),
    createdOn: requiredDate(row, 'createdon'),
  };
}

function stateOf(type: PersonType, statecode: number): Person['state'] {
  if (statecode === 0) return 'active';
  if (type === 'contact') return 'inactive';
  return statecode === 1 ? 'qualified' : 'disqualified';
}

function addressKey(address: string): string {
  return address.trim().toLowerCase();
}
