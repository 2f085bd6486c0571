/** Views: which columns of a table stand side by side, and which rows. From the solution where it brings one. */
import { DOMParser, XMLSerializer, type Element } from '@xmldom/xmldom';
import { standardViews } from './standard-views';
import type { TableDefinition } from './table-definition';
import { literal, textOf, type WebApi } from './web-api';

export interface View {
  id: string;
  name: string;
  columns: { name: string; width: number }[];
  fetch: string;
}

/** Public views of a table, the default one first. There is always at least one. */
export async function readViews(api: WebApi, table: TableDefinition): Promise<View[]> {
  const rows = await api.rows(
    `savedqueries?$select=savedqueryid,name,fetchxml,layoutxml,isdefault,querytype&$filter=returnedtypecode eq ${literal(table.name)}`,
  );
  const own = rows
    .filter((row) => Number(row['querytype'] ?? 0) === 0)
    .sort((a, b) => Number(b['isdefault'] === true) - Number(a['isdefault'] === true))
    .map((row) => ({
      id: textOf(row['savedqueryid']),
      name: textOf(row['name']),
      columns: columnsOf(textOf(row['layoutxml'])),
      fetch: textOf(row['fetchxml']),
    }));
  return own.length > 0 ? own : (standardViews[table.name] ?? [plainView(table)]);
}

export interface ViewRequest {
  search?: string;
  /** A column of the view; a leading minus sorts downwards. */
  sort?: string;
  pageSize: number;
  /** Only rows whose lookup points to this record. */
  parent?: { column: string; id: string };
}

/** The view's own query narrowed to what the person asked for. */
export function fetchFor(
  view: View,
  table: TableDefinition,
  request: ViewRequest,
  place: { page: number; cookie: string } | null,
): string {
  const document = new DOMParser().parseFromString(view.fetch, 'text/xml');
  const fetch = document.documentElement;
  const entity = fetch?.getElementsByTagName('entity')[0];
  if (!fetch || !entity) return view.fetch;
  fetch.setAttribute('count', String(request.pageSize));
  if (place !== null) {
    fetch.setAttribute('page', String(place.page));
    fetch.setAttribute('paging-cookie', place.cookie);
  }
  fetch.setAttribute('returntotalrecordcount', 'true');

  const add = (parent: Element, name: string, attributes: Record<string, string>): Element => {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    parent.appendChild(element);
    return element;
  };
  const condition = (attribute: string, operator: string, value: string): void => {
    add(add(entity, 'filter', { type: 'and' }), 'condition', { attribute, operator, value });
  };

  if (request.search) condition(table.nameColumn, 'like', `%${request.search.replace(/[[%_]/g, '[$&]')}%`);
  if (request.parent) condition(request.parent.column, 'eq', request.parent.id);
  if (request.sort) {
    for (const order of children(entity, 'order')) entity.removeChild(order);
    const attribute = request.sort.replace(/^-/, '');
    add(entity, 'order', { attribute, descending: String(request.sort.startsWith('-')) });
  }
  return new XMLSerializer().serializeToString(fetch);
}

/** What the view sorts by on its own, in the notation of a request. */
export function sortOf(view: View): string | undefined {
  const entity = new DOMParser()
    .parseFromString(view.fetch, 'text/xml')
    .documentElement?.getElementsByTagName('entity')[0];
  const order = entity && children(entity, 'order')[0];
  const attribute = order?.getAttribute('attribute');
  if (!order || !attribute) return undefined;
  return order.getAttribute('descending') === 'true' ? `-${attribute}` : attribute;
}

function columnsOf(layout: string): View['columns'] {
  const root = new DOMParser().parseFromString(layout, 'text/xml').documentElement;
  return Array.from(root?.getElementsByTagName('cell') ?? [])
    .filter((cell) => cell.getAttribute('ishidden') !== '1')
    .map((cell) => ({
      name: cell.getAttribute('name') ?? '',
      width: Number(cell.getAttribute('width') ?? 150) || 150,
    }));
}

function plainView(table: TableDefinition): View {
  return {
    id: 'plain',
    name: `Active ${table.pluralLabel}`,
    columns: [{ name: table.nameColumn, width: 300 }],
    fetch: `<fetch><entity name="${table.name}"><attribute name="${table.nameColumn}"/><order attribute="${table.nameColumn}"/></entity></fetch>`,
  };
}

function children(parent: Element, name: string): Element[] {
  return Array.from(parent.getElementsByTagName(name)).filter((element) => element.parentNode === parent);
}
