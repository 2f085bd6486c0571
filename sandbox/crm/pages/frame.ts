/** What surrounds every page of the shell: the bar on top, the site map at the left, the switch of areas, side panes at the right. */
import { listLink, pageLink } from '../links';
import type { PageState } from '../page-state';
import type { App, Area, Entry } from '../site-map';
import { users, type ShellUser } from '../users';
import { languages, type Language, type Words } from '../words/words';
import { dataBlock, html, type Insertable, type Markup } from './html';
import { icon, type IconName } from './icons';

export interface Surroundings {
  app: App | null;
  user: ShellUser;
  language: Language;
  words: Words;
  /** Path and query of the page shown, to come back to after changing the user. */
  here: string;
  /** Plural names of the tables in the site map. */
  titles: ReadonlyMap<string, string>;
  /** The table or web resource that the page is about. */
  current: string | null;
  /** Where the other side is played, where there is one. */
  otherSide: string | null;
  /** Whether the environment keeps notifications that the person may read. */
  notices: boolean;
  /** A page in a dialog or pane stands alone. */
  bare: boolean;
}

export function frame(around: Surroundings, title: string, main: Insertable, state: PageState): string {
  const { app, words, bare } = around;
  const appName = app?.name ?? words.noApp;
  return html`<!doctype html>
    <html lang="${around.language.tag}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>${title} - ${appName}</title>
        <link rel="icon" href="data:," />
        <link rel="stylesheet" href="/shell/shell.css" />
        <script src="/WebResources/ClientGlobalContext.js.aspx" defer></script>
        <script src="/shell/shell.js" defer></script>
      </head>
      <body ${bare ? html`class="bare"` : ''}>
        ${dataBlock(state, 'page-state')}
        <a class="skip" href="#main">${words.skip}</a>
        ${bare ? '' : topBar(around, appName)}
        <div id="notifications" role="region" aria-label="${words.notices}"></div>
        <div class="below">
          ${bare ? '' : navigation(around)}
          <main id="main" tabindex="-1">${main}</main>
          <aside class="panes" aria-label="${words.paneStrip}">
            <div id="pane-panels"></div>
            <div id="pane-tabs" role="tablist" aria-orientation="vertical" aria-label="${words.paneStrip}"></div>
          </aside>
        </div>
      </body>
    </html>`.text;
}

function topBar(around: Surroundings, appName: string): Markup {
  const { words } = around;
  return html`<header class="top">
    ${launcher(around, appName)}
    <span class="brand">${words.brand}</span>
    <a class="app" href="/main.aspx">${appName}</a>
    <span class="fill"></span>
    <span class="hint">${words.hint}</span>
    <button
      type="button"
      id="bell"
      class="round"
      popovertarget="notices-flyout"
      aria-label="${words.notifications}"
      ${around.notices ? html`data-notices` : ''}
    >
      ${icon('bell')}
    </button>
    <div
      popover
      id="notices-flyout"
      class="flyout notices"
      data-below
      role="region"
      aria-label="${words.notifications}"
    >
      <h2>${words.notifications}</h2>
      <div id="notices"><p>${words.noNotifications}</p></div>
    </div>
    ${personMenu(around)}
  </header>`;
}

/** The way to the other things that run beside the shell. */
function launcher({ words, otherSide }: Surroundings, appName: string): Markup {
  return html`<button type="button" class="waffle" popovertarget="apps" aria-label="${words.apps}">
      ${icon('waffle')}
    </button>
    <div popover id="apps" class="flyout apps" data-below>
      <p>${words.apps}</p>
      <ul>
        <li>
          <a href="/main.aspx"><span class="tile" aria-hidden="true">${icon('audience')}</span>${appName}</a>
        </li>
        ${
          otherSide === null
            ? ''
            : html`<li>
                <a href="${otherSide}" target="_blank" rel="noopener"
                  ><span class="tile" aria-hidden="true">${icon('send')}</span>${words.otherSide}</a
                >
              </li>`
        }
      </ul>
    </div>`;
}

function personMenu({ user, here, language, words }: Surroundings): Markup {
  return html`<button type="button" class="person" popovertarget="people" aria-label="${words.signedInAs(user.name)}">
      <span class="name">${user.name}</span>${face(user)}
    </button>
    <div popover id="people" class="flyout people" data-below>
      <form method="post" action="/shell/user">
        <input type="hidden" name="back" value="${here}" />
        <p>${words.useAs}</p>
        ${users.map(
          (one) =>
            html`<button name="user" value="${one.key}" ${one === user ? html`aria-current="true"` : ''}>
              ${face(one)}<span><b>${one.name}</b><small>${one.role}</small></span
              >${one === user ? icon('checkmark') : ''}
            </button>`,
        )}
        <p>${words.language}</p>
        ${languages.map(
          (one) =>
            html`<button
              name="language"
              value="${one.id}"
              lang="${one.tag}"
              ${one.id === language.id ? html`aria-current="true"` : ''}
            >
              <span>${one.name}</span>${one.id === language.id ? icon('checkmark') : ''}
            </button>`,
        )}
      </form>
    </div>`;
}

