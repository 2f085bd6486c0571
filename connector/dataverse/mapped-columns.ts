/** The columns of a mapping: how they are asked for, and how a row answers. */

import { addressParts, partColumns } from '../reconcile/postal-address';
import type { Query } from './query';
import { iso, shown, type Row } from './row';

/** The beginning of the columns of an address: `address1` for `address1_*`. */
export const addressPrefix = (column: string): string | null => /^(address[123])_\*$/.exec(column)?.[1] ?? null;

/** A column behind a lookup: `parentcustomerid_account.name`. */
export function lookupPath(column: string): { property: string; column: string } | null {
  const [, property, behind] = /^(\w+)\.(\w+)$/.exec(column) ?? [];
  return property === undefined || behind === undefined ? null : { property, column: behind };
}

/** The text that people see of a property, whatever it holds: `_ownerid_value@shown`. */
export const asShown = (property: string): string => `${property}@shown`;

const shownProperty = (column: string): string | null => /^(\w+)@shown$/.exec(column)?.[1] ?? null;

export const asksForTexts = (columns: readonly string[]): boolean =>
  columns.some((column) => shownProperty(column) !== null);

export function columnsOfPrefix(prefix: string): string[] {
  return addressParts.map((part) => `${prefix}_${partColumns[part].suffix}`);
}

export function selectedColumns(columns: readonly string[]): string[] {
  return columns.flatMap((column) => {
    const prefix = addressPrefix(column);
    if (prefix !== null) return columnsOfPrefix(prefix);
    return lookupPath(column) === null ? [shownProperty(column) ?? column] : [];
  });
}

export function expandedLookups(columns: readonly string[]): NonNullable<Query['expand']> {
  const byProperty = new Map<string, string[]>();
  for (const column of columns) {
    const path = lookupPath(column);
    if (path) byProperty.set(path.property, [...(byProperty.get(path.property) ?? []), path.column]);
  }
  return [...byProperty].map(([property, select]) => ({ property, select }));
}

/** By column or path; a date is a text again. */
export function valuesOf(row: Row, columns: readonly string[]): Record<string, unknown> {
  const texts = columns.flatMap((column) => {
    const property = shownProperty(column);
    return property === null ? [] : [[column, shown(row, property)] as const];
  });
  const others = columns.filter((column) => shownProperty(column) === null);
  const own = selectedColumns(others).map((column) => [column, plain(row[column])] as const);
  const behind = columns.flatMap((column) => {
    const path = lookupPath(column);
    const other = path && row[path.property];
    const value = isRow(other) && path ? plain(other[path.column]) : null;
    return path ? [[column, value] as const] : [];
  });
  return Object.fromEntries([...own, ...texts, ...behind]);
}

const plain = (value: unknown): unknown => (value instanceof Date ? iso(value) : value);

const isRow = (value: unknown): value is Row => typeof value === 'object' && value !== null;
