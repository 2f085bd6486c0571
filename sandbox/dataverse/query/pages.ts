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
  readonly total: number;
}

export interface Cookie {
  readonly page: number;
  readonly after: Place;
}

/** The rows behind the cookie that hold, in order, as many as fit. */
export function readPage(
  everything: () => Row[],
  condition: Condition,
  ordering: Ordering,
  size: number,
  cookie: Cookie | null,
): Page {
  const narrowed = condition.candidates();
  const holding = (narrowed ?? everything()).filter((row) => condition.holds(row));
  const sorted = ordering.byId && narrowed === null ? holding : sort(holding, ordering);
  const behind = cookie === null ? sorted : sorted.slice(firstBehind(sorted, ordering, cookie.after));
  const rows = behind.slice(0, size);
  const last = rows.at(-1);
  const more = behind.length > size && last !== undefined;
  return {
    rows,
    next: more ? { page: (cookie?.page ?? 1) + 1, after: ordering.placeOf(last) } : null,
    total: holding.length,
  };
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
