import type { Table } from '../metadata/table';
import type { Row, Value } from './row';
import { TableRows } from './table-rows';

/** All rows of the environment, their versions, and transactions: what fails leaves nothing behind. */
export class Store {
  private readonly tables = new Map<string, TableRows>();
  private readonly gone = new Map<string, { readonly id: string; readonly version: number }[]>();
  private journal: (() => void)[] = [];
  private lastVersion = 1000;
  private changed = 0;

  get version(): number {
    return this.lastVersion;
  }

  rows(table: Table): TableRows {
    let rows = this.tables.get(table.name);
    if (rows === undefined) {
      rows = new TableRows(table);
      this.tables.set(table.name, rows);
    }
    return rows;
  }

  /** After the definition of a table has changed: its indexes are built anew. */
  redefine(table: Table): void {
    const rows = new TableRows(table);
    for (const row of this.tables.get(table.name)?.all() ?? []) rows.put(row);
    this.tables.set(table.name, rows);
  }

  /** What was deleted, in order: change tracking tells it. */
  removals(table: Table): { readonly id: string; readonly version: number }[] {
    const known = this.gone.get(table.name) ?? [];
    this.gone.set(table.name, known);
    return known;
  }

  put(table: Table, id: string, values: Readonly<Record<string, Value>>): Row {
    this.changed++;
    return this.replace(table, { id, version: ++this.lastVersion, values });
  }

  /** What the platform counts by itself (a list's members) leaves the version of the row alone. */
  amend(table: Table, row: Row, values: Readonly<Record<string, Value>>): Row {
    return this.replace(table, { ...row, values: { ...row.values, ...values } });
  }

  remove(table: Table, row: Row): void {
    this.changed++;
    const rows = this.rows(table);
    rows.remove(row.id);
    const removals = this.removals(table);
    removals.push({ id: row.id, version: ++this.lastVersion });
    this.journal.push(() => {
      rows.put(row);
      removals.pop();
    });
  }

  /** Rows written and removed since the last commit. */
  get pending(): number {
    return this.changed;
  }

  onRollback(undo: () => void): void {
    this.journal.push(undo);
  }

  commit(): void {
    this.journal = [];
    this.changed = 0;
  }

  /** Runs the work; if it throws, everything that it changed is as before. */
  atomically<T>(work: () => T): T {
    const mark = this.journal.length;
    const before = this.changed;
    try {
      return work();
    } catch (error) {
      while (this.journal.length > mark) this.journal.pop()?.();
      this.changed = before;
      throw error;
    }
  }

  private replace(table: Table, row: Row): Row {
    const rows = this.rows(table);
    const before = rows.get(row.id);
    rows.put(row);
    this.journal.push(() => (before === undefined ? rows.remove(row.id) : rows.put(before)));
    return row;
  }
}
