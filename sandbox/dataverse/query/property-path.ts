import type { Environment } from '../environment';
import { rowsOf } from '../environment';
import { unknownProperty } from '../errors';
import type { Column, Table } from '../metadata/table';
import { columnOfNavigation, columnOfProperty } from '../metadata/table';
import type { Row, Value } from '../store/row';
import { isReference, valueOf } from '../store/row';

/** A property of a row, or of a row that it points at (`sdkmessageid/name`). */
export interface Property {
  readonly column: Column;
  /** True when no lookup is followed. */
  readonly direct: boolean;
  readonly read: (row: Row) => Value;
}

export function resolveProperty(env: Environment, table: Table, path: readonly string[]): Property {
  const [first, ...rest] = path;
  if (first === undefined) throw unknownProperty('', table.name);
  if (rest.length === 0) {
    const column = columnOfProperty(table, first);
    if (column === undefined || column.secret === true) throw unknownProperty(first, table.name);
    return { column, direct: true, read: (row) => valueOf(row, column) };
  }
  const navigation = columnOfNavigation(table, first);
  if (navigation === undefined) throw unknownProperty(first, table.name);
  const target = env.model.table(navigation.table);
  const inner = resolveProperty(env, target, rest);
  return {
    column: inner.column,
    direct: false,
    read: (row) => {
      const reference = valueOf(row, navigation.column);
      if (!isReference(reference) || reference.table !== target.name) return null;
      const other = rowsOf(env, target).get(reference.id);
      return other === undefined ? null : inner.read(other);
    },
  };
}
