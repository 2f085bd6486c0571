/**
 * What a page says to Dataverse: same-origin requests to the Web API and nothing else. Refusals become one sentence
 * for the person at the screen, with the id under which Microsoft's support finds the request.
 */

import { t } from './texts/texts';

export interface Query {
  select?: readonly string[];
  filter?: string;
  expand?: string;
  orderBy?: string;
  top?: number;
  /** Asks how many rows there are in all; Dataverse counts no further than 5,000. */
  count?: boolean;
}

/** One page of an answer. */
export interface RowPage {
  rows: Row[];
  /** Where the next page is; null on the last one. */
  next: string | null;
  /** Null where it was not asked for. */
  count: number | null;
}

export type Row = Readonly<Record<string, unknown>>;
export type Body = Readonly<Record<string, string | number | boolean | null>>;

export interface WebApi {
  /** The address of the organization, without a slash at its end. */
  readonly clientUrl: string;
  retrieve(set: string, id: string, query?: Query): Promise<Row>;
  /** All pages of an answer; with `top` no more than so many rows. */
  retrieveMultiple(set: string, query?: Query): Promise<Row[]>;
  /** One page of so many rows, or the page that `next` of an earlier one names. */
  retrievePage(from: { set: string; query: Query; pageSize: number } | { next: string }): Promise<RowPage>;
  /** The answer of a function: its path with parameters, below the root of the Web API. */
  call(path: string): Promise<Row>;
  /** The created row, as the service stored it. */
  create(set: string, body: Body): Promise<Row>;
  /** Never creates a row. */
  update(set: string, id: string, body: Body): Promise<void>;
  remove(set: string, id: string): Promise<void>;
  /** The service's clock, as far as its answers told it. */
  now(): Date;
}

export class Refusal extends Error {
  constructor(
    /** The HTTP status; 0 where no answer came. */
    readonly status: number,
    sentence: string,
    readonly correlationId: string | null,
  ) {
    super(sentence);
    this.name = 'Refusal';
  }
}

export function createWebApi(clientUrl: string): WebApi {
  const base = `${clientUrl}/api/data/v9.2`;
  let clockOffset = 0;
  // A row that was just created tells the service's clock better than the web server in front of it does.
  let clockKnown = false;

  async function ask(method: string, url: string, body?: Body, more: Record<string, string> = {}): Promise<Response> {
    const headers: Record<string, string> = {
      Accept: 'application/json',
      'OData-MaxVersion': '4.0',
      'OData-Version': '4.0',
      Prefer: `odata.include-annotations="${formattedValue}"`,
      ...more,
    };
    if (body !== undefined) headers['Content-Type'] = 'application/json; charset=utf-8';
    const init: RequestInit = { method, headers, credentials: 'same-origin', cache: 'no-store' };
    if (body !== undefined) init.body = JSON.stringify(body);
    let answer: Response;
    try {
      answer = await fetch(url, init);
    } catch {
      throw new Refusal(0, sentenceOf(0, ''), null);
    }
    const date = Date.parse(answer.headers.get('Date') ?? '');
    if (!clockKnown && !Number.isNaN(date)) clockOffset = date - Date.now();
    if (answer.ok) return answer;
    throw new Refusal(answer.status, sentenceOf(answer.status, await refusalText(answer)), correlationId(answer));
  }

  return {
    clientUrl,
    async retrieve(set, id, query) {
      return asRow(await (await ask('GET', `${base}/${set}(${id})${queryString(query)}`)).json());
    },
    async retrieveMultiple(set, query) {
      const rows: Row[] = [];
      let next: string | null = `${base}/${set}${queryString(query)}`;
      while (next !== null) {
        const page = asRow(await (await ask('GET', next)).json());
        if (Array.isArray(page['value'])) rows.push(...page['value'].map(asRow));
        next = textOf(page, '@odata.nextLink');
        if (query?.top !== undefined && rows.length >= query.top) break;
      }
      return rows;
    },
    async retrievePage(from) {
      const address = 'next' in from ? from.next : `${base}/${from.set}${queryString(from.query)}`;
      // The size of a page goes into the link to the next one: https://learn.microsoft.com/power-apps/developer/data-platform/webapi/query/page-results
      const size = 'next' in from ? '' : `,odata.maxpagesize=${from.pageSize}`;
      const prefer = `odata.include-annotations="${formattedValue}"${size}`;
      const page = asRow(await (await ask('GET', address, undefined, { Prefer: prefer })).json());
      return {
        rows: Array.isArray(page['value']) ? page['value'].map(asRow) : [],
        next: textOf(page, '@odata.nextLink'),
        count: numberOf(page, '@odata.count'),
      };
    },
    async call(path) {
      return asRow(await (await ask('GET', `${base}/${path}`)).json());
    },
    async create(set, body) {
      const prefer = `return=representation,odata.include-annotations="${formattedValue}"`;
      const row = asRow(await (await ask('POST', `${base}/${set}`, body, { Prefer: prefer })).json());
      const createdOn = dateOf(row, 'createdon');
      if (createdOn !== null) {
        clockOffset = createdOn.getTime() - Date.now();
        clockKnown = true;
      }
      return row;
    },
    async update(set, id, body) {
      // Without If-Match a PATCH creates a missing row.
      // https://learn.microsoft.com/power-apps/developer/data-platform/webapi/update-delete-entities-using-web-api
      await ask('PATCH', `${base}/${set}(${id})`, body, { 'If-Match': '*' });
    },
    async remove(set, id) {
      await ask('DELETE', `${base}/${set}(${id})`);
    },
    now: () => new Date(Date.now() + clockOffset),
  };
}

