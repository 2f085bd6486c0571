/** The Dataverse Web API as the shell uses it: as one user, with the formatted values that a grid shows. */
import { z } from 'zod';

export interface WebApi {
  get(path: string): Promise<Row>;
  /** All rows of a collection, following its next links. */
  rows(path: string): Promise<Row[]>;
  post(path: string, body: unknown): Promise<void>;
  /** Answers the row as it was created. */
  create(path: string, body: unknown): Promise<Row>;
  patch(path: string, body: unknown): Promise<void>;
}

const rowShape = z.record(z.string(), z.unknown());
export type Row = z.infer<typeof rowShape>;
const pageShape = z.object({ value: z.array(rowShape), '@odata.nextLink': z.string().optional() });
const errorShape = z.object({ error: z.object({ message: z.string() }) });

/** The Web API said no; the message is its own. */
export class WebApiRefusal extends Error {
  constructor(
    readonly status: number,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

export function createWebApi(dataverseUrl: string, token: string): WebApi {
  const root = new URL('/api/data/v9.2/', dataverseUrl);

  async function call(method: string, path: string, body?: unknown, prefer = ''): Promise<Row | null> {
    const response = await fetchOrSay(dataverseUrl, new URL(path, root), {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        accept: 'application/json',
        'odata-version': '4.0',
        'odata-maxversion': '4.0',
        prefer: `odata.include-annotations="*"${prefer}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        // Without it a PATCH on a missing row would create one.
        ...(method === 'PATCH' ? { 'if-match': '*' } : {}),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok)
      throw new WebApiRefusal(response.status, messageOf(text) ?? `Dataverse answered ${response.status}.`);
    return text === '' ? null : rowShape.parse(JSON.parse(text));
  }

  async function get(path: string): Promise<Row> {
    return (await call('GET', path)) ?? {};
  }

  return {
    get,
    async rows(path) {
      const all: Row[] = [];
      for (let next: string | undefined = path; next !== undefined;) {
        const page: z.infer<typeof pageShape> = pageShape.parse(await get(next));
        all.push(...page.value);
        next = page['@odata.nextLink'];
      }
      return all;
    },
    async post(path, body) {
      await call('POST', path, body);
    },
    async create(path, body) {
      return (await call('POST', path, body, ',return=representation')) ?? {};
    },
    async patch(path, body) {
      await call('PATCH', path, body);
    },
  };
}

/** The rows of one page of a collection. */
export function rowsOf(page: Row): Row[] {
  return pageShape.parse(page).value;
}

/** What a person reads in a cell: the formatted value where Dataverse gives one. Lookups are found by their column's name. */
export function displayOf(row: Row, column: string): string {
  const key = keyOf(row, column);
  return textOf(row[`${key}@OData.Community.Display.V1.FormattedValue`] ?? row[key]);
}

/** The table and id that a lookup points to, or null. */
export function lookupOf(row: Row, column: string): { table: string; id: string } | null {
  const key = keyOf(row, column);
  const table = row[`${key}@Microsoft.Dynamics.CRM.lookuplogicalname`];
  const id = row[key];
  return typeof table === 'string' && typeof id === 'string' ? { table, id } : null;
}

export function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  return value === null || value === undefined ? '' : JSON.stringify(value);
}

/** A value inside an OData string literal inside an address. */
export function literal(value: string): string {
  return `'${encodeURIComponent(value.replaceAll("'", "''"))}'`;
}

async function fetchOrSay(dataverseUrl: string, address: URL, init: RequestInit): Promise<Response> {
  try {
    return await fetch(address, init);
  } catch (cause) {
    throw new WebApiRefusal(502, `The Dataverse stand-in at ${dataverseUrl} does not answer.`, { cause });
  }
}

function keyOf(row: Row, column: string): string {
  const lookup = `_${column}_value`;
  return lookup in row ? lookup : column;
}

function messageOf(text: string): string | null {
  try {
    return errorShape.parse(JSON.parse(text)).error.message;
  } catch {
    return null;
  }
}
