import type { Column, Table } from '../metadata/table';
import { equalityKey } from './equality';
import type { Row } from './row';
import { valueOf } from './row';

/** The rows of one table, found by id and, once somebody has asked for equality on a column, by that column. */
export class TableRows {
  private readonly byId = new Map<string, Row>();
  private readonly indexes = new Map<string, { column: Column; ids: Map<string, Set<string>> }>();
  private sorted: string[] | null = null;

  constructor(private readonly table: Table) {}

  get size(): number {
    return this.byId.size;
  }

  get(id: string): Row | undefined {
    return this.byId.get(id);
  }

  all(): Iterable<Row> {
    return this.byId.values();
  }

  /** All rows in the order of their ids. */
  inOrder(): Row[] {
    this.sorted ??= [...this.byId.keys()].sort();
    return this.sorted.flatMap((id) => this.byId.get(id) ?? []);
  }

  put(row: Row): void {
    const before = this.byId.get(row.id);
    this.byId.set(row.id, row);
    for (const index of this.indexes.values()) {
      const was = before === undefined ? null : equalityKey(valueOf(before, index.column));
      const is = equalityKey(valueOf(row, index.column));
      if (before !== undefined && was === is) continue;
      if (was !== null) index.ids.get(was)?.delete(row.id);
      enter(index.ids, is, row.id);
    }
    if (before === undefined) this.sorted = null;
  }

  remove(id: string): void {
    const row = this.byId.get(id);
    if (row === undefined) return;
    this.byId.delete(id);
    for (const index of this.indexes.values()) {
      const key = equalityKey(valueOf(row, index.column));
      if (key !== null) index.ids.get(key)?.delete(id);
    }
    this.sorted = null;
  }

  /** Rows whose column equals the value under the rules of `equalityKey`. */
  having(columnName: string, key: string): Row[] {
    const column = this.table.columns.get(columnName);
    if (column === undefined) return [];
    const ids = this.indexOf(column).get(key);
    return ids === undefined ? [] : [...ids].flatMap((id) => this.byId.get(id) ?? []);
  }

  private indexOf(column: Column): Map<string, Set<string>> {
    const known = this.indexes.get(column.name);
    if (known !== undefined) return known.ids;
    const ids = new Map<string, Set<string>>();
    for (const row of this.byId.values()) enter(ids, equalityKey(valueOf(row, column)), row.id);
    this.indexes.set(column.name, { column, ids });
    return ids;
  }
}

function enter(ids: Map<string, Set<string>>, key: string | null, id: string): void {
  if (key === null) return;
  const set = ids.get(key);
  if (set === undefined) ids.set(key, new Set([id]));
  else set.add(id);
}
