/**
 * A Dataverse that knows just what the page asks of it, and serves the page at its real path under the strict content
 * security policy. The test plays the sync service by changing the rows.
 * https://learn.microsoft.com/power-platform/admin/content-security-policy
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { readFile } from 'node:fs/promises';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { asText, filterOf } from './fake-filter';

export type FakeRow = Record<string, unknown>;

export interface FakeWebApi {
  url: string;
  tables: Record<string, FakeRow[]>;
  /** What was written, in order. */
  writes: { method: string; path: string; body: FakeRow }[];
  /** How often something was read. */
  reads(): number;
  /** Paths of what was read, decoded, in order. */
  asked: string[];
  /** What the platform tells the page about the user; nothing unless a test says so. */
  userSettings: FakeRow | null;
  /** Privileges that the user lacks, and rows that she may not write. */
  lacks: Set<string>;
  /** Violations of the policy that the browser reported. */
  violations: string[];
  /** The next answers to requests whose path contains the text. */
  refuse(pathContains: string, status: number, message: string, times?: number): void;
  /** From now on nothing is refused. */
  allow(): void;
  close(): Promise<void>;
}

/** https://learn.microsoft.com/power-apps/developer/data-platform/webapi/reference/attributemetadata */
const attributes = [
  ['firstname', 'First Name'],
  ['lastname', 'Last Name'],
  ['companyname', 'Company Name'],
].map(([LogicalName, Label]) => ({
  LogicalName,
  AttributeType: 'String',
  AttributeTypeName: { Value: 'StringType' },
  DisplayName: { UserLocalizedLabel: { Label } },
  IsValidForRead: true,
}));

const policy = [
  "default-src 'self'",
  "script-src 'self' blob: data:",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self' data:",
  "connect-src 'self' blob: data: wss:",
  "frame-src 'self' blob:",
  "base-uri 'none'",
  'report-uri /csp-report',
].join('; ');

export async function startFakeWebApi(folder: string, tables: Record<string, FakeRow[]>): Promise<FakeWebApi> {
  const writes: FakeWebApi['writes'] = [];
  let reads = 0;
  const asked: string[] = [];
  const lacks = new Set<string>();
  const violations: string[] = [];
  const refusals: { pathContains: string; status: number; message: string; times: number }[] = [];

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const url = new URL(request.url ?? '/', 'http://fake');
    const body = await textOf(request);
    if (url.pathname === '/csp-report') {
      violations.push(body);
      return send(response, 204);
    }
    if (url.pathname === '/WebResources/ClientGlobalContext.js.aspx') {
      return send(response, 200, contextScript(fake.userSettings), { 'Content-Type': 'text/javascript' });
    }
    if (url.pathname.startsWith('/WebResources/')) return serveFile(folder, url.pathname, response);
    const refusal = refusals.find(
      ({ pathContains, times }) => times > 0 && decodeURIComponent(request.url ?? '').includes(pathContains),
    );
    if (refusal !== undefined) {
      refusal.times -= 1;
      return sendJson(response, refusal.status, { error: { code: '0x80040220', message: refusal.message } });
    }
    const allowed = rightsAnswer(decodeURIComponent(url.pathname), url.searchParams, lacks);
    if (allowed !== null) return sendJson(response, 200, allowed);
    if (url.pathname.includes('/EntityDefinitions(')) return sendJson(response, 200, { value: attributes });
    const match = /^\/api\/data\/v9\.2\/(\w+)(?:\(([^)]+)\))?$/.exec(url.pathname);
    const rows = match?.[1] === undefined ? undefined : tables[match[1]];
    if (match === null || rows === undefined)
      return sendJson(response, 404, { error: { code: '', message: 'no such table' } });
    const [, set = '', id] = match;
    const method = request.method ?? 'GET';
    if (method === 'GET') {
      reads += 1;
      asked.push(decodeURIComponent(request.url ?? ''));
      if (id === undefined) {
        const found = query(set, rows, url.searchParams, tables);
        return sendJson(response, 200, page(request, url, found, tables));
      }
      const row = rows.find((one) => one[keyOf(set)] === id);
      return row === undefined
        ? sendJson(response, 404, { error: { code: '', message: 'gone' } })
        : sendJson(response, 200, shown(row, tables));
    }
    const change = parsed(body);
    writes.push({ method, path: `${set}${id === undefined ? '' : `(${id})`}`, body: change });
    if (method === 'POST') {
      const row = bound({ [keyOf(set)]: randomUUID(), createdon: new Date().toISOString(), ...change });
      rows.push(row);
      return sendJson(response, 201, shown(row, tables));
    }
    const row = rows.find((one) => one[keyOf(set)] === id);
    if (row === undefined) return sendJson(response, 404, { error: { code: '', message: 'gone' } });
    Object.assign(row, bound(change));
    return send(response, 204);
  };

  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) =>
      sendJson(response, 500, { error: { code: '', message: String(error) } }),
    );
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const fake: FakeWebApi = {
    url: `http://127.0.0.1:${port}`,
    tables,
    writes,
    asked,
    userSettings: null,
    lacks,
    reads: () => reads,
    violations,
    refuse: (pathContains, status, message, times = 1) => void refusals.push({ pathContains, status, message, times }),
    allow: () => void refusals.splice(0),
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
  return fake;
}

