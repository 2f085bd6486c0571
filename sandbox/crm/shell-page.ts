/** From an address of the app (main.aspx?pagetype=...) to the page it stands for. */
import { readRecordPage } from './form-page';
import { readGridPage, readGridRows } from './grid-page';
import { recordLink } from './links';
import type { RecordState } from './page-state';
import { entryAddress, frame, type Surroundings } from './pages/frame';
import { html, type Markup } from './pages/html';
import { noticePage } from './pages/notice';
import { readPrivileges } from './privileges';
import { permittedApp, readApp, type App } from './site-map';
import { readTable, readTableNames } from './table-definition';
import { administrator, userOfCookie } from './users';
import { createViewReader, type ReadViewRows } from './view-rows';
import type { Visit } from './visit';
import { createWebApi, WebApiRefusal, type WebApi } from './web-api';
import { languageOfCookie, wordsOf, type Words } from './words/words';

export interface ShellAnswer {
  status: number;
  html?: string;
  location?: string;
}

export interface ShellPages {
  /** Answers any address of the app, to whom the cookie names. */
  page(cookie: string | undefined, here: string): Promise<ShellAnswer>;
  /** The rows of a subgrid. */
  rows(cookie: string | undefined, here: string): Promise<ShellAnswer>;
}

export interface ShellOptions {
  dataverseUrl: string;
  /** Where the other side is played, where there is one. */
  otherSide: string | null;
}

/** The version token stands in every address that the platform itself makes of a web resource. */
const versionToken = '/%7b000000001%7d';

export function createShellPages(options: ShellOptions): ShellPages {
  const readRows = createViewReader();
  return {
    page: (cookie, here) => shellPage(options, readRows, cookie, here),
    async rows(cookie, here) {
      const { visit } = await visitOf(options, readRows, cookie, here);
      return { status: 200, html: (await readGridRows(visit)).text };
    },
  };
}

async function visitOf(
  { dataverseUrl }: ShellOptions,
  readRows: ReadViewRows,
  cookie: string | undefined,
  here: string,
): Promise<{ visit: Visit; user: Surroundings['user'] }> {
  const query = new URL(here, 'http://127.0.0.1').searchParams;
  const user = userOfCookie(cookie);
  const language = languageOfCookie(cookie);
  const platform = createWebApi(dataverseUrl, administrator.token);
  const api = createWebApi(dataverseUrl, user.token);
  const privileges = readPrivileges(api, platform);
  const whole = await readApp(platform, query.get('appid'), language.id);
  const app = whole === null ? null : await permittedApp(whole, privileges);
  const words = wordsOf(language.id);
  return { visit: { app, appId: app?.id ?? '', query, api, platform, privileges, readRows, language, words }, user };
}

async function shellPage(
  options: ShellOptions,
  readRows: ReadViewRows,
  cookie: string | undefined,
  here: string,
): Promise<ShellAnswer> {
  const { visit, user } = await visitOf(options, readRows, cookie, here);
  const { app, platform, query, language, words, privileges } = visit;
  const around: Surroundings = {
    app,
    user,
    language,
    words,
    here,
    titles: await titlesOf(platform, app, words),
    current: currentOf(query),
    otherSide: options.otherSide,
    notices: await privileges.may('Read', 'appnotification'),
    bare: query.get('navbar') === 'off',
  };
  const state = (record: RecordState | null) => ({ appId: visit.appId, language: language.id, record });
  try {
    const page = await pageOf(visit);
    if (typeof page === 'string') return { status: 302, location: page };
    return { status: page.status ?? 200, html: frame(around, page.title, page.main, state(page.record ?? null)) };
  } catch (error) {
    if (!(error instanceof WebApiRefusal)) throw error;
    const main = noticePage(error.status, error.message, words);
    return { status: error.status, html: frame(around, words.notAvailable, main, state(null)) };
  }
}

interface Page {
  status?: number;
  title: string;
  main: Markup;
  record?: RecordState | null;
}

/** A page, or the address to go to instead. */
async function pageOf(visit: Visit): Promise<Page | string> {
  const { app, platform, query, words } = visit;
  const table = query.get('etn') ?? '';
  switch (query.get('pagetype') ?? '') {
    case 'entitylist':
      return readGridPage(visit, await readTable(platform, table, words));
    case 'entityrecord':
      return readRecordPage(visit, await readTable(platform, table, words));
    case 'webresource':
      return webResourceOf(app, query);
    default: {
      if (app === null) return { title: words.noApp, main: noticePage(404, words.importFirst, words) };
      const first = app.areas[0]?.groups[0]?.entries[0];
      if (first === undefined) return { title: words.noAccess, main: noticePage(403, words.noEntries, words) };
      return entryAddress(app, first);
    }
  }
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

async function titlesOf(platform: WebApi, app: App | null, words: Words): Promise<Map<string, string>> {
  const untitled = (app?.areas ?? []).flatMap(({ groups }) =>
    groups.flatMap(({ entries }) =>
      entries.flatMap(({ title, target }) => (title === '' && target.kind === 'table' ? [target.table] : [])),
    ),
  );
  return new Map(
    await Promise.all(
      untitled.map(async (table): Promise<[string, string]> => {
        try {
          return [table, (await readTableNames(platform, table, words)).pluralLabel];
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
