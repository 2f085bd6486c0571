/** The app and its navigation, as the imported solution brings them: app module and site map. */
import { DOMParser, type Element } from '@xmldom/xmldom';
import type { Privileges } from './privileges';
import { textOf, type Row, type WebApi } from './web-api';

export interface App {
  id: string;
  name: string;
  areas: Area[];
}

export interface Area {
  id: string;
  title: string;
  groups: { title: string; entries: Entry[] }[];
}

export interface Entry {
  id: string;
  /** Empty when the site map leaves the title to the table's own plural name. */
  title: string;
  target: { kind: 'table'; table: string } | { kind: 'page'; name: string };
  /** What the person must be allowed to do for the entry to show: what it names itself, and reading its own table. */
  privileges: { table: string; operation: string }[];
}

/** Null as long as no app is installed. */
export async function readApp(api: WebApi, appId: string | null, language: number): Promise<App | null> {
  const [apps, maps] = await Promise.all([
    api.rows('appmodules?$select=appmoduleid,name,uniquename'),
    api.rows('sitemaps?$select=sitemapnameunique,sitemapxml'),
  ]);
  const app = apps.find((row) => row['appmoduleid'] === appId) ?? apps[0];
  const map = maps.find((row) => sameName(row, app)) ?? maps[0];
  if (app === undefined || map === undefined) return null;
  return {
    id: textOf(app['appmoduleid']),
    name: textOf(app['name']),
    areas: parseSiteMap(textOf(map['sitemapxml']), language),
  };
}

export function parseSiteMap(xml: string, language: number): Area[] {
  const root = new DOMParser().parseFromString(xml, 'text/xml').documentElement;
  if (root === null) return [];
  return Array.from(root.getElementsByTagName('Area')).map((area) => ({
    id: area.getAttribute('Id') ?? '',
    title: titleOf(area, language),
    groups: elements(area, 'Group').map((group) => ({
      title: titleOf(group, language),
      entries: elements(group, 'SubArea').flatMap((entry) => parseEntry(entry, language)),
    })),
  }));
}

function parseEntry(element: Element, language: number): Entry[] {
  const privileges = elements(element, 'Privilege').flatMap((privilege) =>
    (privilege.getAttribute('Privilege') ?? '')
      .split(',')
      .map((operation) => ({ table: privilege.getAttribute('Entity') ?? '', operation: operation.trim() })),
  );
  const entry = { id: element.getAttribute('Id') ?? '', title: titleOf(element, language), privileges };
  const table = element.getAttribute('Entity');
  if (table !== null && table !== '')
    return [{ ...entry, privileges: [...privileges, { table, operation: 'Read' }], target: { kind: 'table', table } }];
  const url = element.getAttribute('Url') ?? '';
  if (url.startsWith('$webresource:')) {
    return [{ ...entry, target: { kind: 'page', name: url.slice('$webresource:'.length) } }];
  }
  return [];
}

/** Without the entries that the person may not use, and without groups and areas that are empty then. */
export async function permittedApp(app: App, privileges: Privileges): Promise<App> {
  const permitted = async (entry: Entry): Promise<boolean> => {
    const answers = entry.privileges.map(({ table, operation }) => privileges.may(operation, table));
    return (await Promise.all(answers)).every(Boolean);
  };
  const areas = await Promise.all(
    app.areas.map(async (area) => ({
      ...area,
      groups: await Promise.all(
        area.groups.map(async (group) => {
          const may = await Promise.all(group.entries.map(permitted));
          return { ...group, entries: group.entries.filter((_entry, index) => may[index] === true) };
        }),
      ),
    })),
  );
  return {
    ...app,
    areas: areas
      .map((area) => ({ ...area, groups: area.groups.filter(({ entries }) => entries.length > 0) }))
      .filter(({ groups }) => groups.length > 0),
  };
}

export function tablesOf(app: App | null): string[] {
  return (app?.areas ?? []).flatMap(({ groups }) =>
    groups.flatMap(({ entries }) => entries.flatMap(({ target }) => (target.kind === 'table' ? [target.table] : []))),
  );
}

function titleOf(element: Element, language: number): string {
  const titles = elements(element, 'Titles').flatMap((list) => elements(list, 'Title'));
  const of = (id: number): Element | undefined => titles.find((title) => title.getAttribute('LCID') === String(id));
  return (of(language) ?? of(1033) ?? titles[0])?.getAttribute('Title') ?? element.getAttribute('Title') ?? '';
}

function elements(parent: Element, name: string): Element[] {
  return Array.from(parent.getElementsByTagName(name)).filter((element) => element.parentNode === parent);
}

function sameName(map: Row, app: Row | undefined): boolean {
  return app !== undefined && map['sitemapnameunique'] === app['uniquename'];
}
