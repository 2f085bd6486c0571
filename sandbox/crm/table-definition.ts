/** What the shell must know of a table to show it: its names and its columns, as EntityDefinitions tell them. */
import { z } from 'zod';
import { standardLabels } from './standard-labels';
import { literal, type WebApi } from './web-api';
import type { Words } from './words/words';

export interface Column {
  name: string;
  label: string;
  /** AttributeType as Dataverse names it: String, Memo, Picklist, Lookup, DateTime, ... */
  type: string;
  custom: boolean;
  maxLength: number | null;
  /** Whether the Web API takes a value for it in an update. */
  writable: boolean;
  /** The tables that a lookup may point to. */
  targets: string[];
  /** Values and labels of a choice; of a yes or no 0 and 1. */
  options: { value: number; label: string }[];
  dateOnly: boolean;
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
const option = z.object({ Value: z.number(), Label: label });
const attribute = z.object({
  LogicalName: z.string(),
  AttributeType: z.string().nullish(),
  DisplayName: label,
  IsCustomAttribute: z.boolean().nullish(),
  AttributeOf: z.string().nullish(),
  MaxLength: z.number().nullish(),
  IsValidForUpdate: z.boolean().nullish(),
  Targets: z.array(z.string()).nullish(),
  Format: z.string().nullish(),
  OptionSet: z
    .object({ Options: z.array(option).nullish(), TrueOption: option.nullish(), FalseOption: option.nullish() })
    .nullish(),
});

export type TableNames = Omit<TableDefinition, 'columns'>;

export async function readTable(api: WebApi, table: string, words: Words): Promise<TableDefinition> {
  const [names, attributes] = await Promise.all([
    readTableNames(api, table, words),
    api.rows(`EntityDefinitions(LogicalName=${literal(table)})/Attributes`),
  ]);
  const columns = attributes
    .map((row) => attribute.parse(row))
    .filter((one) => typeof one.AttributeOf !== 'string' && one.AttributeType !== 'Virtual')
    .map((one): Column => ({
      name: one.LogicalName,
      label: words.columns[one.LogicalName] ?? labelOf(one.LogicalName, one.DisplayName?.UserLocalizedLabel?.Label),
      type: one.AttributeType ?? 'String',
      custom: one.IsCustomAttribute ?? isPrefixed(one.LogicalName),
      maxLength: one.MaxLength ?? null,
      writable: one.IsValidForUpdate !== false,
      targets: one.Targets ?? [],
      options: optionsOf(one),
      dateOnly: one.Format === 'DateOnly',
    }));
  return { ...names, columns: new Map(columns.map((column) => [column.name, column])) };
}

function optionsOf({ OptionSet: set }: z.infer<typeof attribute>): Column['options'] {
  const both = set?.FalseOption && set.TrueOption ? [set.FalseOption, set.TrueOption] : [];
  return (set?.Options ?? both).map(({ Value, Label }) => ({
    value: Value,
    label: Label?.UserLocalizedLabel?.Label ?? String(Value),
  }));
}

export async function readTableNames(api: WebApi, table: string, words: Words): Promise<TableNames> {
  const names = entity.parse(
    await api.get(
      `EntityDefinitions(LogicalName=${literal(table)})?$select=LogicalName,EntitySetName,PrimaryIdAttribute,PrimaryNameAttribute,DisplayName,DisplayCollectionName`,
    ),
  );
  const [one, many] = words.tables[table] ?? [];
  const label = one ?? names.DisplayName?.UserLocalizedLabel?.Label ?? names.LogicalName;
  return {
    name: names.LogicalName,
    set: names.EntitySetName,
    id: names.PrimaryIdAttribute,
    nameColumn: names.PrimaryNameAttribute ?? names.PrimaryIdAttribute,
    label,
    pluralLabel: many ?? names.DisplayCollectionName?.UserLocalizedLabel?.Label ?? `${label}s`,
  };
}

function labelOf(column: string, told: string | undefined): string {
  return told === undefined || told === column ? (standardLabels[column] ?? column) : told;
}

/** A publisher's prefix stands before an underscore; the platform itself uses one in addresses, images and money. */
export function isPrefixed(column: string): boolean {
  return column.includes('_') && !/^address\d_|^entityimage_|_base$/.test(column);
}
