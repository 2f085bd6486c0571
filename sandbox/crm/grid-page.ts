/** A view of a table: as a page of its own, or as the rows inside a subgrid. */
import { listLink } from './links';
import { gridBody, gridPage, type Grid } from './pages/grid';
import type { Markup } from './pages/html';
import { tableState } from './record-state';
import { commandsOf } from './ribbon/commands';
import { readRibbon } from './ribbon/read-ribbon';
import { readTable, type TableDefinition } from './table-definition';
import { readViews, sortOf, type View } from './view';
import type { Visit } from './visit';
import { WebApiRefusal } from './web-api';

const pageSize = 50;

export async function readGridPage(visit: Visit, table: TableDefinition): Promise<{ title: string; main: Markup }> {
  const { platform, query, privileges, language, words, appId } = visit;
  if (!(await privileges.may('Read', table.name))) throw new WebApiRefusal(403, `prvRead: ${table.pluralLabel}`);
  const [views, ribbon] = await Promise.all([readViews(platform, table), readRibbon(platform, table.name)]);
  const view = views.all.find(({ id }) => id === query.get('viewid')) ?? views.all[0] ?? views.associated;
  const search = query.get('search')?.trim() ?? '';
  const asker = { table: table.name, label: table.label, privileges, rights: null, language: language.id, words };
  const grid = await readGrid(visit, table, view, { search, pageSize, inside: false });
  grid.stay = (change) =>
    listLink(appId, table.name, {
      viewid: view.id,
      search,
      sort: askedSort(visit, table),
      page: grid.page === 1 ? undefined : String(grid.page),
      ...change,
    });
  return {
    title: view.name,
    main: gridPage({
      grid,
      state: { table: tableState(table), commands: await commandsOf(ribbon, 'HomepageGrid', asker), parent: null },
      views: views.all,
      search,
    }),
  };
}

/** The rows of a subgrid alone, for the form that holds it. */
export async function readGridRows(visit: Visit): Promise<Markup> {
  const { query, platform, words } = visit;
  const table = await readTable(platform, query.get('etn') ?? '', words);
  const views = await readViews(platform, table);
  const view = views.all.find(({ id }) => id === query.get('viewid')) ?? views.associated;
  const [column, id] = [query.get('column') ?? '', query.get('parent') ?? ''];
  if (!table.columns.has(column)) throw new WebApiRefusal(400, `${table.label}: ${column}`);
  const rows = Math.min(Math.max(Number(query.get('rows')) || pageSize, 1), pageSize);
  const grid = await readGrid(visit, table, view, { search: '', pageSize: rows, inside: true, parent: { column, id } });
  grid.stay = (change) => {
    const next = new URLSearchParams(query);
    for (const [name, value] of Object.entries(change)) {
      if (value === undefined) next.delete(name);
      else next.set(name, value);
    }
    return `/shell/grid?${next.toString()}`;
  };
  return gridBody(grid);
}

interface Wanted {
  search: string;
  pageSize: number;
  inside: boolean;
  parent?: { column: string; id: string };
}

async function readGrid(visit: Visit, table: TableDefinition, view: View, wanted: Wanted): Promise<Grid> {
  const { api, appId, query, readRows, words } = visit;
  const { search, pageSize, inside, parent } = wanted;
  const sort = askedSort(visit, table);
  const result = await readRows(api, table, view, {
    search,
    page: Math.max(1, Math.trunc(Number(query.get('page') ?? 1)) || 1),
    pageSize,
    ...(sort === undefined ? {} : { sort }),
    ...(parent === undefined ? {} : { parent }),
  });
  return { appId, words, table, view, ...result, pageSize, sort: sort ?? sortOf(view), stay: () => '', inside };
}

function askedSort({ query }: Visit, table: TableDefinition): string | undefined {
  const asked = query.get('sort');
  return asked !== null && table.columns.has(asked.replace(/^-/, '')) ? asked : undefined;
}
