import type { Environment } from '../environment';
import { badPayload, notImplemented, undeclaredNavigation, unknownPayloadProperty, wrongType } from '../errors';
import type { Column, Table } from '../metadata/table';
import { columnOfNavigation, columnOfProperty } from '../metadata/table';
import { findCollection } from '../query/collections';
import { isGuid } from '../query/compare-values';
import type { Value } from '../store/row';
import { acceptValue } from './accept-value';
import { readReference } from './read-reference';

/** What a payload says about a row: its id where it names one, and the columns it carries. */
export interface Changes {
  readonly id: string | null;
  readonly values: Readonly<Record<string, Value>>;
}

export type JsonObject = Readonly<Record<string, unknown>>;

export function readJsonObject(set: string, body: string): JsonObject {
  let json: unknown;
  try {
    json = JSON.parse(body);
  } catch (error) {
    throw badPayload(
      set,
      `An unexpected error occurred while parsing JSON: ${error instanceof Error ? error.message : ''}`,
    );
  }
  if (!isObject(json)) throw badPayload(set, 'A JSON object was expected.');
  return json;
}

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export function readPayload(env: Environment, table: Table, payload: JsonObject): Changes {
  const values: Record<string, Value> = {};
  let id: string | null = null;
  for (const [name, value] of Object.entries(payload)) {
    if (name.startsWith('@')) continue;
    if (name.endsWith('@odata.bind')) {
      const [column, reference] = readBinding(env, table, name.slice(0, -'@odata.bind'.length), value);
      values[column.name] = reference;
    } else if (name.includes('@')) {
      readAnnotation(table, name, payload);
    } else if (name === table.id) {
      if (typeof value !== 'string' || !isGuid(value)) throw wrongType(table.set, value, 'Edm.Guid');
      id = value.toLowerCase();
    } else {
      const column = readProperty(env, table, name, value);
      if (column !== null) values[column.name] = value === null ? null : acceptValue(env, table, column, value);
    }
  }
  return { id, values };
}

function readBinding(env: Environment, table: Table, navigation: string, value: unknown): [Column, Value] {
  const known = columnOfNavigation(table, navigation);
  if (known === undefined) {
    if (findCollection(env, table, navigation) !== undefined)
      throw notImplemented(`binding the collection '${navigation}'`);
    throw undeclaredNavigation(table.set, navigation);
  }
  if (value === null) return [known.column, null];
  const reference = readReference(env, table.set, value);
  const allowed = known.column.targets?.some(
    (target) => target.navigation === navigation && target.table === reference.table,
  );
  if (allowed !== true) {
    throw badPayload(
      table.set,
      `The navigation property '${navigation}' cannot refer to a row of type 'Microsoft.Dynamics.CRM.${reference.table}'.`,
    );
  }
  return [known.column, reference];
}

/** Annotations of a property that is there are passed over; without one the property is undeclared. */
function readAnnotation(table: Table, name: string, payload: JsonObject): void {
  const property = name.slice(0, name.indexOf('@'));
  const known = columnOfProperty(table, property) !== undefined || columnOfNavigation(table, property) !== undefined;
  if (!known && !(property in payload)) throw undeclaredNavigation(table.set, property);
}

/** The column to write, or null where the property only empties or repeats something else. */
function readProperty(env: Environment, table: Table, name: string, value: unknown): Column | null {
  const column = columnOfProperty(table, name);
  if (column !== undefined) return column;
  const navigation = columnOfNavigation(table, name);
  if (navigation !== undefined) {
    if (value === null) return navigation.column;
    throw notImplemented(`creating related rows with a row ('${name}')`);
  }
  if (findCollection(env, table, name) !== undefined)
    throw notImplemented(`creating related rows with a row ('${name}')`);
  throw unknownPayloadProperty(table.set, table.name, name);
}
