import type { Environment } from '../environment';
import { timestamp } from '../environment';
import { badPayload, choiceOutOfRange, numberOutOfRange, textTooLong, wrongType } from '../errors';
import type { Column, Table } from '../metadata/table';
import { edmType } from '../metadata/table';
import { isGuid } from '../query/compare-values';
import type { Value } from '../store/row';

const int32 = { min: -2147483648, max: 2147483647 };

/** A value of a payload brought to its column's type, or refused as the live service refuses it. */
export function acceptValue(env: Environment, table: Table, column: Column, value: unknown): Value {
  if (value === null) return null;
  const mismatch = () =>
    wrongType(table.set, typeof value === 'object' ? JSON.stringify(value) : value, edmType(column));
  switch (column.type) {
    case 'text':
    case 'memo': {
      if (typeof value !== 'string') throw mismatch();
      if (column.severalOptions) return acceptOptions(column, value);
      const maxLength = maxLengthOf(env, table, column);
      if (value.length > maxLength) throw textTooLong(table.name, column.name, maxLength);
      return value === '' ? null : value;
    }
    case 'int':
      if (typeof value !== 'number' || !Number.isInteger(value)) throw mismatch();
      return inRange(table, column, value, int32);
    case 'bigint':
      if (typeof value !== 'number' || !Number.isInteger(value)) throw mismatch();
      return value;
    case 'choice':
      if (typeof value !== 'number' || !Number.isInteger(value)) throw mismatch();
      if (column.options !== undefined && !column.options.has(value)) throw choiceOutOfRange();
      return value;
    case 'decimal':
    case 'double':
      if (typeof value !== 'number') throw mismatch();
      return inRange(table, column, value, { min: -1e11, max: 1e11 });
    case 'bool':
      if (typeof value !== 'boolean') throw mismatch();
      return value;
    case 'datetime':
      return acceptInstant(value, mismatch);
    case 'date':
      if (typeof value !== 'string' || !/^\d{4}-\d\d-\d\d$/.test(value) || Number.isNaN(Date.parse(value)))
        throw mismatch();
      return value;
    case 'id':
    case 'guid':
      if (typeof value !== 'string' || !isGuid(value)) throw mismatch();
      return value.toLowerCase();
    case 'binary':
      if (typeof value !== 'string') throw mismatch();
      return value;
    case 'lookup':
      throw badPayload(
        table.set,
        'CRM do not support direct update of Entity Reference properties, Use Navigation properties instead.',
      );
  }
}

export const maxLengthOf = (env: Environment, table: Table, column: Column): number =>
  env.switches.columnLengths[`${table.name}.${column.name}`] ?? column.maxLength ?? Number.MAX_SAFE_INTEGER;

function acceptInstant(value: unknown, mismatch: () => Error): string {
  const instant = /^\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d))?$/;
  if (typeof value !== 'string' || !instant.test(value)) throw mismatch();
  const at = new Date(value);
  if (Number.isNaN(at.getTime())) throw mismatch();
  return timestamp(at);
}

function inRange(table: Table, column: Column, value: number, limits: { min: number; max: number }): number {
  const min = column.min ?? limits.min;
  const max = column.max ?? limits.max;
  if (value < min || value > max) throw numberOutOfRange(table.name, column.name, min, max);
  return value;
}

/** In ascending order, whatever the order in which they are written. */
function acceptOptions(column: Column, text: string): Value {
  if (text === '') return null;
  const chosen = text.split(',').map((one) => Number(one.trim()));
  if (!chosen.every((one) => column.options?.has(one))) throw choiceOutOfRange();
  return [...new Set(chosen)].sort((one, other) => one - other).join(',');
}
