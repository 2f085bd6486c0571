import type { Environment } from '../environment';
import { rowsOf } from '../environment';
import { badQuery, notImplemented, unknownProperty } from '../errors';
import type { Column, Table } from '../metadata/table';
import { columnOfProperty } from '../metadata/table';
import type { Sight } from '../privileges';
import { everythingInSight } from '../privileges';
import { equalityKey } from '../store/equality';
import type { Row, Value } from '../store/row';
import type { Collection } from './collections';
import { findCollection } from './collections';
import { comparison, isGuid, likePattern, literalFor } from './compare-values';
import type { Comparison, Filter } from './filter-parser';
import { resolveProperty } from './property-path';

/** A filter made ready for one table. */
export interface Condition {
  readonly holds: (row: Row) => boolean;
  /** A superset of the rows that hold, where an index knows one. */
  readonly candidates: () => Candidates | null;
}

export interface Candidates {
  /** About how many; known before the rows are looked up. */
  readonly size: number;
  readonly rows: () => Row[];
}

/** The condition, and in sight. */
export const seen = (condition: Condition, table: Table, sees: Sight): Condition =>
  sees === everythingInSight
    ? condition
    : { holds: (row) => condition.holds(row) && sees(table, row), candidates: condition.candidates };

export const everyRow: Condition = { holds: () => true, candidates: () => null };

export function bindFilter(env: Environment, table: Table, filter: Filter, sees: Sight = everythingInSight): Condition {
  switch (filter.kind) {
    case 'and':
      return both(filter.parts.map((part) => bindFilter(env, table, part, sees)));
    case 'or':
      return either(filter.parts.map((part) => bindFilter(env, table, part, sees)));
    case 'not': {
      const inner = bindFilter(env, table, filter.part, sees);
      return { holds: (row) => !inner.holds(row), candidates: () => null };
    }
    case 'compare':
      return compare(env, table, filter);
    case 'like': {
      const property = resolveProperty(env, table, filter.path);
      if (property.column.type !== 'text' && property.column.type !== 'memo') {
        throw badQuery(
          `No function signature for the function with name '${filter.operator}' matches the specified arguments.`,
        );
      }
      const pattern = likePattern(filter.value, filter.operator);
      return scan((row) => {
        const value = property.read(row);
        return typeof value === 'string' && pattern.test(value);
      });
    }
    case 'in':
      return within(env, table, filter.property, filter.values);
    case 'lambda':
      return lambda(env, table, filter, sees);
  }
}

const scan = (holds: (row: Row) => boolean): Condition => ({ holds, candidates: () => null });

export function both(parts: Condition[]): Condition {
  return {
    holds: (row) => parts.every((part) => part.holds(row)),
    candidates: () => {
      let best: Candidates | null = null;
      for (const part of parts) {
        const found = part.candidates();
        if (found !== null && (best === null || found.size < best.size)) best = found;
      }
      return best;
    },
  };
}

export function either(parts: Condition[]): Condition {
  return {
    holds: (row) => parts.some((part) => part.holds(row)),
    candidates: () => union(parts.map((part) => part.candidates())),
  };
}

/** Null as soon as one part may be anywhere. */
function union(parts: (Candidates | null)[]): Candidates | null {
  let size = 0;
  for (const part of parts) {
    if (part === null) return null;
    size += part.size;
  }
  return { size, rows: () => [...new Set(parts.flatMap((part) => part?.rows() ?? []))] };
}

function compare(env: Environment, table: Table, filter: Extract<Filter, { kind: 'compare' }>): Condition {
  const property = resolveProperty(env, table, filter.path);
  const to = literalFor(property.column, filter.literal, filter.operator);
  const test = comparison(filter.operator, to);
  const holds = (row: Row) => test(property.read(row));
  if (!property.direct || typeof to !== 'string') return scan(holds);
  const { column } = property;
  if (column.type === 'datetime')
    return { holds, candidates: () => rowsDuring(env, table, column, filter.operator, to) };
  if (filter.operator !== 'eq') return scan(holds);
  return { holds, candidates: () => equalRows(env, table, column, to) };
}

function rowsDuring(
  env: Environment,
  table: Table,
  column: Column,
  operator: Comparison,
  at: string,
): Candidates | null {
  if (operator === 'ne') return null;
  const from = operator === 'lt' || operator === 'le' ? null : at;
  const to = operator === 'gt' || operator === 'ge' ? null : at;
  const rows = rowsOf(env, table);
  return {
    size: rows.countDuring(column.name, from, to),
    rows: () => rows.during(column.name, from, to),
  };
}

