/** From an address of the app (main.aspx?pagetype=...) to the page it stands for. */
import { entryAddress, frame, type Surroundings } from './pages/frame';
import { formPage, type Form } from './pages/form';
import { gridPage, gridTable } from './pages/grid';
import { html, type Markup } from './pages/html';
import { membersTab } from './pages/members';
import { messages, noticePage } from './pages/notice';
import { recordLink } from './links';
import { findPeople, memberTableOf, readMembers } from './marketing-list';
import { readSections } from './record-layout';
import { readRelatedTables, type Related } from './related-tables';
import { readApp, type App } from './site-map';
import { readTable, readTableNames, type TableDefinition } from './table-definition';
import { administrator, type ShellUser } from './users';
import { readViews, sortOf } from './view';
import { createViewReader, type ReadViewRows } from './view-rows';
import { createWebApi, textOf, WebApiRefusal, type WebApi } from './web-api';

export interface ShellAnswer {
  status: number;
  html?: string;
  location?: string;
}

interface Visit {
  app: App | null;
  appId: string;
  query: URLSearchParams;
  /** As the person in front of the shell: records. */
  api: WebApi;
  readRows: ReadViewRows;
  /** As the platform itself: navigation, views and definitions, which it shows to whoever may open the app. */
  platform: WebApi;
}

const pageSize = 50;
/** The version token stands in every address that the platform itself makes of a web resource. */
const versionToken = '/%7b000000001%7d';

/** Answers any address of the app, as the given user. */
export function createShellPages(dataverseUrl: string): (user: ShellUser, here: string) => Promise<ShellAnswer> {
  const readRows = createViewReader();
  return (user, here) => shellPage(dataverseUrl, readRows, user, here);
}

async function shellPage(
  dataverseUrl: string,
  readRows: ReadViewRows,
  user: ShellUser,
  here: string,
): Promise<ShellAnswer> {
  const query = new URL(here, 'http://127.0.0.1').searchParams;
  const platform = createWebApi(dataverseUrl, administrator.token);
  const app = await readApp(platform, query.get('appid'));
  const visit: Visit = {
    app,
    appId: app?.id ?? '',
    query,
    api: createWebApi(dataverseUrl, user.token),
    platform,
    readRows,
  };
  const around: Surroundings = { app, user, here, titles: await titlesOf(platform, app), current: currentOf(query) };
  try {
    const page = await pageOf(visit);
    if (typeof page === 'string') return { status: 302, location: page };
    return { status: 200, html: frame(around, page.title, page.main) };
  } catch (error) {
    if (!(error instanceof WebApiRefusal)) throw error;
    return { status: error.status, html: frame(around, 'Not available', noticePage(error.status, error.message)) };
  }
}

interface Page {
  title: string;
  main: Markup;
}

/** A page, or the address to go to instead. */
async function pageOf(visit: Visit): Promise<Page | string> {
  const { app, query } = visit;
  const table = query.get('etn') ?? '';
  switch (query.get('pagetype') ?? '') {
    case 'entitylist':
      return gridOf(visit, await readTable(visit.platform, table));
    case 'entityrecord':
      return formOf(visit, await readTable(visit.platform, table));
    case 'webresource':
      return webResourceOf(app, query);
    default: {
      const first = app?.areas[0]?.groups[0]?.entries[0];
      if (app === null || first === undefined) {
        return { title: 'No app', main: noticePage(404, 'Import the solution first: its app brings the navigation.') };
      }
      return entryAddress(app, first);
    }
  }
}

async function gridOf({ api, platform, appId, query, readRows }: Visit, table: TableDefinition): Promise<Page> {
  const views = await readViews(platform, table);
  const view = views.find(({ id }) => id === query.get('viewid')) ?? views[0];
  if (view === undefined) throw new WebApiRefusal(404, `The table ${table.label} has no view.`);
  const search = query.get('search')?.trim() ?? '';
  const asked = query.get('sort');
  const sort = asked !== null && table.columns.has(asked.replace(/^-/, '')) ? asked : undefined;
  const asking = Math.max(1, Math.trunc(Number(query.get('page') ?? 1)) || 1);
  const result = await readRows(api, table, view, {
    search,
    page: asking,
    pageSize,
    ...(sort === undefined ? {} : { sort }),
  });
  return {
    title: view.name,
    main: gridPage({ appId, table, views, view, ...result, pageSize, search, sort: sort ?? sortOf(view) }),
  };
}

