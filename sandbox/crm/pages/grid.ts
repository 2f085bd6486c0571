/** A view as a grid: title, search, rows to select and to open, pages. The same grid stands on forms as a subgrid. */
import { listLink, recordLink } from '../links';
import type { GridState } from '../page-state';
import type { TableDefinition } from '../table-definition';
import type { View } from '../view';
import { displayOf, lookupOf, textOf, type Row } from '../web-api';
import type { Words } from '../words/words';
import { cellText } from './cell-text';
import { dataBlock, html, type Markup } from './html';
import { icon } from './icons';

export interface Grid {
  appId: string;
  words: Words;
  table: TableDefinition;
  view: View;
  rows: Row[];
  /** Null when Dataverse gave no count. */
  total: number | null;
  more: boolean;
  page: number;
  pageSize: number;
  sort: string | undefined;
  /** Where the same grid is with another order or page. */
  stay: (change: { sort?: string; page?: string | undefined }) => string;
  /** A subgrid loads its rows into itself; the main grid is a page of its own. */
  inside: boolean;
}

export interface GridPage {
  grid: Grid;
  state: GridState;
  views: View[];
  search: string;
}

export function gridPage({ grid, state, views, search }: GridPage): Markup {
  const { appId, table, view, words } = grid;
  const searched = (view.searched ?? [table.nameColumn]).map((name) => columnLabel(table, name)).join(', ');
  return html`<div class="commands" id="grid-commands" role="toolbar" aria-label="${words.commandBar}"></div>
    <section class="card whole" data-grid data-bar="grid-commands">
      ${dataBlock(state, 'grid-state')}
      <div class="head">
        ${title(grid, views)}
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
              value="${search}"
              placeholder="${words.searchView}"
              aria-label="${words.searchViewBy(searched)}"
          /></label>
        </form>
      </div>
      ${gridBody(grid)}
    </section>`;
}

/** Rows and footer: what is read again when a grid is refreshed. */
export function gridBody(grid: Grid): Markup {
  return html`<div class="grid-body">${gridTable(grid)} ${footer(grid)}</div>`;
}

function gridTable(grid: Grid): Markup {
  const { appId, table, view, rows, words } = grid;
  if (rows.length === 0) {
    return html`<div class="empty">
      ${icon('empty')}
      <p>${words.nothingHere(table.pluralLabel.toLocaleLowerCase(words.locale))}</p>
    </div>`;
  }
  return html`<div class="scroll">
    <table class="grid">
      <colgroup>
        <col width="48" />
        ${view.columns.map(({ width }) => html`<col width="${width}" />`)}
      </colgroup>
      <thead>
        <tr>
          <th scope="col" class="check"><input type="checkbox" data-all aria-label="${words.selectAll}" /></th>
          ${view.columns.map(({ name }) => header(grid, name))}
        </tr>
      </thead>
      <tbody>
        ${rows.map((row) => {
          const id = textOf(row[table.id]);
          const name = displayOf(row, table.nameColumn) || words.noName;
          return html`<tr>
            <td class="check">
              <input
                type="checkbox"
                data-row="${id}"
                data-name="${name}"
                autocomplete="off"
                aria-label="${words.selectRow(name)}"
              />
            </td>
            ${view.columns.map(({ name }, index) => html`<td class="${kindOf(table, name)}" title="${displayOf(row, name)}">${cell(appId, table, row, name, index === 0, words)}</td>`)}
          </tr>`;
        })}
      </tbody>
    </table>
  </div>`;
}

function header(grid: Grid, name: string): Markup {
  const { table, sort } = grid;
  const label = columnLabel(table, name);
  const kind = kindOf(table, name);
  if (!table.columns.has(name)) return html`<th scope="col" class="${kind}" title="${label}">${label}</th>`;
  const direction = sort === name ? 'ascending' : sort === `-${name}` ? 'descending' : null;
  const next = direction === 'ascending' ? `-${name}` : name;
  return html`<th scope="col" class="${kind}" ${direction === null ? '' : html`aria-sort="${direction}"`}>
    ${link(grid, { sort: next, page: undefined }, label, html`<span>${label}</span>${direction === null ? '' : icon(direction === 'ascending' ? 'up' : 'down')}`)}
  </th>`;
}

function cell(
  appId: string,
  table: TableDefinition,
  row: Row,
  name: string,
  first: boolean,
  words: Words,
): Markup | string {
  const text = displayOf(row, name);
  if (first) {
    return html`<a href="${recordLink(appId, table.name, textOf(row[table.id]))}"
      >${text === '' ? words.noName : cellText(row, table.columns.get(name), text, words)}</a
    >`;
  }
  const lookup = lookupOf(row, name);
  if (lookup !== null && lookup.table !== 'systemuser')
    return html`<a href="${recordLink(appId, lookup.table, lookup.id)}">${text}</a>`;
  return cellText(row, table.columns.get(name), text, words);
}

function kindOf(table: TableDefinition, name: string): string {
  const numeric = ['Integer', 'BigInt', 'Decimal', 'Double', 'Money'];
  return numeric.includes(table.columns.get(name)?.type ?? '') ? 'number' : '';
}

function title(grid: Grid, views: View[]): Markup {
  if (views.length < 2) return html`<h1>${grid.view.name}</h1>`;
  return html`<h1 class="choose">
      <button type="button" popovertarget="views">${grid.view.name}${icon('chevronDown')}</button>
    </h1>
    <div popover id="views" class="flyout views" data-below>
      <ul aria-label="${grid.words.views}">
        ${views.map(
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
  const { words } = grid;
  const first = (grid.page - 1) * grid.pageSize + 1;
  const last = first + grid.rows.length - 1;
  const number = (value: number): string => value.toLocaleString(words.locale);
  const range =
    grid.rows.length === 0
      ? words.rows('0')
      : words.range(number(first), number(last), grid.total === null ? null : number(grid.total));
  const step = (label: string, page: number, possible: boolean, name: 'previous' | 'next'): Markup =>
    possible
      ? link(grid, { page: String(page) }, label, icon(name), 'step')
      : html`<span class="step" aria-hidden="true">${icon(name)}</span>`;
  return html`<div class="foot">
    <span>${range}</span><span class="selected-count" role="status"></span><span class="fill"></span>
    ${grid.page > 1 || grid.more ? html`${step(words.previousPage, grid.page - 1, grid.page > 1, 'previous')}<span>${words.page(grid.page)}</span>${step(words.nextPage, grid.page + 1, grid.more, 'next')}` : ''}
  </div>`;
}

function link(
  grid: Grid,
  change: { sort?: string; page?: string | undefined },
  label: string,
  content: Markup,
  kind = '',
): Markup {
  const address = grid.stay(change);
  const name = kind === '' ? html`title="${label}"` : html`aria-label="${label}" title="${label}"`;
  return grid.inside
    ? html`<a href="#" class="${kind}" data-load="${address}" ${name}>${content}</a>`
    : html`<a href="${address}" class="${kind}" ${name}>${content}</a>`;
}

function columnLabel(table: TableDefinition, name: string): string {
  return table.columns.get(name)?.label ?? name.split('.').at(-1) ?? name;
}
