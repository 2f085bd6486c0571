import { badQuery } from '../errors';
import type { Column } from '../metadata/table';
import { edmType } from '../metadata/table';
import { equalityKey, foldText } from '../store/equality';
import type { Value } from '../store/row';
import { isReference } from '../store/row';
import type { Comparison, Literal } from './filter-parser';

const guid = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i;
export const isGuid = (text: string): boolean => guid.test(text);

const operatorNames: Record<Comparison, string> = {
  eq: 'Equal',
  ne: 'NotEqual',
  gt: 'GreaterThan',
  ge: 'GreaterThanOrEqual',
  lt: 'LessThan',
  le: 'LessThanOrEqual',
};

/** A literal brought to the type of the column; refused when the types do not go together. */
export function literalFor(column: Column, literal: Literal, operator: Comparison): Value {
  if (literal.type === 'null') return null;
  switch (column.type) {
    case 'text':
    case 'memo':
      if (literal.type === 'text') return literal.value;
      break;
    case 'id':
    case 'guid':
    case 'lookup':
      if (literal.type === 'guid') return literal.value.toLowerCase();
      // Live systems accept a guid in quotes.
      if (literal.type === 'text' && isGuid(literal.value)) return literal.value.toLowerCase();
      break;
    case 'int':
    case 'bigint':
    case 'choice':
    case 'decimal':
    case 'double':
      if (literal.type === 'number') return literal.value;
      break;
    case 'bool':
      if (literal.type === 'boolean') return literal.value;
      break;
    case 'datetime':
      if (literal.type === 'datetime' || literal.type === 'date') return instant(literal.value);
      break;
    case 'date':
      if (literal.type === 'date') return literal.value;
      break;
    case 'binary':
      break;
  }
  throw badQuery(
    `A binary operator with incompatible types was detected. Found operand types '${edmType(column)}' and '${literalType(literal)}' for operator kind '${operatorNames[operator]}'.`,
  );
}

function instant(text: string): string {
  const at = new Date(text.length === 10 ? `${text}T00:00:00Z` : text);
  if (Number.isNaN(at.getTime())) throw badQuery(`Unrecognized 'Edm.DateTimeOffset' literal '${text}'.`);
  return at.toISOString();
}

function literalType(literal: Literal): string {
  switch (literal.type) {
    case 'text':
      return 'Edm.String';
    case 'guid':
      return 'Edm.Guid';
    case 'datetime':
      return 'Edm.DateTimeOffset';
    case 'date':
      return 'Edm.Date';
    case 'number':
      return literal.whole ? 'Edm.Int32' : 'Edm.Decimal';
    case 'boolean':
      return 'Edm.Boolean';
    case 'null':
      return 'null';
  }
}

/** A value as something that `<` orders as SQL Server would: text without case, dates as text of one length. */
export function sortKey(value: Value): string | number | null {
  if (value === null) return null;
  if (isReference(value)) return value.id;
  if (typeof value === 'boolean') return value ? 1 : 0;
  if (typeof value === 'number') return value;
  const [, seconds, fraction] = instantPattern.exec(value) ?? [];
  return seconds === undefined ? foldText(value) : `${seconds}${fraction ?? '.000'}`;
}

const instantPattern = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(\.\d{3})?Z$/;

/** Nulls come first, as in SQL Server. */
export function compareKeys(a: string | number | null, b: string | number | null): number {
  if (a === b) return 0;
  if (a === null) return -1;
  if (b === null) return 1;
  return a < b ? -1 : 1;
}

/** A test for one value; `ne` holds for null, the order comparisons never do. */
export function comparison(operator: Comparison, to: Value): (value: Value) => boolean {
  const key = sortKey(to);
  switch (operator) {
    case 'eq':
      return (value) => sortKey(value) === key;
    case 'ne':
      return (value) => sortKey(value) !== key;
    case 'gt':
      return ordered(key, (order) => order > 0);
    case 'ge':
      return ordered(key, (order) => order >= 0);
    case 'lt':
      return ordered(key, (order) => order < 0);
    case 'le':
      return ordered(key, (order) => order <= 0);
  }
}

function ordered(key: string | number | null, holds: (order: number) => boolean): (value: Value) => boolean {
  return (value) => {
    const other = sortKey(value);
    return other !== null && key !== null && holds(compareKeys(other, key));
  };
}

export { equalityKey };

/** SQL LIKE: `%`, `_` and `[ ]` are wildcards. */
export function likePattern(value: string, at: 'contains' | 'startswith' | 'endswith' | 'like'): RegExp {
  const body = value.replace(
    /%|_|\[(\^?)([^\]]+)\]|[\s\S]/g,
    (piece, negated: string | undefined, set: string | undefined) => {
      if (piece === '%') return '[\\s\\S]*';
      if (piece === '_') return '[\\s\\S]';
      if (set !== undefined) return `[${negated ?? ''}${set.replace(/[\\\]^]/g, '\\$&')}]`;
      return piece.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
    },
  );
  const open = at === 'startswith' || at === 'like' ? '^' : '';
  const close = at === 'endswith' || at === 'like' ? '$' : '';
  return new RegExp(open + body + close, 'iu');
}
