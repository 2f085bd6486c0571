/** Contacts and leads: https://learn.microsoft.com/dynamics365/developer/reference/entities/contact */

import type { PersonType } from '../reconcile/situation';
import { createMultiple, updateMultiple } from './bulk';
import type { DataverseClient } from './client';
import type { DataverseContext } from './context';
import { lookUpIn } from './lookup-in';
import { asksForTexts, expandedLookups, selectedColumns, valuesOf } from './mapped-columns';
import type { NewPerson, PageOf, Person, PersonChange, RecordRefusal } from './port';
import { readPage, readPages, type Query } from './query';
import { int, lookup, requiredDate, requiredId, text, yes, type Row } from './row';
import { addressColumns, ownerBind, personTables } from './standard-tables';

const nameColumns = ['firstname', 'lastname'];

function columnsOf(type: PersonType, wanted: readonly string[]): string[] {
  const columns = [
    personTables[type].idColumn,
    ...nameColumns,
    ...addressColumns,
    'statecode',
    '_masterid_value',
    'donotbulkemail',
    'donotemail',
    'createdon',
    'modifiedon',
  ];
  return [...new Set([...columns, ...selectedColumns(wanted)])];
}

const wantedOf = ({ wanted }: DataverseContext, type: PersonType): readonly string[] =>
  wanted?.type === type ? wanted.columns : [];

const furtherOf = (wanted: readonly string[]) => ({
  expand: expandedLookups(wanted),
  formatted: asksForTexts(wanted),
});

export async function* peopleOnList(
  context: DataverseContext,
  listId: string,
  type: PersonType,
  changedSince?: string,
): AsyncGenerator<Person[], void, undefined> {
  const { client } = context;
  const query = onListQuery(context, listId, type, changedSince);
  for await (const rows of readPages(client, query)) yield await toPeople(client, type, rows, wantedOf(context, type));
}

export async function peopleOnListPage(
  context: DataverseContext,
  listId: string,
  type: PersonType,
  from: string | null,
): Promise<PageOf<Person>> {
  const { client } = context;
  const { rows, next } = await readPage(client, onListQuery(context, listId, type), from);
  return { items: await toPeople(client, type, rows, wantedOf(context, type)), next };
}

function onListQuery(context: DataverseContext, listId: string, type: PersonType, changedSince?: string): Query {
  const wanted = wantedOf(context, type);
  const collection = `lists(${listId})/${personTables[type].onList}`;
  const changed = changedSince === undefined ? {} : { filter: `modifiedon ge ${changedSince}` };
  return { collection, select: columnsOf(type, wanted), ...furtherOf(wanted), ...changed };
}

export async function peopleById(context: DataverseContext, type: PersonType, ids: string[]): Promise<Person[]> {
  const { client } = context;
  const { set, idColumn } = personTables[type];
  const wanted = wantedOf(context, type);
  const rows = await lookUpIn(client, set, columnsOf(type, wanted), [idColumn], ids, furtherOf(wanted));
  return toPeople(client, type, rows, wanted);
}

export async function peopleByAddress(
  context: DataverseContext,
  type: PersonType,
  addresses: string[],
): Promise<Person[]> {
  const { client } = context;
  const asked = new Set(addresses.map(addressKey).filter((address) => address !== ''));
  const wanted = wantedOf(context, type);
  const { set } = personTables[type];
  const rows = await lookUpIn(client, set, columnsOf(type, wanted), addressColumns, [...asked], furtherOf(wanted));
  const people = await toPeople(client, type, rows, wanted);
  const byId = new Map(people.map((person) => [person.id, person]));
  // The database also takes é for e; Mailchimp does not.
  return [...byId.values()].filter((person) =>
    addressColumns.some((column) => asked.has(addressKey(person.addresses[column] ?? ''))),
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
      ...person.columns,
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
  const records = changes.map(({ id, columns, firstName, lastName, addresses, noBulkEmail }) => ({
    id,
    columns: {
      ...columns,
      ...addresses,
      ...(noBulkEmail === undefined ? {} : { donotbulkemail: noBulkEmail }),
      ...(firstName === undefined ? {} : { firstname: firstName }),
      ...(lastName === undefined ? {} : { lastname: lastName }),
    },
  }));
  const refused = await updateMultiple(client, personTables[type], records);
  countWrites(changes.length - refused.length);
  return refused;
}

async function toPeople(
  client: DataverseClient,
  type: PersonType,
  rows: Row[],
  wanted: readonly string[],
): Promise<Person[]> {
  const read = await Promise.all(rows.map((row) => withTextsAsWritten(client, type, row, wanted)));
  return read.map((row) => ({
    ...toPerson(type, row),
    ...(wanted.length > 0 ? { columns: valuesOf(row, wanted) } : {}),
  }));
}

/** A text that has the form of a date comes back as one, and which offset it was written with is lost. */
async function withTextsAsWritten(
  client: DataverseClient,
  type: PersonType,
  row: Row,
  wanted: readonly string[],
): Promise<Row> {
  const affected = [...nameColumns, ...selectedColumns(wanted)].filter((column) => row[column] instanceof Date);
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
    onlyBulkOptedOut: yes(row, 'donotbulkemail') && !yes(row, 'donotemail'),
    createdOn: requiredDate(row, 'createdon'),
    modifiedOn: requiredDate(row, 'modifiedon'),
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