function parsed(body: string): FakeRow {
  const value: unknown = JSON.parse(body);
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

function keyOf(set: string): string {
  return `${set.replace(/s$/, '')}id`;
}

function query(
  set: string,
  rows: readonly FakeRow[],
  asked: URLSearchParams,
  tables: Record<string, FakeRow[]>,
): FakeRow[] {
  const filter = asked.get('$filter');
  const matches = filter === null ? () => true : filterOf(filter);
  const order = (asked.get('$orderby') ?? `${nameOf(set)} asc`).split(',').map((part) => part.trim().split(' '));
  const top = asked.get('$top');
  const found = rows
    .filter((row) => matches(withPaths(row, tables)))
    .sort((a, b) => {
      for (const [column = '', direction] of order) {
        const difference = asText(a[column]).localeCompare(asText(b[column]));
        if (difference !== 0) return direction === 'desc' ? -difference : difference;
      }
      return 0;
    });
  return top === null ? found : found.slice(0, Number(top));
}

/** With the columns of rows that its lookups point at, as a filter names them. */
function withPaths(row: FakeRow, tables: Record<string, FakeRow[]>): FakeRow {
  const list = tables['lists']?.find(({ listid }) => listid === row['_mcs_marketinglistid_value']);
  return list === undefined ? row : { ...row, 'mcs_marketinglistid/listname': list['listname'] };
}

/** https://learn.microsoft.com/power-apps/developer/data-platform/webapi/query/page-results */
function page(request: IncomingMessage, url: URL, rows: FakeRow[], tables: Record<string, FakeRow[]>): FakeRow {
  const size = Number(
    /odata\.maxpagesize=(\d+)/.exec(String(request.headers['prefer'] ?? ''))?.[1] ??
      url.searchParams.get('size') ??
      5000,
  );
  const start = Number(url.searchParams.get('$skiptoken') ?? 0);
  const answer: FakeRow = { value: rows.slice(start, start + size).map((row) => shown(row, tables)) };
  if (url.searchParams.get('$count') === 'true') answer['@odata.count'] = Math.min(rows.length, 5000);
  if (start + size < rows.length) {
    const next = new URL(url.href);
    next.host = request.headers.host ?? '';
    next.searchParams.set('$skiptoken', String(start + size));
    next.searchParams.set('size', String(size));
    answer['@odata.nextLink'] = next.href;
  }
  return answer;
}

/** Null for a path that asks for no rights. */
function rightsAnswer(path: string, asked: URLSearchParams, lacks: ReadonlySet<string>): FakeRow | null {
  if (path.includes('RetrieveUserPrivilegeByPrivilegeName')) {
    const name = (asked.get('@name') ?? '').replaceAll("'", '');
    return { RolePrivileges: lacks.has(name) ? [] : [{ PrivilegeName: name, Depth: 'Global' }] };
  }
  if (path.includes('RetrievePrincipalAccess')) {
    const target = /"@odata\.id":"([^"]+)"/.exec(asked.get('@target') ?? '')?.[1] ?? '';
    return { AccessRights: lacks.has(target) ? 'ReadAccess' : 'ReadAccess, WriteAccess' };
  }
  return null;
}

function nameOf(set: string): string {
  return set === 'lists' ? 'listname' : 'mcs_name';
}

/** `x@odata.bind` becomes the value of the lookup column. */
function bound(row: FakeRow): FakeRow {
  const plain: FakeRow = {};
  for (const [column, value] of Object.entries(row)) {
    const lookup = /^(\w+)@odata\.bind$/.exec(column)?.[1];
    if (lookup === undefined) plain[column] = value;
    else
      plain[`_${lookup}_value`] =
        value === null ? null : (/\(([^)]+)\)/.exec(typeof value === 'string' ? value : '')?.[1] ?? null);
  }
  return plain;
}

/** With the rows that its lookups point at, as if every one of them had been expanded. */
function shown(row: FakeRow, tables: Record<string, FakeRow[]>): FakeRow {
  const expanded: FakeRow = { ...row };
  for (const [navigation, set] of expandable) {
    const id = row[`_${navigation}_value`];
    const found = typeof id === 'string' ? tables[set]?.find((one) => one[keyOf(set)] === id) : undefined;
    if (found !== undefined) expanded[navigation] = found;
  }
  return expanded;
}

const expandable = [
  ['mcs_marketinglistid', 'lists'],
  ['mcs_audienceid', 'mcs_audiences'],
  ['mcs_accountid', 'mcs_accounts'],
] as const;

function contextScript(userSettings: FakeRow | null): string {
  const settings = JSON.stringify(userSettings ?? undefined) ?? 'undefined';
  return `function GetGlobalContext(){return{getClientUrl:function(){return location.origin},userSettings:${settings}}}`;
}

async function serveFile(folder: string, path: string, response: ServerResponse): Promise<void> {
  const types: Record<string, string> = { html: 'text/html; charset=utf-8', js: 'text/javascript', css: 'text/css' };
  const type = types[path.split('.').pop() ?? ''] ?? 'application/octet-stream';
  const content = await readFile(join(folder, path.slice('/WebResources/'.length)), 'utf8');
  send(response, 200, content, { 'Content-Type': type, 'Content-Security-Policy': policy });
}

function sendJson(response: ServerResponse, status: number, body: unknown): void {
  const headers = {
    'Content-Type': 'application/json; odata.metadata=minimal',
    'x-ms-service-request-id': randomUUID(),
  };
  send(response, status, JSON.stringify(body), headers);
}

function send(response: ServerResponse, status: number, body = '', headers: Record<string, string> = {}): void {
  response.writeHead(status, headers).end(body);
}

async function textOf(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const part of request) text += String(part);
  return text;
}
