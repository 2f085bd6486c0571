/** One record. Rows are never changed in place: an update puts a new one in the old one's stead. */
export interface Row {
  readonly id: string;
  readonly version: number;
  readonly values: Readonly<Record<string, Value>>;
}

export interface Reference {
  readonly table: string;
  readonly id: string;
}

/** Dates are ISO text in UTC with seconds; null and absent are the same. */
export type Value = string | number | boolean | null | Reference;

export const isReference = (value: Value | undefined): value is Reference =>
  typeof value === 'object' && value !== null;

/** A text value; empty for everything else. */
export const textOfValue = (value: Value | undefined): string => (typeof value === 'string' ? value : '');

export function valueOf(row: Row, column: { name: string; type: string }): Value {
  if (column.type === 'id') return row.id;
  if (column.name === 'versionnumber') return row.version;
  return row.values[column.name] ?? null;
}
