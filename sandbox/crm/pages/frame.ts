/** What surrounds every page of the shell: the bar on top, the site map at the left, the switch of areas below it. */
import { listLink, pageLink } from '../links';
import type { App, Area, Entry } from '../site-map';
import { users, type ShellUser } from '../users';
import { html, type Insertable, type Markup } from './html';
import { icon, type IconName } from './icons';

export interface Surroundings {
  app: App | null;
  user: ShellUser;
  /** Path and query of the page shown, to come back to after changing the user. */
  here: string;
  /** Plural names of the tables in the site map. */
  titles: ReadonlyMap<string, string>;
  /** The table or web resource that the page is about. */
  current: string | null;
}

export function frame(around: Surroundings, title: string, main: Insertable): string {
  const appName = around.app?.name ?? 'No app installed';
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title} - ${appName}</title>
        <link rel="icon" href="data:," />
        <link rel="stylesheet" href="/shell/shell.css" />
      </head>
      <body>
        <a class="skip" href="#main">Skip to main content</a>
        <header class="top">
          <span class="waffle">${icon('waffle')}</span>
          <span class="brand">CRM sandbox</span>
          <a class="app" href="/main.aspx">${appName}</a>
          <span class="fill"></span>
          <span class="hint">Stand-in for Dynamics 365 on this machine</span>
          ${userSwitch(around)}
        </header>
        <div class="below">
          ${navigation(around)}
          <main id="main" tabindex="-1">${main}</main>
        </div>
      </body>
    </html>`.text;
}

function userSwitch({ user, here }: Surroundings): Markup {
  return html`<button
      type="button"
      class="person"
      popovertarget="people"
      aria-label="Signed in as ${user.name}. Change user"
    >
      <span class="name">${user.name}</span>${face(user)}
    </button>
    <div popover id="people" class="flyout people">
      <form method="post" action="/shell/user">
        <input type="hidden" name="back" value="${here}" />
        <p>Use the shell as</p>
        ${users.map(
          (one) =>
            html`<button name="user" value="${one.key}" ${one === user ? html`aria-current="true"` : ''}>
              ${face(one)}<span><b>${one.name}</b><small>${one.role}</small></span
              >${one === user ? icon('checkmark') : ''}
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
  const { app } = around;
  const area = currentArea(around);
  if (app === null || area === undefined) {
    return html`<nav class="side" aria-label="Site map">
      <p class="none">The solution has not been imported yet.</p>
    </nav>`;
  }
  return html`<nav class="side" aria-label="Site map">
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
    <button type="button" class="area" popovertarget="areas" aria-label="Area: ${area.title}. Change area">
      <span class="tile" aria-hidden="true">${area.title.slice(0, 1)}</span
      ><span class="label">${area.title}</span>${icon('chevronUpDown')}
    </button>
    <div popover id="areas" class="flyout areas">
      <p>Change area</p>
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
    </div>
  </nav>`;
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
  };
  return known[table] ?? 'record';
}

/** For when the app itself cannot be read. */
export function standalonePage(title: string, main: Insertable): string {
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
          <span class="waffle">${icon('waffle')}</span><a class="app" href="/main.aspx">CRM sandbox</a>
        </header>
        <div class="below"><main id="main">${main}</main></div>
      </body>
    </html>`.text;
}
