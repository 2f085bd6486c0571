import type { Column, Table } from '../metadata/table';
import { equalityKey } from './equality';
import type { Row } from './row';
import { textOfValue, valueOf } from './row';
import { SortedTexts } from './sorted-texts';

/** The rows of one table, found by id and, once somebody has asked for a column, by the value or the time in that column. */
export class TableRows {
  private readonly byId = new Map<string, Row>();
  private readonly indexes = new Map<string, { column: Column; ids: Map<string, Set<string>> }>();
  private readonly times = new Map<string, SortedTexts>();
  private readonly sortedIds = new SortedTexts((id) => this.byId.has(id));

  private changes = 0;

  constructor(private readonly table: Table) {}

  /** Another number after every change. */
  get revision(): number {
    return this.changes;
  }

  get size(): number {
    return this.byId.size;
  }

  get(id: string): Row | undefined {
    return this.byId.get(id);
  }

  all(): Iterable<Row> {
    return this.byId.values();
  }

  /** Rows in the order of their ids, behind one of them. */
  *inOrder(after?: string): Generator<Row> {
    for (const id of this.sortedIds.between(after === undefined ? '' : `${after}\0`)) {
      const row = this.byId.get(id);
      if (row !== undefined) yield row;
    }
  }

  put(row: Row): void {
    this.changes++;
    const before = this.byId.get(row.id);
    this.byId.set(row.id, row);
    for (const index of this.indexes.values()) {
      const was = before === undefined ? null : equalityKey(valueOf(before, index.column));
      const is = equalityKey(valueOf(row, index.column));
      if (before !== undefined && was === is) continue;
      if (was !== null) index.ids.get(was)?.delete(row.id);
      enter(index.ids, is, row.id);
    }
    for (const [column, order] of this.times) {
      const was = before?.values[column] ?? null;
      const is = row.values[column] ?? null;
      if (was === is) continue;
      if (was !== null) order.drop();
      if (is !== null) order.add(moment(row, column));
    }
    if (before === undefined) this.sortedIds.add(row.id);
  }

  remove(id: string): void {
    const row = this.byId.get(id);
    if (row === undefined) return;
    this.changes++;
    this.byId.delete(id);
    for (const index of this.indexes.values()) {
      const key = equalityKey(valueOf(row, index.column));
      if (key !== null) index.ids.get(key)?.delete(id);
    }
    for (const order of this.times.values()) order.drop();
    this.sortedIds.drop();
  }

  /** Rows whose column equals the value under the rules of `equalityKey`. */
  having(columnName: string, key: string): Row[] {
    const ids = this.idsHaving(columnName, key);
    const rows: Row[] = [];
    for (const id of ids ?? []) {
      const row = this.byId.get(id);
      if (row !== undefined) rows.push(row);
    }
    return rows;
  }

  countHaving(columnName: string, key: string): number {
    return this.idsHaving(columnName, key)?.size ?? 0;
  }

  /** Rows with a time between two, to the second; an open end takes all. */
  during(columnName: string, from: string | null, to: string | null): Row[] {
    const rows: Row[] = [];
    for (const text of this.timesOf(columnName).between(...limits(from, to))) {
      const row = this.byId.get(idOf(text));
      if (row !== undefined) rows.push(row);
    }
    return rows;
  }

  countDuring(columnName: string, from: string | null, to: string | null): number {
    return this.timesOf(columnName).countBetween(...limits(from, to));
  }

  private idsHaving(columnName: string, key: string): ReadonlySet<string> | undefined {
    const column = this.table.columns.get(columnName);
    return column === undefined ? undefined : this.indexOf(column).get(key);
  }

  private indexOf(column: Column): Map<string, Set<string>> {
    const known = this.indexes.get(column.name);
    if (known !== undefined) return known.ids;
    const ids = new Map<string, Set<string>>();
    for (const row of this.byId.values()) enter(ids, equalityKey(valueOf(row, column)), row.id);
    this.indexes.set(column.name, { column, ids });
    return ids;
  }

  private timesOf(column: string): SortedTexts {
    const known = this.times.get(column);
    if (known !== undefined) return known;
    const order = new SortedTexts((text) => {
      const row = this.byId.get(idOf(text));
      return row !== undefined && moment(row, column) === text;
    });
    for (const row of this.byId.values()) if ((row.values[column] ?? null) !== null) order.add(moment(row, column));
    this.times.set(column, order);
    return order;
  }
}

const secondsLength = 'yyyy-mm-ddThh:mm:ss'.length;

/** The time to the second and, behind it, the row. */
const moment = (row: Row, column: string): string =>
  `${textOfValue(row.values[column]).slice(0, secondsLength)} ${row.id}`;

const idOf = (text: string): string => text.slice(secondsLength + 1);

const limits = (from: string | null, to: string | null): [string, string | undefined] => [
  from === null ? '' : from.slice(0, secondsLength),
  to === null ? undefined : `${to.slice(0, secondsLength)}~`,
];

function enter(ids: Map<string, Set<string>>, key: string | null, id: string): void {
  if (key === null) return;
  const set = ids.get(key);
  if (set === undefined) ids.set(key, new Set([id]));
  else set.add(id);
}
