import type { Element } from '@xmldom/xmldom';
import type { Call, Reply } from '../environment';
import { rowsOf, serviceRoot } from '../environment';
import { badQuery, notImplemented } from '../errors';
import { readPreferences } from '../http/preferences';
import { json } from '../http/reply';
import type { Column, Table } from '../metadata/table';
import { propertyName } from '../metadata/table';
import { requirePrivilege, sightOf } from '../privileges';
import { attribute, children, parseXml } from '../solution/xml';
import type { Row } from '../store/row';
import { isReference, valueOf } from '../store/row';
import { sortKey } from './compare-values';
import { fetchColumn } from './fetch-column';
import { bindFetchFilter } from './fetch-conditions';
import type { FetchLink } from './fetch-links';
import { readLinks } from './fetch-links';
import { both, seen } from './filter-binding';
import { formattedValue } from './formatted-value';
import type { OrderTerm } from './ordering';
import { ordering } from './ordering';
import type { Cookie } from './pages';
import { mostRows, readPage, readPlace } from './pages';
import { applied } from './page-request';
import { etag } from './write-row';
import { wantsAnnotation } from '../http/preferences';

/** Rows by FetchXML, as views ask for them. https://learn.microsoft.com/power-apps/developer/data-platform/fetchxml/overview */
export function queryByFetch(call: Call, table: Table, text: string): Reply {
  requirePrivilege(call.caller, 'Read', table);
  const fetch = readFetch(text);
  const [entity] = children(fetch, 'entity');
  if (entity === undefined || attribute(entity, 'name') !== table.name) {
    throw badQuery(`The entity of the fetchXml is not '${table.name}'.`);
  }
  if (attribute(fetch, 'aggregate') === 'true') throw notImplemented('aggregates in fetchXml');
  const links = readLinks(call.env, table, entity, sightOf(call.caller));
  const condition = seen(
    both([
      bindFetchFilter(call, table, entity),
      ...links.filter((link) => link.required).map((link) => ({ holds: link.matches, candidates: () => null })),
    ]),
    table,
    sightOf(call.caller),
  );
  const columns = readAttributes(table, entity);
  const size = pageSize(fetch);
  const cookie = cookieOf(fetch);
  const page = readPage(
    rowsOf(call.env, table),
    condition,
    ordering(children(entity, 'order').map((order) => orderTerm(table, order))),
    size,
    cookie,
  );
  const preferences = readPreferences(call.headers['prefer']);
  const writer = { call, annotate: wantsAnnotation(preferences, 'OData.Community.Display.V1.FormattedValue') };
  const body: Record<string, unknown> = {
    '@odata.context': `${serviceRoot(call)}$metadata#${table.set}(${columns.map(propertyName).join(',')})`,
  };
  if (attribute(fetch, 'returntotalrecordcount') === 'true') {
    body['@Microsoft.Dynamics.CRM.totalrecordcount'] = Math.min(page.total(), mostRows);
    body['@Microsoft.Dynamics.CRM.totalrecordcountlimitexceeded'] = page.total() > mostRows;
  }
  if (page.next !== null && attribute(fetch, 'top') === undefined) {
    body['@Microsoft.Dynamics.CRM.fetchxmlpagingcookie'] = pagingCookie(page.next);
    body['@Microsoft.Dynamics.CRM.morerecords'] = true;
  }
  body['value'] = page.rows.map((row) => writeFetched(writer, table, row, columns, links));
  return json(200, body, applied(preferences));
}

function readFetch(text: string): Element {
  try {
    return parseXml(text);
  } catch (error) {
    throw badQuery(`Invalid XML. ${error instanceof Error ? error.message : ''}`);
  }
}

function readAttributes(table: Table, entity: Element): Column[] {
  if (children(entity, 'all-attributes').length > 0) {
    return [...table.columns.values()].filter((column) => column.secret !== true);
  }
  return children(entity, 'attribute').map((element) => fetchColumn(table, attribute(element, 'name') ?? ''));
}

function orderTerm(table: Table, order: Element): OrderTerm {
  const column = fetchColumn(table, attribute(order, 'attribute') ?? '');
  return { read: (row) => sortKey(valueOf(row, column)), descending: attribute(order, 'descending') === 'true' };
}

function pageSize(fetch: Element): number {
  const asked = Number(attribute(fetch, 'top') ?? attribute(fetch, 'count') ?? mostRows);
  if (!Number.isInteger(asked) || asked < 1) throw badQuery('The count of a fetchXml must be a positive integer.');
  return Math.min(asked, mostRows);
}

/** Pages after the first need the cookie of the page before. */
function cookieOf(fetch: Element): Cookie | null {
  const page = Number(attribute(fetch, 'page') ?? '1');
  const cookie = attribute(fetch, 'paging-cookie');
  if (page > 1 && cookie === undefined) throw notImplemented('later pages of fetchXml without a paging cookie');
  return cookie === undefined ? null : { page, after: readPlace(cookie) };
}

/** The client takes the inner cookie out and decodes it twice. */
function pagingCookie(next: Cookie): string {
  const inner = `<cookie page="${next.page - 1}"><place last="${encodeURIComponent(JSON.stringify(next.after))}" /></cookie>`;
  return `<cookie pagenumber="${next.page}" pagingcookie="${encodeURIComponent(encodeURIComponent(inner))}" istracking="False" />`;
}

/** Unlike OData, FetchXML leaves columns without a value out. */
function writeFetched(
  writer: { call: Call; annotate: boolean },
  table: Table,
  row: Row,
  columns: readonly Column[],
  links: readonly FetchLink[],
): Record<string, unknown> {
  const answer: Record<string, unknown> = { '@odata.etag': etag(row) };
  for (const column of columns) writeValue(writer, answer, propertyName(column), column, row);
  if (!(table.id in answer)) answer[table.id] = row.id;
  for (const link of links) {
    const other = link.follow(row);
    if (other === undefined) continue;
    for (const column of link.columns) writeValue(writer, answer, `${link.alias}.${column.name}`, column, other);
  }
  return answer;
}

function writeValue(
  writer: { call: Call; annotate: boolean },
  answer: Record<string, unknown>,
  name: string,
  column: Column,
  row: Row,
): void {
  const value = valueOf(row, column);
  if (value === null) return;
  answer[name] = isReference(value) ? value.id : value;
  if (!writer.annotate) return;
  const text = formattedValue(writer.call.env, column, value);
  if (text !== null) answer[`${name}@OData.Community.Display.V1.FormattedValue`] = text;
  if (isReference(value)) answer[`${name}@Microsoft.Dynamics.CRM.lookuplogicalname`] = value.table;
}
