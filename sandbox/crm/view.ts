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
  /** The columns that a search looks into, as the table's quick find view names them. */
  searched?: string[];
}

export interface Views {
  /** Public views of a table, the default one first. There is always at least one. */
  all: View[];
  /** The one that stands beside a record. */
  associated: View;
}

export async function readViews(api: WebApi, table: TableDefinition): Promise<Views> {
  const rows = await api.rows(
    `savedqueries?$select=savedqueryid,name,fetchxml,layoutxml,isdefault,querytype&$filter=returnedtypecode eq ${literal(table.name)}`,
  );
  const ofType = (type: number): View[] =>
    rows
      .filter((row) => Number(row['querytype'] ?? 0) === type)
      .sort((a, b) => Number(b['isdefault'] === true) - Number(a['isdefault'] === true))
      .map((row) => ({
        id: textOf(row['savedqueryid']),
        name: textOf(row['name']),
        columns: columnsOf(textOf(row['layoutxml'])),
        fetch: textOf(row['fetchxml']),
      }));
  const [quickFind] = ofType(4);
  const searched = quickFind === undefined ? (standardSearch[table.name] ?? [table.nameColumn]) : searchOf(quickFind);
  const own = [...ofType(0), ...(standardViews[table.name] ?? [])];
  const all = (own.length > 0 ? own : [plainView(table)]).map((view) => ({ ...view, searched }));
  const [first = plainView(table)] = all;
  return { all, associated: { ...(ofType(2)[0] ?? first), searched } };
}

/** A quick find view marks the filter whose columns are looked into. */
function searchOf(quickFind: View): string[] {
  const root = new DOMParser().parseFromString(quickFind.fetch, 'text/xml').documentElement;
  const filters = Array.from(root?.getElementsByTagName('filter') ?? []);
  const marked = filters.find((filter) => ['1', 'true'].includes(filter.getAttribute('isquickfindfields') ?? ''));
  return Array.from(marked?.getElementsByTagName('condition') ?? []).flatMap(
    (condition) => condition.getAttribute('attribute') ?? [],
  );
}

const standardSearch: Readonly<Record<string, string[]>> = {
  contact: ['fullname', 'emailaddress1'],
  lead: ['fullname', 'emailaddress1', 'subject'],
};

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

  if (request.search) {
    const value = `%${request.search.replace(/[[%_]/g, '[$&]')}%`;
    const either = add(entity, 'filter', { type: 'or' });
    const searched = (view.searched ?? []).filter((name) => isText(table, name));
    for (const attribute of searched.length > 0 ? searched : [table.nameColumn])
      add(either, 'condition', { attribute, operator: 'like', value });
  }
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

function isText(table: TableDefinition, name: string): boolean {
  return ['String', 'Memo'].includes(table.columns.get(name)?.type ?? '');
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
