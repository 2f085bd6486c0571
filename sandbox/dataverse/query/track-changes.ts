import type { Call, Reply } from '../environment';
import { rowsOf, serviceRoot } from '../environment';
import { badQuery, DataverseError } from '../errors';
import type { Preferences } from '../http/preferences';
import { json } from '../http/reply';
import type { Table } from '../metadata/table';
import { sightOf } from '../privileges';
import { everyRow, seen } from './filter-binding';
import { ordering } from './ordering';
import type { Cookie } from './pages';
import { readCookie, readPage, writeCookie } from './pages';
import { applied, context, nextLink, pageSize } from './page-request';
import type { QueryString } from './query-string';
import { readSelect } from './select';
import { writeRow } from './write-row';

/** Where change tracking stands: a version of the store, and when. */
interface Token {
  readonly version: number;
  readonly at: Date;
}

interface Tracked {
  readonly items: unknown[];
  readonly next: Cookie | null;
}

const unsupported = ['filter', 'orderby', 'expand', 'top'];
const daysOfToken = 7;

/**
 * All rows, and on the last page a link to what changes from now on; by that link the changed rows, then the deleted ones.
 * https://learn.microsoft.com/power-apps/developer/data-platform/use-change-tracking-synchronize-data-external-systems
 */
export function trackChanges(call: Call, table: Table, query: QueryString, preferences: Preferences): Reply {
  requireTracking(call, table, query);
  const skip = query.options.get('$skiptoken');
  const cookie = skip === undefined ? null : readCookie(skip);
  // Pages belong to the moment of the first: what changes meanwhile is told the next time.
  const until = Number(/ version="(\d+)"/.exec(skip ?? '')?.[1] ?? call.env.store.version);
  const size = pageSize(query, preferences).rows;
  const delta = query.options.get('$deltatoken');
  const page =
    delta === undefined
      ? everything(call, table, query, preferences, size, cookie)
      : changes(call, table, query, preferences, readToken(call, delta), size, cookie);
  const body: Record<string, unknown> = {
    '@odata.context': `${context(call, table, query)}${delta === undefined ? '' : '/$delta'}`,
    value: page.items,
  };
  if (page.next === null) body['@odata.deltaLink'] = deltaLink(call, query, until);
  else {
    const token = writeCookie(page.next).replace('istracking="False"', `istracking="True" version="${until}"`);
    body['@odata.nextLink'] = nextLink(call, token);
  }
  return json(200, body, applied(preferences));
}

function requireTracking(call: Call, table: Table, query: QueryString): void {
  const enabled = table.name === 'listmember' ? call.env.switches.changeTrackingOnListMember : table.changeTracking;
  if (!enabled) throw new DataverseError(400, '0x80072491', `Entity ${table.name} isn't enabled for change tracking.`);
  const [unfit] = unsupported.filter((name) => query.options.has(`$${name}`));
  if (unfit !== undefined) {
    throw badQuery(`The "\${${unfit}}" query parameter isn't supported when Change Tracking is enabled.`);
  }
}

const shapeOf = (call: Call, table: Table, query: QueryString, preferences: Preferences) => ({
  select: readSelect(table, query.options.get('$select')),
  expand: [],
  preferences,
  root: serviceRoot(call),
  sees: sightOf(call.caller),
});

function everything(
  call: Call,
  table: Table,
  query: QueryString,
  preferences: Preferences,
  size: number,
  cookie: Cookie | null,
): Tracked {
  const condition = seen(everyRow, table, sightOf(call.caller));
  const page = readPage(rowsOf(call.env, table), condition, ordering([]), size, cookie);
  const shape = shapeOf(call, table, query, preferences);
  return { items: page.rows.map((row) => writeRow(call.env, table, row, shape)), next: page.next };
}

/** Changed rows by their versions, then deletions: of a deleted row nothing is left but its id. */
function changes(
  call: Call,
  table: Table,
  query: QueryString,
  preferences: Preferences,
  since: Token,
  size: number,
  cookie: Cookie | null,
): Tracked {
  const shape = shapeOf(call, table, query, preferences);
  const rows = [...rowsOf(call.env, table).all()]
    .filter((row) => row.version > since.version && shape.sees(table, row))
    .sort((a, b) => a.version - b.version);
  const gone = call.env.store.removals(table).filter((removal) => removal.version > since.version);
  const from = Number(cookie?.after[0] ?? 0);
  const to = from + size;
  const items = [
    ...rows.slice(from, to).map((row) => writeRow(call.env, table, row, shape)),
    ...gone.slice(Math.max(0, from - rows.length), Math.max(0, to - rows.length)).map(({ id }) => ({
      '@odata.context': `${serviceRoot(call)}$metadata#${table.set}/$deletedEntity`,
      id,
      reason: 'deleted',
    })),
  ];
  const more = rows.length + gone.length > to;
  return { items, next: more ? { page: (cookie?.page ?? 1) + 1, after: [to] } : null };
}

/** `919042!08/22/2017 08:10:44` */
function readToken(call: Call, text: string): Token {
  const [, version, month, day, year, time] = /^(\d+)!(\d\d)\/(\d\d)\/(\d{4}) (\d\d:\d\d:\d\d)$/.exec(text) ?? [];
  if (version === undefined) throw badQuery('The delta token is not valid.');
  const token = { version: Number(version), at: new Date(`${year}-${month}-${day}T${time}Z`) };
  if (call.env.clock.now().getTime() - token.at.getTime() > daysOfToken * 86_400_000) {
    throw new DataverseError(
      400,
      '0x80044352',
      'Version stamp associated with the client has expired. Please perform a full sync.',
    );
  }
  return token;
}

function deltaLink(call: Call, query: QueryString, version: number): string {
  const [date = '', time = ''] = call.env.clock.now().toISOString().slice(0, 19).split('T');
  const [year, month, day] = date.split('-');
  const token = encodeURIComponent(`${version}!${month}/${day}/${year} ${time}`);
  const select = query.options.get('$select');
  const kept = select === undefined ? '' : `$select=${select}&`;
  return `${serviceRoot(call)}${call.path}?${kept}$deltatoken=${token.replaceAll('!', '%21')}`;
}