function equalRows(env: Environment, table: Table, column: Column, value: Value): Candidates | null {
  const key = equalityKey(value);
  if (key === null || typeof value !== 'string' || column.type === 'datetime') return null;
  const rows = rowsOf(env, table);
  if (column.type !== 'id') {
    return { size: rows.countHaving(column.name, key), rows: () => rows.having(column.name, key) };
  }
  const row = rows.get(key);
  return row === undefined ? none : { size: 1, rows: () => [row] };
}

const none: Candidates = { size: 0, rows: () => [] };

/**
 * Items are strings for every type of column. The property may be named as in the row (`_listid_value`) or by the column (`listid`):
 * the function becomes a FetchXML condition.
 * https://learn.microsoft.com/power-apps/developer/data-platform/webapi/reference/in
 */
function within(env: Environment, table: Table, property: string, values: readonly string[]): Condition {
  const column = columnOfProperty(table, property) ?? table.columns.get(property);
  if (column === undefined) throw unknownProperty(property, table.name);
  if (values.length === 0) throw badQuery('The In function needs at least one value.');
  const wanted = new Set(values.map((value) => itemKey(column, value)));
  const read = column.type === 'lookup' ? columnReader(column) : resolveProperty(env, table, [property]).read;
  return {
    holds: (row) => {
      const key = equalityKey(read(row));
      return key !== null && wanted.has(key);
    },
    candidates: () =>
      column.type === 'text' || column.type === 'id' || column.type === 'lookup' || column.type === 'guid'
        ? union([...wanted].map((key) => equalRows(env, table, column, key)))
        : null,
  };
}

const columnReader = (column: Column) => (row: Row) => row.values[column.name] ?? null;

function itemKey(column: Column, value: string): string {
  const mismatch = () => badQuery(`The value '${value}' is not of the type of '${column.name}'.`);
  switch (column.type) {
    case 'id':
    case 'guid':
    case 'lookup':
      if (!isGuid(value)) throw mismatch();
      return value.toLowerCase();
    case 'int':
    case 'bigint':
    case 'choice':
    case 'decimal':
    case 'double':
      if (!Number.isFinite(Number(value))) throw mismatch();
      return String(Number(value));
    case 'bool':
      return value === '1' || value.toLowerCase() === 'true' ? 'true' : 'false';
    case 'datetime':
      if (Number.isNaN(Date.parse(value))) throw mismatch();
      return `${new Date(value).toISOString().slice(0, 19)}Z`.toLowerCase();
    case 'text':
    case 'memo':
    case 'date':
    case 'binary':
      return equalityKey(value) ?? '';
  }
}

function lambda(env: Environment, table: Table, filter: Extract<Filter, { kind: 'lambda' }>, sees: Sight): Condition {
  const collection = findCollection(env, table, filter.navigation);
  if (collection === undefined) throw unknownProperty(filter.navigation, table.name);
  const inner =
    filter.condition === null || filter.variable === null
      ? everyRow
      : bindFilter(env, collection.table, withoutVariable(filter.condition, filter.variable), sees);
  if (filter.quantifier === 'all') return scan((row) => collection.rowsFrom(row).every((other) => inner.holds(other)));
  return {
    holds: (row) => collection.rowsFrom(row).some((other) => inner.holds(other) && sees(collection.table, other)),
    candidates: () => ownersOf(collection, inner),
  };
}

function ownersOf(collection: Collection, inner: Condition): Candidates | null {
  const found = inner.candidates();
  if (found === null) return null;
  const others = found.rows();
  return {
    size: others.reduce((sum, other) => sum + collection.countOwners(other), 0),
    rows: () => [...new Set(others.flatMap((other) => collection.ownersOf(other)))],
  };
}

/** Inside `any(l:...)` properties are written `l/name`. */
function withoutVariable(filter: Filter, variable: string): Filter {
  const strip = (path: string[]) => {
    if (path[0] !== variable || path.length < 2) {
      throw notImplemented('a property of the outer row inside a lambda operator');
    }
    return path.slice(1);
  };
  switch (filter.kind) {
    case 'and':
    case 'or':
      return { kind: filter.kind, parts: filter.parts.map((part) => withoutVariable(part, variable)) };
    case 'not':
      return { kind: 'not', part: withoutVariable(filter.part, variable) };
    case 'compare':
    case 'like':
      return { ...filter, path: strip(filter.path) };
    case 'in':
    case 'lambda':
      throw notImplemented('functions and lambda operators inside a lambda operator');
  }
}
