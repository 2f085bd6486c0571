import type { Element } from '@xmldom/xmldom';
import type { Call } from '../environment';
import { badQuery, notImplemented } from '../errors';
import type { Column, Table } from '../metadata/table';
import { attribute, children, textOf } from '../solution/xml';
import { equalityKey } from '../store/equality';
import type { Row, Value } from '../store/row';
import { valueOf } from '../store/row';
import { comparison, isGuid, likePattern } from './compare-values';
import type { Condition } from './filter-binding';
import { both, either, everyRow } from './filter-binding';
import { fetchColumn } from './fetch-column';
import type { Comparison } from './filter-parser';

/** The `filter` elements of an entity or link-entity. */
export function bindFetchFilter(call: Call, table: Table, entity: Element): Condition {
  const filters = children(entity, 'filter');
  return filters.length === 0 ? everyRow : both(filters.map((filter) => bindFilterElement(call, table, filter)));
}

function bindFilterElement(call: Call, table: Table, filter: Element): Condition {
  const parts = children(filter).map((part) => {
    if (part.nodeName === 'filter') return bindFilterElement(call, table, part);
    if (part.nodeName === 'condition') return bindCondition(call, table, part);
    throw notImplemented(`'${part.nodeName}' in a fetchXml filter`);
  });
  if (parts.length === 0) return everyRow;
  return attribute(filter, 'type') === 'or' ? either(parts) : both(parts);
}

function bindCondition(call: Call, table: Table, element: Element): Condition {
  if (attribute(element, 'entityname') !== undefined) throw notImplemented('conditions on a linked entity by name');
  const column = fetchColumn(table, attribute(element, 'attribute') ?? '');
  const operator = attribute(element, 'operator') ?? '';
  const single = attribute(element, 'value') ?? textOf(element);
  const several = children(element, 'value').map((value) => textOf(value) ?? '');
  const test = testFor(call, column, operator, single, several);
  return { holds: (row: Row) => test(valueOf(row, column)), candidates: () => null };
}

const comparisons: Readonly<Record<string, Comparison>> = {
  eq: 'eq',
  ne: 'ne',
  neq: 'ne',
  gt: 'gt',
  ge: 'ge',
  lt: 'lt',
  le: 'le',
  'on-or-after': 'ge',
  'on-or-before': 'le',
};

function testFor(
  call: Call,
  column: Column,
  operator: string,
  single: string | undefined,
  several: readonly string[],
): (value: Value) => boolean {
  const compare = comparisons[operator];
  if (compare !== undefined) return comparison(compare, typed(column, needed(single, operator)));
  switch (operator) {
    case 'null':
      return (value) => value === null;
    case 'not-null':
      return (value) => value !== null;
    case 'in':
    case 'not-in': {
      const keys = new Set(
        (several.length > 0 ? several : [needed(single, operator)]).map((one) => equalityKey(typed(column, one))),
      );
      return (value) => keys.has(equalityKey(value)) === (operator === 'in');
    }
    case 'like':
    case 'not-like':
      return like(likePattern(needed(single, operator), 'like'), operator === 'like');
    case 'begins-with':
    case 'not-begin-with':
      return like(likePattern(needed(single, operator), 'startswith'), operator === 'begins-with');
    case 'ends-with':
    case 'not-end-with':
      return like(likePattern(needed(single, operator), 'endswith'), operator === 'ends-with');
    case 'eq-userid':
      return (value) => equalityKey(value) === call.caller.user.id;
    case 'ne-userid':
      return (value) => equalityKey(value) !== call.caller.user.id;
    default:
      throw notImplemented(`the fetchXml operator '${operator}'`);
  }
}

const like = (pattern: RegExp, wanted: boolean) => (value: Value) =>
  (typeof value === 'string' && pattern.test(value)) === wanted;

function needed(value: string | undefined, operator: string): string {
  if (value === undefined) throw badQuery(`The condition operator '${operator}' needs a value.`);
  return value;
}

/** Values are text in FetchXML whatever the column. */
function typed(column: Column, text: string): Value {
  const mismatch = () => badQuery(`The value '${text}' does not fit the attribute '${column.name}'.`);
  switch (column.type) {
    case 'id':
    case 'guid':
    case 'lookup': {
      const guid = text.replace(/[{}]/g, '');
      if (!isGuid(guid)) throw mismatch();
      return guid.toLowerCase();
    }
    case 'int':
    case 'bigint':
    case 'choice':
    case 'decimal':
    case 'double':
      if (!Number.isFinite(Number(text))) throw mismatch();
      return Number(text);
    case 'bool':
      return text === '1' || text.toLowerCase() === 'true';
    case 'datetime':
      if (Number.isNaN(Date.parse(text))) throw mismatch();
      return new Date(text).toISOString();
    case 'text':
    case 'memo':
    case 'date':
    case 'binary':
      return text;
  }
}
