import type { Call, Reply } from '../environment';
import { rowsOf, serviceRoot } from '../environment';
import { badQuery, DataverseError, notImplemented } from '../errors';
import type { Preferences } from '../http/preferences';
import { readPreferences } from '../http/preferences';
import { json, plainText } from '../http/reply';
import type { Table } from '../metadata/table';
import { requirePrivilege, sightOf } from '../privileges';
import type { Condition } from './filter-binding';
import { bindFilter, both, everyRow, seen } from './filter-binding';
import { parseFilter } from './filter-parser';
import { readExpand } from './expand';
import { readOrdering } from './ordering';
import { mostRows, readCookie, readPage, writeCookie } from './pages';
import type { QueryString } from './query-string';
import { checkOptions, readQueryString } from './query-string';
import { readSelect } from './select';
import { writeRow } from './write-row';

/** Rows of a table (or of a collection of one row) by OData query options, a page at a time. */
export function queryRows(call: Call, table: Table, among: Condition | null): Reply {
  requirePrivilege(call.caller, 'Read', table);
  const { env } = call;
  const query = readQueryString(call.query);
  checkOptions(query, notImplemented);
  const preferences = readPreferences(call.headers['prefer']);
  if (preferences.trackChanges) throw trackingRefusal(call, table);
  const size = pageSize(query, preferences);
  const shape = {
    select: readSelect(table, query.options.get('$select')),
    expand: readExpand(env, table, query.options.get('$expand'), sightOf(call.caller)),
    preferences,
    root: serviceRoot(call),
    sees: sightOf(call.caller),
  };
  const token = query.options.get('$skiptoken');
  const page = readPage(
    rowsOf(env, table),
    conditionOf(call, table, query, among),
    readOrdering(env, table, query.options.get('$orderby')),
    size.rows,
    token === undefined ? null : readCookie(token),
  );
  const body: Record<string, unknown> = { '@odata.context': context(call, table, query) };
  if (preferences.annotations === '*') {
    body['@Microsoft.Dynamics.CRM.totalrecordcount'] = -1;
    body['@Microsoft.Dynamics.CRM.totalrecordcountlimitexceeded'] = false;
  }
  if (query.options.get('$count') === 'true') body['@odata.count'] = Math.min(page.total(), mostRows);
  body['value'] = page.rows.map((row) => writeRow(env, table, row, shape));
  if (page.next !== null && size.continues) body['@odata.nextLink'] = nextLink(call, writeCookie(page.next));
  return json(200, body, applied(preferences));
}

/** `/$count`: a number and nothing else, never above 5,000. */
export function countRows(call: Call, table: Table, among: Condition | null = null): Reply {
  requirePrivilege(call.caller, 'Read', table);
  const query = readQueryString(call.query);
  const condition = conditionOf(call, table, query, among);
  let total = 0;
  for (const row of condition.candidates()?.rows() ?? rowsOf(call.env, table).all()) {
    if (condition.holds(row) && ++total === mostRows) break;
  }
  return plainText(String(total));
}

export function applied(preferences: Preferences): Record<string, string> {
  const parts = [
    ...(preferences.maxPageSize === null ? [] : [`odata.maxpagesize=${Math.min(preferences.maxPageSize, mostRows)}`]),
    ...(preferences.annotations === null ? [] : [`odata.include-annotations="${preferences.annotations}"`]),
  ];
  return parts.length === 0 ? {} : { 'Preference-Applied': parts.join(', ') };
}

const conditionOf = (call: Call, table: Table, query: QueryString, among: Condition | null): Condition => {
  const filter = query.options.get('$filter');
  const sees = sightOf(call.caller);
  const condition =
    filter === undefined ? everyRow : bindFilter(call.env, table, parseFilter(filter, query.aliases), sees);
  return seen(among === null ? condition : both([among, condition]), table, sees);
};

/** `$top` is passed over when a page size is preferred. */
function pageSize(query: QueryString, preferences: Preferences): { rows: number; continues: boolean } {
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

function context(call: Call, table: Table, query: QueryString): string {
  const select = query.options.get('$select');
  return `${serviceRoot(call)}$metadata#${table.set}${select === undefined ? '' : `(${select.replaceAll(' ', '')})`}`;
}

/** The request's own address with the token put in; the client is not meant to look into it. */
function nextLink(call: Call, token: string): string {
  const kept = call.query.split('&').filter((part) => part !== '' && !/^(?:\$|%24)skiptoken=/i.test(part));
  return `${serviceRoot(call)}${call.path}?${[...kept, `$skiptoken=${encodeURI(token)}`].join('&')}`;
}

function trackingRefusal(call: Call, table: Table): DataverseError {
  const enabled = table.name === 'listmember' ? call.env.switches.changeTrackingOnListMember : table.changeTracking;
  if (enabled) return notImplemented('change tracking (Prefer: odata.track-changes)');
  return new DataverseError(400, '0x80072491', `Entity ${table.name} isn't enabled for change tracking.`);
}
