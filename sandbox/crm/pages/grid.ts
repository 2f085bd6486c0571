/** A view as a grid: title, search, sortable columns, rows that open, pages. */
import { listLink, recordLink } from '../links';
import type { TableDefinition } from '../table-definition';
import type { View } from '../view';
import { displayOf, lookupOf, textOf, type Row } from '../web-api';
import { html, type Markup } from './html';
import { icon } from './icons';
import { isStatus, statusBadge } from './status';

export interface Grid {
  appId: string;
  table: TableDefinition;
  views: View[];
  view: View;
  rows: Row[];
  /** Null when Dataverse gave no count. */
  total: number | null;
  more: boolean;
  page: number;
  pageSize: number;
  search: string;
  sort: string | undefined;
}

export function gridPage(grid: Grid): Markup {
  const { appId, table, view } = grid;
  return html`<div class="commands" role="toolbar" aria-label="Commands">
      ${creatable.has(table.name) ? html`<a class="command" href="${recordLink(appId, table.name, '')}">${icon('add')}New</a>` : ''}
      <a class="command" href="${stay(grid, {})}">${icon('refresh')}Refresh</a>
    </div>
    <section class="card whole">
      <div class="head">
        ${title(grid)}
        <form class="search" role="search" action="/main.aspx">
          <input type="hidden" name="appid" value="${appId}" /><input
            type="hidden"
            name="pagetype"
            value="entitylist"
          />
          <input type="hidden" name="etn" value="${table.name}" /><input
            type="hidden"
            name="viewid"
            value="${view.id}"
          />
          ${grid.sort === undefined ? '' : html`<input type="hidden" name="sort" value="${grid.sort}" />`}
          <label
            >${icon('search')}<input
              type="search"
              name="search"
              value="${grid.search}"
              placeholder="Search this view"
              aria-label="Search this view by ${columnLabel(table, table.nameColumn)}"
          /></label>
        </form>
      </div>
      ${gridTable(grid, (sort) => stay(grid, { sort, page: undefined }))} ${footer(grid)}
    </section>`;
}

/** The rows alone, as the related tabs of a form show them. Without a way to sort, the headers are plain. */
export function gridTable(
  grid: Pick<Grid, 'appId' | 'table' | 'view' | 'rows' | 'sort'>,
  sortedBy: ((sort: string) => string) | null,
): Markup {
  const { appId, table, view, rows } = grid;
  if (rows.length === 0) {
    return html`<div class="empty">
      ${icon('info')}
      <p>No ${table.pluralLabel.toLowerCase()} to show here.</p>
    </div>`;
  }
  return html`<div class="scroll">
    <table class="grid">
      <colgroup>
        ${view.columns.map(({ width }) => html`<col width="${width}" />`)}
      </colgroup>
      <thead>
        <tr>
          ${view.columns.map(({ name }) => header(table, name, grid.sort, sortedBy))}
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          (row) =>
            html`<tr>
              ${view.columns.map(({ name }, index) => html`<td class="${kindOf(table, name)}" title="${displayOf(row, name)}">${cell(appId, table, row, name, index === 0)}</td>`)}
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}

function header(
  table: TableDefinition,
  name: string,
  sort: string | undefined,
  sortedBy: ((sort: string) => string) | null,
): Markup {
  const label = columnLabel(table, name);
  const kind = kindOf(table, name);
  if (sortedBy === null || !table.columns.has(name))
    return html`<th scope="col" class="${kind}" title="${label}">${label}</th>`;
  const direction = sort === name ? 'ascending' : sort === `-${name}` ? 'descending' : null;
  const next = direction === 'ascending' ? `-${name}` : name;
  return html`<th scope="col" class="${kind}" ${direction === null ? '' : html`aria-sort="${direction}"`}>
    <a href="${sortedBy(next)}" title="${label}"
      ><span>${label}</span>${direction === null ? '' : icon(direction === 'ascending' ? 'up' : 'down')}</a
    >
  </th>`;
}

function cell(appId: string, table: TableDefinition, row: Row, name: string, first: boolean): Markup | string {
  const text = displayOf(row, name);
  if (first) {
    return html`<a href="${recordLink(appId, table.name, textOf(row[table.id]))}"
      >${text === '' ? '(no name)' : text}</a
    >`;
  }
  const lookup = lookupOf(row, name);
  if (lookup !== null) return html`<a href="${recordLink(appId, lookup.table, lookup.id)}">${text}</a>`;
  if (text !== '' && isStatus(table.columns.get(name))) return statusBadge(text);
  return text;
}

function kindOf(table: TableDefinition, name: string): string {
  const numeric = ['Integer', 'BigInt', 'Decimal', 'Double', 'Money'];
  return numeric.includes(table.columns.get(name)?.type ?? '') ? 'number' : '';
}

function title(grid: Grid): Markup {
  if (grid.views.length < 2) return html`<h1>${grid.view.name}</h1>`;
  return html`<h1 class="choose">
      <button type="button" popovertarget="views">${grid.view.name}${icon('chevronDown')}</button>
    </h1>
    <div popover id="views" class="flyout views">
      <ul>
        ${grid.views.map(
          (view) =>
            html`<li>
              <a
                href="${listLink(grid.appId, grid.table.name, { viewid: view.id })}"
                ${view === grid.view ? html`aria-current="true"` : ''}
                ><span class="label">${view.name}</span>${view === grid.view ? icon('checkmark') : ''}</a
              >
            </li>`,
        )}
      </ul>
    </div>`;
}

function footer(grid: Grid): Markup {
  const first = (grid.page - 1) * grid.pageSize + 1;
  const last = first + grid.rows.length - 1;
  const of = grid.total === null ? '' : ` of ${grid.total.toLocaleString('en-US')}`;
  const range =
    grid.rows.length === 0 ? 'Rows: 0' : `${first.toLocaleString('en-US')} - ${last.toLocaleString('en-US')}${of}`;
  const step = (label: string, page: number, possible: boolean, name: 'previous' | 'next'): Markup =>
    possible
      ? html`<a class="step" href="${stay(grid, { page: String(page) })}" aria-label="${label}">${icon(name)}</a>`
      : html`<span class="step" aria-hidden="true">${icon(name)}</span>`;
  return html`<div class="foot">
    <span>${range}</span><span class="fill"></span>
    ${grid.page > 1 || grid.more ? html`${step('Previous page', grid.page - 1, grid.page > 1, 'previous')}<span>Page ${grid.page}</span>${step('Next page', grid.page + 1, grid.more, 'next')}` : ''}
  </div>`;
}

function stay(grid: Grid, change: Record<string, string | undefined>): string {
  return listLink(grid.appId, grid.table.name, {
    viewid: grid.view.id,
    search: grid.search,
    sort: grid.sort,
    page: grid.page === 1 ? undefined : String(grid.page),
    ...change,
  });
}

function columnLabel(table: TableDefinition, name: string): string {
  return table.columns.get(name)?.label ?? name.split('.').at(-1) ?? name;
}

const creatable: ReadonlySet<string> = new Set(['contact', 'lead', 'list']);