async function formOf(visit: Visit, table: TableDefinition): Promise<Page> {
  const { api, appId, query } = visit;
  const id = (query.get('id') ?? '').replace(/[{}]/g, '').toLowerCase();
  const tab = query.get('tab') ?? '';
  const sections = await readSections(visit.platform, table);
  const plain = { appId, table, sections, message: messages[query.get('message') ?? ''] ?? null };
  if (id === '') {
    return { title: `New ${table.label}`, main: formPage({ ...plain, row: null, tabs: [], tab: '', content: null }) };
  }
  const row = await api.get(`${table.set}(${encodeURIComponent(id)})`);
  const related = await readRelatedTables(visit.platform, visit.app, table.name);
  const memberTable = table.name === 'list' ? memberTableOf(row) : null;
  const tabs = [
    ...(memberTable === null ? [] : [{ key: 'members', label: 'Members' }]),
    ...related.map(({ key, label }) => ({ key, label })),
  ];
  const form: Form = { ...plain, row, tabs, tab, content: null };
  const one = related.find(({ key }) => key === tab);
  if (tab === 'members' && memberTable !== null) {
    const search = query.get('find')?.trim() ?? '';
    const [members, found] = await Promise.all([
      readMembers(api, id, memberTable),
      search === '' ? [] : findPeople(api, memberTable, search),
    ]);
    form.content = membersTab({ appId, listId: id, table: memberTable, members, search, found });
  } else if (one !== undefined) {
    form.content = await relatedRows(visit, one, id);
  } else if (tab !== '') {
    form.tab = '';
  }
  return { title: textOf(row[table.nameColumn]) || table.label, main: formPage(form) };
}

async function relatedRows({ api, platform, appId, readRows }: Visit, related: Related, id: string): Promise<Markup> {
  const table = await readTable(platform, related.table);
  const [view] = await readViews(platform, table);
  if (view === undefined) return html``;
  const parent = { column: related.column, id };
  const { rows, more } = await readRows(api, table, view, { page: 1, pageSize, parent });
  return html`<section class="card">
    <div class="head"><h2>${related.label}</h2></div>
    ${gridTable({ appId, table, view, rows, sort: undefined }, null)}
    <div class="foot"><span>Rows: ${rows.length}${more ? ' and more' : ''}</span></div>
  </section>`;
}

function webResourceOf(app: App | null, query: URLSearchParams): Page {
  const name = query.get('webresourceName') ?? query.get('webresourcename') ?? '';
  const data = query.get('data');
  const path = name.split('/').map(encodeURIComponent).join('/');
  const source = `${versionToken}/WebResources/${path}${data === null ? '' : `?data=${encodeURIComponent(data)}`}`;
  const entries = (app?.areas ?? []).flatMap(({ groups }) => groups.flatMap(({ entries }) => entries));
  const entry = entries.find(({ target }) => target.kind === 'page' && target.name === name);
  const title = entry?.title || name;
  return { title, main: html`<iframe class="page" src="${source}" title="${title}"></iframe>` };
}

async function titlesOf(platform: WebApi, app: App | null): Promise<Map<string, string>> {
  const untitled = (app?.areas ?? []).flatMap(({ groups }) =>
    groups.flatMap(({ entries }) =>
      entries.flatMap(({ title, target }) => (title === '' && target.kind === 'table' ? [target.table] : [])),
    ),
  );
  return new Map(
    await Promise.all(
      untitled.map(async (table): Promise<[string, string]> => {
        try {
          return [table, (await readTableNames(platform, table)).pluralLabel];
        } catch (error) {
          // A table of Sales or Marketing may be missing from an environment; the app opens all the same.
          if (error instanceof WebApiRefusal) return [table, table];
          throw error;
        }
      }),
    ),
  );
}

function currentOf(query: URLSearchParams): string | null {
  return query.get('etn') ?? query.get('webresourceName') ?? query.get('webresourcename');
}

/** Where a form post returns to. */
export function backToRecord(appId: string, table: string, id: string, message: string, tab?: string): string {
  return `${recordLink(appId, table, id, tab)}&message=${message}`;
}
