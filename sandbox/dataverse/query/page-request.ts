/** The parts of a query for rows that all kinds of answers share: page size, context, links, preferences. */
import type { Call } from '../environment';
import { serviceRoot } from '../environment';
import { badQuery } from '../errors';
import type { Preferences } from '../http/preferences';
import type { Table } from '../metadata/table';
import { mostRows } from './pages';
import type { QueryString } from './query-string';

/** `$top` is passed over when a page size is preferred. */
export function pageSize(query: QueryString, preferences: Preferences): { rows: number; continues: boolean } {
  const top = query.options.get('$top');
  if (top !== undefined && !/^[1-9]\d*$/.test(top)) {
    throw badQuery(
      `Invalid value '${top}' for $top query option found. The $top query option requires a positive integer value.`,
    );
  }
  const preferred = preferences.maxPageSize;
  if (preferred !== null && (!Number.isInteger(preferred) || preferred < 1)) {
    throw badQuery('The value of odata.maxpagesize must be a positive integer.');
  }
  if (preferred !== null) return { rows: Math.min(preferred, mostRows), continues: true };
  if (top !== undefined) return { rows: Math.min(Number(top), mostRows), continues: false };
  return { rows: mostRows, continues: true };
}

export function context(call: Call, table: Table, query: QueryString): string {
  const select = query.options.get('$select');
  return `${serviceRoot(call)}$metadata#${table.set}${select === undefined ? '' : `(${select.replaceAll(' ', '')})`}`;
}

/** The request's own address with the token put in; the client is not meant to look into it. */
export function nextLink(call: Call, token: string): string {
  const kept = call.query.split('&').filter((part) => part !== '' && !/^(?:\$|%24)skiptoken=/i.test(part));
  return `${serviceRoot(call)}${call.path}?${[...kept, `$skiptoken=${encodeURI(token)}`].join('&')}`;
}

export function applied(preferences: Preferences): Record<string, string> {
  const parts = [
    ...(preferences.maxPageSize === null ? [] : [`odata.maxpagesize=${Math.min(preferences.maxPageSize, mostRows)}`]),
    ...(preferences.annotations === null ? [] : [`odata.include-annotations="${preferences.annotations}"`]),
  ];
  return parts.length === 0 ? {} : { 'Preference-Applied': parts.join(', ') };
}