const formattedValue = 'OData.Community.Display.V1.FormattedValue';

/** A text inside single quotes of a filter. */
export function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

export function textOf(row: Row, column: string): string | null {
  const value = row[column];
  return typeof value === 'string' && value !== '' ? value : null;
}

export function numberOf(row: Row, column: string): number | null {
  const value = row[column];
  return typeof value === 'number' ? value : null;
}

export function flagOf(row: Row, column: string): boolean | null {
  const value = row[column];
  return typeof value === 'boolean' ? value : null;
}

export function dateOf(row: Row, column: string): Date | null {
  const text = textOf(row, column);
  const date = text === null ? Number.NaN : Date.parse(text);
  return Number.isNaN(date) ? null : new Date(date);
}

/** A part of a text as contains() takes it, quotes and all: Dataverse reads some signs as wildcards. https://learn.microsoft.com/power-apps/developer/data-platform/wildcard-characters */
export function quotedPart(text: string): string {
  return quoted(text.replaceAll(/[[%_]/g, (sign) => `[${sign}]`));
}

/** The code behind the value of a choice column; null where it is empty or unknown. */
export function codeOf<Code extends string>(
  row: Row,
  column: string,
  choice: Readonly<Record<Code, number>>,
): Code | null {
  const value = row[column];
  for (const code in choice) if (choice[code] === value) return code;
  return null;
}

/** The text that the service shows for a value: the name of a lookup, the label of a choice. */
export function labelOf(row: Row, column: string): string | null {
  return textOf(row, `${column}@${formattedValue}`);
}

/** The row that an expanded lookup brought along. */
export function rowOf(row: Row, navigation: string): Row | null {
  const value = row[navigation];
  return typeof value === 'object' && value !== null ? asRow(value) : null;
}

function asRow(value: unknown): Row {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

function queryString(query: Query | undefined): string {
  if (query === undefined) return '';
  const parts: string[] = [];
  if (query.select !== undefined) parts.push(`$select=${query.select.join(',')}`);
  if (query.filter !== undefined) parts.push(`$filter=${encodeURIComponent(query.filter)}`);
  if (query.expand !== undefined) parts.push(`$expand=${query.expand}`);
  if (query.orderBy !== undefined) parts.push(`$orderby=${encodeURIComponent(query.orderBy)}`);
  if (query.top !== undefined) parts.push(`$top=${query.top}`);
  if (query.count === true) parts.push('$count=true');
  return parts.length === 0 ? '' : `?${parts.join('&')}`;
}

async function refusalText(answer: Response): Promise<string> {
  try {
    const error = rowOf(asRow(await answer.json()), 'error');
    return error === null ? '' : (textOf(error, 'message') ?? '');
  } catch {
    return '';
  }
}

function correlationId(answer: Response): string | null {
  return answer.headers.get('x-ms-service-request-id') ?? answer.headers.get('REQ_ID');
}

function sentenceOf(status: number, message: string): string {
  if (status === 0) return t('common.refused.noAnswer');
  if (status === 401) return t('common.refused.signedOut');
  if (status === 403) return t('common.refused.notAllowed');
  if (status === 429) return t('common.refused.busy');
  if (status >= 500) return t('common.refused.broken');
  return message === ''
    ? t('common.refused.status', { status: String(status) })
    : t('common.refused.because', { message });
}

/** Whatever went wrong, as a refusal. */
export function refusalFrom(error: unknown): Refusal {
  return error instanceof Refusal ? error : new Refusal(0, t('common.refused.page'), null);
}
