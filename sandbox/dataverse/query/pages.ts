import { badQuery } from '../errors';
import type { Row } from '../store/row';
import type { Condition } from './filter-binding';
import type { Ordering, Place } from './ordering';

/** No page is longer, and no count goes further. */
export const mostRows = 5000;

export interface Page {
  readonly rows: Row[];
  /** Null on the last page. */
  readonly next: Cookie | null;
  /** All rows that hold, of this and every other page. */
  readonly total: () => number;
}

export interface Cookie {
  readonly page: number;
  readonly after: Place;
}

/** Rows to look through where no index narrows them down. */
export interface Source {
  readonly size: number;
  inOrder(after?: string): Iterable<Row>;
}

/** The rows behind the cookie that hold, in order, as many as fit. */
export function readPage(
  source: Source,
  condition: Condition,
  ordering: Ordering,
  size: number,
  cookie: Cookie | null,
): Page {
  const narrowed = condition.candidates();
  const all = () => holding(narrowed === null ? source.inOrder() : narrowed.rows(), condition);
  // Where most rows hold, walking the table in its order is cheaper than sorting what an index finds.
  if (ordering.byId && (narrowed === null || narrowed.size * 4 > source.size)) {
    const rows: Row[] = [];
    for (const row of source.inOrder(lastId(cookie))) {
      if (condition.holds(row) && rows.push(row) > size) break;
    }
    return pageOf(rows, ordering, size, cookie, () => all().length);
  }
  const found = all();
  const sorted = sort(found, ordering);
  const behind = cookie === null ? sorted : sorted.slice(firstBehind(sorted, ordering, cookie.after));
  return pageOf(behind, ordering, size, cookie, () => found.length);
}

function holding(rows: Iterable<Row>, condition: Condition): Row[] {
  const found: Row[] = [];
  for (const row of rows) if (condition.holds(row)) found.push(row);
  return found;
}

function pageOf(
  rows: readonly Row[],
  ordering: Ordering,
  size: number,
  cookie: Cookie | null,
  total: () => number,
): Page {
  const page = rows.slice(0, size);
  const last = page.at(-1);
  const more = rows.length > size && last !== undefined;
  return {
    rows: page,
    next: more ? { page: (cookie?.page ?? 1) + 1, after: ordering.placeOf(last) } : null,
    total,
  };
}

/** Ordered by id alone, a place is the id. */
function lastId(cookie: Cookie | null): string | undefined {
  const id = cookie?.after[0];
  return typeof id === 'string' ? id : undefined;
}

function sort(rows: Row[], ordering: Ordering): Row[] {
  return rows
    .map((row) => ({ row, place: ordering.placeOf(row) }))
    .sort((a, b) => ordering.compare(a.place, b.place))
    .map(({ row }) => row);
}

function firstBehind(rows: readonly Row[], ordering: Ordering, after: Place): number {
  let low = 0;
  let high = rows.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const row = rows[middle];
    if (row !== undefined && ordering.compare(ordering.placeOf(row), after) <= 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** `$skiptoken` in the shape of the live service: a cookie in a cookie, encoded over and over. */
export function writeCookie(cookie: Cookie): string {
  const inner = `<cookie page="${cookie.page - 1}"><place last="${encodeURIComponent(JSON.stringify(cookie.after))}" /></cookie>`;
  return `<cookie pagenumber="${cookie.page}" pagingcookie="${encodeURIComponent(encodeURIComponent(inner))}" istracking="False" />`;
}

export function readCookie(token: string): Cookie {
  const [, page, inner] = /pagenumber="(\d+)" pagingcookie="([^"]*)"/.exec(token) ?? [];
  if (page === undefined || inner === undefined) throw badQuery('Malformed XML in the Paging Cookie');
  return { page: Number(page), after: readPlace(decodeURIComponent(decodeURIComponent(inner))) };
}

export function readPlace(cookie: string): Place {
  const place = /<place last="([^"]*)"/.exec(cookie)?.[1];
  if (place === undefined) throw badQuery('Malformed XML in the Paging Cookie');
  const values: unknown = JSON.parse(decodeURIComponent(place));
  if (!Array.isArray(values)) throw badQuery('Malformed XML in the Paging Cookie');
  return values.map((value: unknown) => (typeof value === 'string' || typeof value === 'number' ? value : null));
}
