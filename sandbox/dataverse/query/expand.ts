import type { Environment } from '../environment';
import { badQuery, notImplemented, unknownProperty } from '../errors';
import type { Column, Table } from '../metadata/table';
import { columnOfNavigation } from '../metadata/table';
import type { Sight } from '../privileges';
import { requireSightOf } from '../privileges';
import type { Collection } from './collections';
import { findCollection } from './collections';
import type { Condition } from './filter-binding';
import { bindFilter, everyRow } from './filter-binding';
import { parseFilter } from './filter-parser';
import type { Ordering } from './ordering';
import { readOrdering } from './ordering';
import { mostRows } from './pages';
import { splitOutside } from './query-string';
import { readSelect } from './select';

/** One navigation property to be answered with the row it belongs to. */
export type Expansion = {
  readonly name: string;
  readonly table: Table;
  readonly select: Column[] | null;
  readonly expand: Expansion[];
} & (
  | { readonly kind: 'single'; readonly column: Column }
  | {
      readonly kind: 'collection';
      readonly collection: Collection;
      readonly condition: Condition;
      readonly ordering: Ordering;
      readonly top: number;
      readonly selectText: string | undefined;
    }
);

/** Live limit of `$expand` options in one query. */
const mostExpansions = 15;

export function readExpand(env: Environment, table: Table, expand: string | undefined, sees: Sight): Expansion[] {
  if (expand === undefined || expand.trim() === '') return [];
  const parts = splitOutside(expand, ',');
  if (parts.length > mostExpansions)
    throw badQuery(`The number of $expand options exceeds the limit of ${mostExpansions}.`);
  return parts.map((part) => readPart(env, table, part.trim(), sees));
}

function readPart(env: Environment, table: Table, part: string, sees: Sight): Expansion {
  const [, name, inner] = /^(\w+)(?:\(([\s\S]*)\))?$/.exec(part) ?? [];
  if (name === undefined) throw notImplemented(`'${part}' in $expand`);
  const options = new Map<string, string>();
  for (const option of splitOutside(inner ?? '', ';')) {
    if (option.trim() === '') continue;
    const at = option.indexOf('=');
    options.set(option.slice(0, at).trim(), option.slice(at + 1));
  }
  for (const option of options.keys()) {
    if (!['$select', '$expand', '$filter', '$orderby', '$top'].includes(option))
      throw notImplemented(`${option} in $expand`);
  }
  const navigation = columnOfNavigation(table, name);
  if (navigation !== undefined) {
    if (options.has('$filter') || options.has('$orderby') || options.has('$top')) {
      throw badQuery('Only $select and $expand can be specified on a single-valued navigation property.');
    }
    const target = env.model.table(navigation.table);
    requireSightOf(sees, target);
    return {
      kind: 'single',
      name,
      table: target,
      column: navigation.column,
      select: readSelect(target, options.get('$select')),
      expand: readExpand(env, target, options.get('$expand'), sees),
    };
  }
  const collection = findCollection(env, table, name);
  if (collection === undefined) throw unknownProperty(name, table.name);
  requireSightOf(sees, collection.table);
  const filter = options.get('$filter');
  return {
    kind: 'collection',
    name,
    table: collection.table,
    collection,
    select: readSelect(collection.table, options.get('$select')),
    selectText: options.get('$select'),
    expand: readExpand(env, collection.table, options.get('$expand'), sees),
    condition:
      filter === undefined ? everyRow : bindFilter(env, collection.table, parseFilter(filter, new Map()), sees),
    ordering: readOrdering(env, collection.table, options.get('$orderby')),
    top: Math.min(Number(options.get('$top') ?? mostRows), mostRows),
  };
}
