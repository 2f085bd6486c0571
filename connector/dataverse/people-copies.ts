/**
 * Contacts and leads with the columns that a sync can read, for a copy of them. Read by the bare Web API, because a copy has to
 * hold every text as it is written.
 */

import type { PersonType } from '../reconcile/situation';
import { UnexpectedAnswer } from './errors';
import type { DataverseContext } from './context';
import { inChunks } from './lookup-in';
import { expandedLookups, selectedColumns, valuesOf } from './mapped-columns';
import { requiredId, type Row } from './row';
import { personTables } from './standard-tables';

export type CopiedValue = string | number | boolean | null;

export interface PersonCopy {
  id: string;
  /** By column or path; a lookup is the id of what it points at. */
  values: Readonly<Record<string, CopiedValue>>;
}

const shared = [
  'fullname',
  'firstname',
  'lastname',
  'emailaddress1',
  'emailaddress2',
  'emailaddress3',
  'jobtitle',
  'telephone1',
  'mobilephone',
  'address1_line1',
  'address1_line2',
  'address1_city',
  'address1_stateorprovince',
  'address1_postalcode',
  'address1_country',
  'donotbulkemail',
  'donotemail',
  'statecode',
  '_masterid_value',
  'createdon',
  'modifiedon',
] as const;

/** What is always copied; more columns may be asked for. */
export const copiedColumns = {
  contact: [...shared, 'birthdate'],
  lead: [...shared, 'companyname', 'subject'],
} as const;

export async function* peopleCopiesOnList(
  context: DataverseContext,
  listId: string,
  type: PersonType,
  further: readonly string[],
): AsyncGenerator<PersonCopy[], void, undefined> {
  const path = `lists(${listId})/${personTables[type].onList}?${selectOf(type, further)}`;
  yield* readCopies(context, type, path, further);
}

/** Those who are still there. */
export async function* peopleCopies(
  context: DataverseContext,
  type: PersonType,
  ids: readonly string[],
  further: readonly string[],
): AsyncGenerator<PersonCopy[], void, undefined> {
  const { set, idColumn } = personTables[type];
  // A guid in quotes takes 45 characters of an address, which may have 32 KB.
  for (const chunk of inChunks([...new Set(ids)], 400)) {
    const filter = `Microsoft.Dynamics.CRM.In(PropertyName='${idColumn}',PropertyValues=@v)`;
    const values = encodeURIComponent(JSON.stringify(chunk));
    yield* readCopies(context, type, `${set}?${selectOf(type, further)}&$filter=${filter}&@v=${values}`, further);
  }
}

function selectOf(type: PersonType, further: readonly string[]): string {
  const columns = [personTables[type].idColumn, ...copiedColumns[type], ...selectedColumns(further)];
  const lookups = expandedLookups(further).map(({ property, select }) => `${property}($select=${select.join(',')})`);
  return `$select=${[...new Set(columns)].join(',')}${lookups.length > 0 ? `&$expand=${lookups.join(',')}` : ''}`;
}

async function* readCopies(
  { client }: DataverseContext,
  type: PersonType,
  path: string,
  further: readonly string[],
): AsyncGenerator<PersonCopy[], void, undefined> {
  const root = client.ownLink('/api/data/v9.2/');
  let next: string | null = path;
  while (next !== null) {
    const { body }: { body: Row } = await client.raw(next);
    if (!Array.isArray(body['value'])) throw new UnexpectedAnswer('A collection was not answered with a collection.');
    yield body['value'].map((row: Row) => toCopy(type, row, further));
    const link = body['@odata.nextLink'];
    next = typeof link === 'string' ? client.ownLink(link).slice(root.length) : null;
  }
}

function toCopy(type: PersonType, row: Row, further: readonly string[]): PersonCopy {
  const own = copiedColumns[type].map((column): [string, unknown] => [column, row[column]]);
  const all = [...Object.entries(valuesOf(row, further)), ...own];
  const values = all.map(([column, value]): [string, CopiedValue] => [column, valueOf(value)]);
  return { id: requiredId(row, personTables[type].idColumn), values: Object.fromEntries(values) };
}

const valueOf = (value: unknown): CopiedValue =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : null;
