import type { Environment } from '../environment';
import { badQuery } from '../errors';
import type { Table } from '../metadata/table';
import type { Row } from '../store/row';
import { compareKeys, sortKey } from './compare-values';
import { resolveProperty } from './property-path';

/** Where a row stands in an ordering: its sort keys and, last, its id, which no two rows share. */
export type Place = (string | number | null)[];

export interface Ordering {
  readonly placeOf: (row: Row) => Place;
  readonly compare: (a: Place, b: Place) => number;
  /** True when rows come in the order of their ids alone. */
  readonly byId: boolean;
}

export interface OrderTerm {
  readonly read: (row: Row) => string | number | null;
  readonly descending: boolean;
}

export function readOrdering(env: Environment, table: Table, orderBy: string | undefined): Ordering {
  if (orderBy === undefined) return ordering([]);
  const terms = orderBy.split(',').map((term): OrderTerm => {
    const match = /^\s*([\w/]+)(?:\s+(asc|desc))?\s*$/.exec(term);
    if (match?.[1] === undefined) throw badQuery(`Syntax error in '$orderby=${orderBy}'.`);
    const property = resolveProperty(env, table, match[1].split('/'));
    return { read: (row) => sortKey(property.read(row)), descending: match[2] === 'desc' };
  });
  return ordering(terms);
}

export function ordering(terms: readonly OrderTerm[]): Ordering {
  return {
    byId: terms.length === 0,
    placeOf: (row) => [...terms.map((term) => term.read(row)), row.id],
    compare: (a, b) => {
      for (let at = 0; at <= terms.length; at++) {
        const order = compareKeys(a[at] ?? null, b[at] ?? null);
        if (order !== 0) return terms[at]?.descending === true ? -order : order;
      }
      return 0;
    },
  };
}
