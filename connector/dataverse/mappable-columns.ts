/**
 * What the columns of a mapping are, as the environment defines them: organizations change lengths and add columns of their own.
 * https://learn.microsoft.com/power-apps/developer/data-platform/webapi/query-metadata-web-api
 */

import { z } from 'zod';
import type { ColumnKind } from '../reconcile/field-kinds';
import type { PersonType } from '../reconcile/situation';
import type { DataverseClient } from './client';
import type { DataverseContext } from './context';
import { addressPrefix, asShown, lookupPath, selectedColumns } from './mapped-columns';
import type { MappableColumn } from './port';

export async function readMappableColumns(
  { client }: DataverseContext,
  type: PersonType,
  columns: readonly string[],
): Promise<Map<string, MappableColumn>> {
  const own = await readColumns(client, type, selectedColumns(columns));
  const found = new Map<string, MappableColumn>();
  for (const column of columns) {
    const prefix = addressPrefix(column);
    const known = own.get(prefix === null ? column : `${prefix}_line1`);
    if (known) found.set(column, prefix === null ? known : { ...known, kind: { kind: 'address' } });
  }
  const paths = columns.flatMap((column) => {
    const path = lookupPath(column);
    return path ? [{ ...path, whole: column }] : [];
  });
  for (const [table, behind] of await tablesBehind(client, type, paths)) {
    const there = await readColumns(
      client,
      table,
      behind.map(({ column }) => column),
    );
    for (const { whole, column } of behind) {
      const known = there.get(column);
      // Nobody reads a text through two lookups.
      if (known) found.set(whole, known.readAs ? { kind: null, writable: false } : { ...known, writable: false });
    }
  }
  return found;
}

interface Path {
  property: string;
  column: string;
  whole: string;
}

/** A lookup that leads to several tables has one property for each of them, named `column_table`. */
async function tablesBehind(
  client: DataverseClient,
  type: PersonType,
  paths: readonly Path[],
): Promise<Map<string, Path[]>> {
  const tables = new Map<string, Path[]>();
  if (paths.length === 0) return tables;
  const lookups = await readAttributes(client, type, lookupShape, { cast: 'Lookup', properties: ['Targets'] });
  for (const path of paths) {
    const table = lookups
      .flatMap(({ LogicalName, Targets }) =>
        Targets.map((target) => ({ target, names: [`${LogicalName}_${target}`, LogicalName] })),
      )
      .find(({ names }) => names.includes(path.property))?.target;
    if (table !== undefined) tables.set(table, [...(tables.get(table) ?? []), path]);
  }
  return tables;
}

async function readColumns(
  client: DataverseClient,
  table: string,
  names: readonly string[],
): Promise<Map<string, MappableColumn>> {
  const found = new Map<string, MappableColumn>();
  if (names.length === 0) return found;
  const columns = await readAttributes(client, table, columnShape, {
    properties: ['AttributeType', 'AttributeTypeName', 'IsValidForRead', 'IsValidForUpdate'],
    names,
  });
  const readable = columns.filter(({ IsValidForRead }) => IsValidForRead);
  const kinds = await kindsOf(client, table, readable);
  for (const { LogicalName, IsValidForUpdate, ...column } of readable) {
    const readAs = shownAs(LogicalName, column);
    if (readAs !== null) {
      found.set(LogicalName, { kind: { kind: 'text', maxLength: longestText }, writable: false, readAs });
      continue;
    }
    const kind = kinds.get(LogicalName) ?? null;
    found.set(LogicalName, { kind, writable: IsValidForUpdate && !notOurs.test(LogicalName) });
  }
  return found;
}

const lookupTypes = new Set(['Lookup', 'Customer', 'Owner']);
/** https://learn.microsoft.com/power-apps/developer/data-platform/multi-select-picklist */
const severalChoices = 'MultiSelectPicklistType';
const longestText = 4_000;

/** Of what has no value that Mailchimp could hold: the name of the record behind it, and the labels of all choices. */
function shownAs(
  name: string,
  { AttributeType, AttributeTypeName }: Pick<z.infer<typeof columnShape>, 'AttributeType' | 'AttributeTypeName'>,
): string | null {
  if (lookupTypes.has(AttributeType)) return asShown(`_${name}_value`);
  return AttributeTypeName?.Value === severalChoices ? asShown(name) : null;
}

