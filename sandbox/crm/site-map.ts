/** The app and its navigation, as the imported solution brings them: app module and site map. */
import { DOMParser, type Element } from '@xmldom/xmldom';
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
}

/** Null as long as no app is installed. */
export async function readApp(api: WebApi, appId: string | null): Promise<App | null> {
  const [apps, maps] = await Promise.all([
    api.rows('appmodules?$select=appmoduleid,name,uniquename'),
    api.rows('sitemaps?$select=sitemapnameunique,sitemapxml'),
  ]);
  const app = apps.find((row) => row['appmoduleid'] === appId) ?? apps[0];
  const map = maps.find((row) => sameName(row, app)) ?? maps[0];
  if (app === undefined || map === undefined) return null;
  return { id: textOf(app['appmoduleid']), name: textOf(app['name']), areas: parseSiteMap(textOf(map['sitemapxml'])) };
}

export function parseSiteMap(xml: string): Area[] {
  const root = new DOMParser().parseFromString(xml, 'text/xml').documentElement;
  if (root === null) return [];
  return Array.from(root.getElementsByTagName('Area')).map((area) => ({
    id: area.getAttribute('Id') ?? '',
    title: titleOf(area),
    groups: elements(area, 'Group').map((group) => ({
      title: titleOf(group),
      entries: elements(group, 'SubArea').flatMap(parseEntry),
    })),
  }));
}

function parseEntry(element: Element): Entry[] {
  const entry = { id: element.getAttribute('Id') ?? '', title: titleOf(element) };
  const table = element.getAttribute('Entity');
  if (table !== null && table !== '') return [{ ...entry, target: { kind: 'table', table } }];
  const url = element.getAttribute('Url') ?? '';
  if (url.startsWith('$webresource:')) {
    return [{ ...entry, target: { kind: 'page', name: url.slice('$webresource:'.length) } }];
  }
  return [];
}

function titleOf(element: Element): string {
  const titles = elements(element, 'Titles').flatMap((list) => elements(list, 'Title'));
  const english = titles.find((title) => title.getAttribute('LCID') === '1033') ?? titles[0];
  return english?.getAttribute('Title') ?? element.getAttribute('Title') ?? '';
}

function elements(parent: Element, name: string): Element[] {
  return Array.from(parent.getElementsByTagName(name)).filter((element) => element.parentNode === parent);
}

function sameName(map: Row, app: Row | undefined): boolean {
  return app !== undefined && map['sitemapnameunique'] === app['uniquename'];
}
