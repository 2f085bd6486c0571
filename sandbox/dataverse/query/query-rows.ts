import type { Call, Reply } from '../environment';
import { rowsOf, serviceRoot } from '../environment';
import { notImplemented } from '../errors';
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
import { applied, context, nextLink, pageSize } from './page-request';
import { trackChanges } from './track-changes';
import { writeRow } from './write-row';

/** Rows of a table (or of a collection of one row) by OData query options, a page at a time. */
export function queryRows(call: Call, table: Table, among: Condition | null): Reply {
  requirePrivilege(call.caller, 'Read', table);
  const { env } = call;
  const query = readQueryString(call.query);
  checkOptions(query, notImplemented);
  const preferences = readPreferences(call.headers['prefer']);
  if (preferences.trackChanges || query.options.has('$deltatoken'))
    return trackChanges(call, table, query, preferences);
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

const conditionOf = (call: Call, table: Table, query: QueryString, among: Condition | null): Condition => {
  const filter = query.options.get('$filter');
  const sees = sightOf(call.caller);
  const condition =
    filter === undefined ? everyRow : bindFilter(call.env, table, parseFilter(filter, query.aliases), sees);
  return seen(among === null ? condition : both([among, condition]), table, sees);
};