function face(user: ShellUser): Markup {
  const initials = user.name.split(' ').map((word) => word.slice(0, 1));
  return html`<span class="face ${user.key}" aria-hidden="true">${initials.join('')}</span>`;
}

function navigation(around: Surroundings): Markup {
  const { app, words } = around;
  const area = currentArea(around);
  if (app === null || area === undefined) {
    return html`<nav class="side" aria-label="${words.siteMap}">
      <p class="none">${app === null ? words.noSolution : words.noEntries}</p>
    </nav>`;
  }
  return html`<nav class="side" aria-label="${words.siteMap}">
    <button type="button" class="hamburger" aria-label="${words.expandSiteMap}">${icon('hamburger')}</button>
    <div class="entries">
      ${area.groups.map(
        (group) =>
          html`<section>
            <h2>${group.title}</h2>
            <ul>
              ${group.entries.map((entry) => html`<li>${entryLink(around, app, entry)}</li>`)}
            </ul>
          </section>`,
      )}
    </div>
    ${app.areas.length < 2 ? '' : areaSwitch(app, area, words)}
  </nav>`;
}

function areaSwitch(app: App, area: Area, words: Words): Markup {
  return html`<button type="button" class="area" popovertarget="areas" aria-label="${words.areaOf(area.title)}">
      <span class="tile" aria-hidden="true">${area.title.slice(0, 1)}</span
      ><span class="label">${area.title}</span>${icon('chevronUpDown')}
    </button>
    <div popover id="areas" class="flyout areas">
      <p>${words.changeArea}</p>
      <ul>
        ${app.areas.map(
          (one) =>
            html`<li>
              <a href="${areaLink(app, one)}" ${one === area ? html`aria-current="true"` : ''}>
                <span class="tile" aria-hidden="true">${one.title.slice(0, 1)}</span
                ><span class="label">${one.title}</span>${one === area ? icon('checkmark') : ''}</a
              >
            </li>`,
        )}
      </ul>
    </div>`;
}

function entryLink(around: Surroundings, app: App, entry: Entry): Markup {
  const { target } = entry;
  const key = target.kind === 'table' ? target.table : target.name;
  const title = entry.title || (around.titles.get(key) ?? key);
  return html`<a
    href="${entryAddress(app, entry)}"
    title="${title}"
    ${around.current === key ? html`aria-current="page"` : ''}
    >${icon(target.kind === 'page' ? 'sync' : iconOf(target.table))}<span class="label">${title}</span></a
  >`;
}

export function entryAddress(app: App, entry: Entry): string {
  return entry.target.kind === 'table' ? listLink(app.id, entry.target.table) : pageLink(app.id, entry.target.name);
}

function areaLink(app: App, area: Area): string {
  const first = area.groups[0]?.entries[0];
  return first === undefined ? '/main.aspx' : entryAddress(app, first);
}

function currentArea({ app, current }: Surroundings): Area | undefined {
  const holds = (area: Area): boolean =>
    area.groups.some((group) =>
      group.entries.some(({ target }) => (target.kind === 'table' ? target.table : target.name) === current),
    );
  return app?.areas.find(holds) ?? app?.areas[0];
}

export function iconOf(table: string): IconName {
  const known: Readonly<Record<string, IconName>> = {
    list: 'list',
    contact: 'contact',
    lead: 'lead',
    mcs_audience: 'audience',
    mcs_audiencemember: 'member',
    mcs_tag: 'tag',
    mcs_syncrun: 'run',
    mcs_account: 'account',
    mcs_interest: 'interest',
    mcs_fieldmapping: 'mapping',
    mcs_listevent: 'event',
  };
  return known[table] ?? 'record';
}

/** For when the app itself cannot be read. */
export function standalonePage(title: string, main: Insertable, words: Words): string {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title}</title>
        <link rel="icon" href="data:," />
        <link rel="stylesheet" href="/shell/shell.css" />
      </head>
      <body>
        <header class="top">
          <span class="waffle">${icon('waffle')}</span><a class="app" href="/main.aspx">${words.brand}</a>
        </header>
        <div class="below"><main id="main">${main}</main></div>
      </body>
    </html>`.text;
}
