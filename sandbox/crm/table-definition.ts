/** What the shell must know of a table to show it: its names and its columns, as EntityDefinitions tell them. */
import { z } from 'zod';
import { standardLabels } from './standard-labels';
import { literal, type WebApi } from './web-api';

export interface Column {
  name: string;
  label: string;
  /** AttributeType as Dataverse names it: String, Memo, Picklist, Lookup, DateTime, ... */
  type: string;
  custom: boolean;
  maxLength: number | null;
}

export interface TableDefinition {
  name: string;
  set: string;
  id: string;
  nameColumn: string;
  label: string;
  pluralLabel: string;
  columns: ReadonlyMap<string, Column>;
}

const label = z.object({ UserLocalizedLabel: z.object({ Label: z.string() }).nullish() }).nullish();
const entity = z.object({
  LogicalName: z.string(),
  EntitySetName: z.string(),
  PrimaryIdAttribute: z.string(),
  PrimaryNameAttribute: z.string().nullish(),
  DisplayName: label,
  DisplayCollectionName: label,
});
const attribute = z.object({
  LogicalName: z.string(),
  AttributeType: z.string().nullish(),
  DisplayName: label,
  IsCustomAttribute: z.boolean().nullish(),
  AttributeOf: z.string().nullish(),
  MaxLength: z.number().nullish(),
});

export type TableNames = Omit<TableDefinition, 'columns'>;

export async function readTable(api: WebApi, table: string): Promise<TableDefinition> {
  const [names, attributes] = await Promise.all([
    readTableNames(api, table),
    api.rows(`EntityDefinitions(LogicalName=${literal(table)})/Attributes`),
  ]);
  const columns = attributes
    .map((row) => attribute.parse(row))
    .filter((one) => typeof one.AttributeOf !== 'string' && one.AttributeType !== 'Virtual')
    .map((one): Column => ({
      name: one.LogicalName,
      label: labelOf(one.LogicalName, one.DisplayName?.UserLocalizedLabel?.Label),
      type: one.AttributeType ?? 'String',
      custom: one.IsCustomAttribute ?? isPrefixed(one.LogicalName),
      maxLength: one.MaxLength ?? null,
    }));
  return { ...names, columns: new Map(columns.map((column) => [column.name, column])) };
}

export async function readTableNames(api: WebApi, table: string): Promise<TableNames> {
  const names = entity.parse(
    await api.get(
      `EntityDefinitions(LogicalName=${literal(table)})?$select=LogicalName,EntitySetName,PrimaryIdAttribute,PrimaryNameAttribute,DisplayName,DisplayCollectionName`,
    ),
  );
  const label = names.DisplayName?.UserLocalizedLabel?.Label ?? names.LogicalName;
  return {
    name: names.LogicalName,
    set: names.EntitySetName,
    id: names.PrimaryIdAttribute,
    nameColumn: names.PrimaryNameAttribute ?? names.PrimaryIdAttribute,
    label,
    pluralLabel: names.DisplayCollectionName?.UserLocalizedLabel?.Label ?? `${label}s`,
  };
}

function labelOf(column: string, told: string | undefined): string {
  return told === undefined || told === column ? (standardLabels[column] ?? column) : told;
}

/** A publisher's prefix stands before an underscore; the platform itself uses one in addresses, images and money. */
export function isPrefixed(column: string): boolean {
  return column.includes('_') && !/^address\d_|^entityimage_|_base$/.test(column);
}