/** What the rest of the sync decides by: a mapping may show these in Mailchimp and never writes them. */
const notOurs = /^(emailaddress[123]|statecode|statuscode|donotemail|donotbulkemail)$/;

async function kindsOf(
  client: DataverseClient,
  table: string,
  columns: readonly z.infer<typeof columnShape>[],
): Promise<Map<string, ColumnKind>> {
  const of = (...types: string[]) =>
    columns.filter(({ AttributeType }) => types.includes(AttributeType)).map(({ LogicalName }) => LogicalName);
  const kinds = new Map<string, ColumnKind>();
  for (const name of of('Integer', 'BigInt')) kinds.set(name, { kind: 'number', whole: true });
  for (const name of of('Decimal', 'Double', 'Money')) kinds.set(name, { kind: 'number', whole: false });
  await Promise.all([
    ...(['String', 'Memo'] as const).map(async (cast) => {
      const terms = { cast, properties: ['MaxLength'], names: of(cast) };
      for (const { LogicalName, MaxLength } of await readAttributes(client, table, textShape, terms))
        kinds.set(LogicalName, { kind: 'text', maxLength: MaxLength });
    }),
    ...(['Picklist', 'State', 'Status'] as const).map(async (cast) => {
      const terms = { cast, properties: [], expand: 'OptionSet', names: of(cast) };
      for (const { LogicalName, OptionSet } of await readAttributes(client, table, choiceShape, terms))
        kinds.set(LogicalName, { kind: 'choice', options: OptionSet.Options });
    }),
    (async () => {
      const terms = { cast: 'Boolean', properties: [], expand: 'OptionSet', names: of('Boolean') };
      for (const { LogicalName, OptionSet } of await readAttributes(client, table, yesNoShape, terms))
        kinds.set(LogicalName, {
          kind: 'yes-no',
          labels: { yes: OptionSet.TrueOption.Label, no: OptionSet.FalseOption.Label },
        });
    })(),
    (async () => {
      const terms = { cast: 'DateTime', properties: ['Format'], names: of('DateTime') };
      for (const { LogicalName, Format } of await readAttributes(client, table, dateShape, terms))
        kinds.set(LogicalName, { kind: Format === 'DateOnly' ? 'date' : 'datetime' });
    })(),
  ]);
  return kinds;
}

async function readAttributes<T>(
  client: DataverseClient,
  table: string,
  shape: z.ZodType<T>,
  terms: { cast?: string; properties: string[]; expand?: string; names?: readonly string[] },
): Promise<T[]> {
  const { cast, properties, expand, names } = terms;
  if (names?.length === 0) return [];
  const query = [
    `$select=${['LogicalName', ...properties].join(',')}`,
    ...(expand === undefined ? [] : [`$expand=${expand}`]),
    ...(names === undefined ? [] : [`$filter=${names.map((name) => `LogicalName eq '${name}'`).join(' or ')}`]),
  ].join('&');
  const attributes = cast === undefined ? 'Attributes' : `Attributes/Microsoft.Dynamics.CRM.${cast}AttributeMetadata`;
  const { body } = await client.raw(`EntityDefinitions(LogicalName='${table}')/${attributes}?${encodeURI(query)}`);
  return z.array(shape).parse(body['value']);
}

const named = { LogicalName: z.string() };
const label = z
  .object({ UserLocalizedLabel: z.object({ Label: z.string() }).nullable() })
  .transform(({ UserLocalizedLabel }) => UserLocalizedLabel?.Label ?? '');
const option = z.object({ Value: z.number(), Label: label });

const columnShape = z.object({
  ...named,
  AttributeType: z.string(),
  AttributeTypeName: z.object({ Value: z.string() }).nullish(),
  IsValidForRead: z.boolean(),
  IsValidForUpdate: z.boolean(),
});
const textShape = z.object({ ...named, MaxLength: z.number() });
const dateShape = z.object({ ...named, Format: z.string() });
const lookupShape = z.object({ ...named, Targets: z.array(z.string()) });
const choiceShape = z.object({
  ...named,
  OptionSet: z.object({
    Options: z.array(option.transform(({ Value, Label }) => ({ value: Value, label: Label }))),
  }),
});
const yesNoShape = z.object({ ...named, OptionSet: z.object({ TrueOption: option, FalseOption: option }) });
