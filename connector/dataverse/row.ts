/** Reads columns of a row of the Web API: ids in lower case, dates as ISO strings with seconds, absent is null. */

export type Row = Record<string, unknown>;

export function text(row: Row, column: string): string | null {
  const value = row[column];
  if (typeof value === 'string') return value === '' ? null : value;
  if (value instanceof Date) return iso(value);
  return null;
}

export function id(row: Row, column: string): string | null {
  const value = row[column];
  return typeof value === 'string' && value !== '' ? value.toLowerCase() : null;
}

export function requiredId(row: Row, column: string): string {
  const value = id(row, column);
  if (value === null) throw new TypeError(`A row without ${column}.`);
  return value;
}

export function lookup(row: Row, column: string): string | null {
  return id(row, `_${column}_value`);
}

export function date(row: Row, column: string): string | null {
  const value = row[column];
  if (value instanceof Date) return iso(value);
  if (typeof value !== 'string' || value === '') return null;
  const time = Date.parse(value);
  return Number.isNaN(time) ? null : iso(new Date(time));
}

export function requiredDate(row: Row, column: string): string {
  const value = date(row, column);
  if (value === null) throw new TypeError(`A row without ${column}.`);
  return value;
}

export function int(row: Row, column: string): number | null {
  const value = row[column];
  return typeof value === 'number' ? value : null;
}

export function yes(row: Row, column: string): boolean {
  return row[column] === true;
}

/** The text that Dynamics 365 shows for a value, where it was asked for. */
export function shown(row: Row, property: string): string | null {
  const value = row[`${property}@OData.Community.Display.V1.FormattedValue`];
  return typeof value === 'string' ? value : null;
}

export function iso(value: Date): string {
  return value.toISOString().replace(/\.\d{3}Z$/, 'Z');
}
