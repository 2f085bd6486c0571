import type { Environment } from '../environment';
import { rowsOf } from '../environment';
import { badQuery, DataverseError } from '../errors';
import type { AlternateKey, Column, Table } from '../metadata/table';
import { columnOfProperty } from '../metadata/table';
import { equalityKey } from '../store/equality';
import { isGuid } from '../query/compare-values';
import { splitOutside } from '../query/query-string';
import { unquote } from '../query/filter-tokens';
import type { Row, Value } from '../store/row';
import { valueOf } from '../store/row';

/** Which row is meant: by its id, or by the columns of an alternate key. */
export type RowKey =
  | { readonly kind: 'id'; readonly id: string }
  | { readonly kind: 'alternate'; readonly key: AlternateKey; readonly values: Readonly<Record<string, Value>> };

export function readRowKey(env: Environment, table: Table, text: string): RowKey {
  const trimmed = text.trim();
  if (isGuid(trimmed)) return { kind: 'id', id: trimmed.toLowerCase() };
  const values: Record<string, Value> = {};
  for (const part of splitOutside(trimmed, ',')) {
    const at = part.indexOf('=');
    if (at === -1) throw badQuery(`Bad Request - Error in query syntax: '${trimmed}' is not a key of '${table.set}'.`);
    const column = columnOfProperty(table, part.slice(0, at).trim());
    if (column === undefined) throw noSuchKey(table);
    values[column.name] = keyValue(env, table, column, part.slice(at + 1).trim());
  }
  const names = Object.keys(values);
  const id = values[table.id];
  if (names.length === 1 && typeof id === 'string') return { kind: 'id', id };
  const key = table.keys.find(
    (key) => key.columns.length === names.length && key.columns.every((column) => names.includes(column)),
  );
  if (key === undefined) throw noSuchKey(table);
  return { kind: 'alternate', key, values };
}

const noSuchKey = (table: Table) =>
  new DataverseError(
    400,
    '0x80060888',
    `The specified key attributes are not a defined key for the ${table.name} entity`,
  );

function keyValue(env: Environment, table: Table, column: Column, text: string): Value {
  switch (column.type) {
    case 'lookup': {
      const target = column.targets?.[0]?.table;
      if (!isGuid(text) || target === undefined) break;
      return { table: target, id: text.toLowerCase() };
    }
    case 'id':
    case 'guid':
      if (!isGuid(text)) break;
      return text.toLowerCase();
    case 'int':
    case 'choice':
    case 'bigint':
    case 'decimal':
    case 'double':
      if (!Number.isFinite(Number(text))) break;
      return Number(text);
    case 'text':
    case 'memo':
      if (!/^'[\s\S]*'$/.test(text)) break;
      return unquote(text);
    case 'datetime':
    case 'date':
    case 'bool':
    case 'binary':
      break;
  }
  throw badQuery(`The key value ${text} does not fit '${column.name}' of '${table.name}' in ${env.organizationId}.`);
}

export function findByKey(env: Environment, table: Table, key: RowKey): Row | undefined {
  if (key.kind === 'id') return rowsOf(env, table).get(key.id);
  const found = rowsHavingKey(env, table, key.key, key.values);
  if (found.length > 1) {
    throw new DataverseError(
      400,
      '0x8006089D',
      `More than one record exists for entity ${table.name} with entity key involving attributes ${key.key.columns.join(', ')}`,
    );
  }
  return found[0];
}

/** Rows with the same values in all columns of the key; where one is null the key says nothing. */
export function rowsHavingKey(
  env: Environment,
  table: Table,
  key: AlternateKey,
  values: Readonly<Record<string, Value>>,
): Row[] {
  const wanted = key.columns.map((column) => ({ column, key: equalityKey(values[column] ?? null) }));
  if (wanted.some((part) => part.key === null)) return [];
  const first = wanted.find((part) => table.columns.get(part.column)?.type === 'text') ?? wanted[0];
  if (first === undefined || first.key === null) return [];
  return rowsOf(env, table)
    .having(first.column, first.key)
    .filter((row) =>
      wanted.every((part) => {
        const column = table.columns.get(part.column);
        return column !== undefined && equalityKey(valueOf(row, column)) === part.key;
      }),
    );
}
