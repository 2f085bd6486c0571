/**
 * The Web API of one Dynamics 365 environment, as an administrator's tool uses it: one call at a time, patient with what passes,
 * and every refusal an error that says its code.
 * https://learn.microsoft.com/power-apps/developer/data-platform/webapi/compose-http-requests-handle-errors
 */

import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import { Refused, Sentence, Unreachable } from './refused';

export interface WebApi {
  readonly url: string;
  get(path: string): Promise<Row>;
  /** Null where there is no such row. */
  find(path: string): Promise<Row | null>;
  /** All rows of a collection, following its next links. */
  rows(path: string): Promise<Row[]>;
  /** How many rows there are; the service counts to 5,000. */
  count(set: string): Promise<number>;
  /** Calls an action, or creates a row. `repeatable`: doing it twice does no harm. */
  post(path: string, body: unknown, options?: { repeatable: boolean }): Promise<Row>;
  /** Creates the row under its id, or changes it. */
  upsert(path: string, body: Row): Promise<void>;
  /** False where it was gone already. */
  remove(path: string): Promise<boolean>;
}

export type Row = Record<string, unknown>;

export interface WebApiOptions {
  url: string;
  token: () => Promise<string>;
  wait?: (ms: number) => Promise<unknown>;
  timeoutMs?: number;
}

/** Dynamics 365 ends every operation after two minutes. */
const usualTimeoutMs = 125_000;
const tries = 4;

const row = z.record(z.string(), z.unknown());
const page = z.object({ value: z.array(row), '@odata.nextLink': z.string().optional() });
const failure = z.object({ error: z.object({ code: z.string().optional(), message: z.string().optional() }) });

export function createWebApi({
  url,
  token,
  wait = (ms) => pause(ms),
  timeoutMs = usualTimeoutMs,
}: WebApiOptions): WebApi {
  const root = `${url}/api/data/v9.2/`;

  async function call(method: string, path: string, body: unknown, repeatable: boolean): Promise<string> {
    for (let attempt = 1; ; attempt += 1) {
      const answer = await once(method, path, body).catch((error: unknown) => {
        if (!(error instanceof Unreachable) || !repeatable || attempt === tries) throw error;
        return error;
      });
      if (answer instanceof Unreachable) {
        await wait(2 ** attempt * 500);
        continue;
      }
      const text = await answer.text();
      if (answer.ok) return text;
      const refused = refusal(method, path, answer.status, text);
      // What is throttled was not done. https://learn.microsoft.com/power-apps/developer/data-platform/api-limits
      const passing = answer.status === 429 || (repeatable && [502, 503, 504].includes(answer.status));
      if (!passing || attempt === tries) throw refused;
      const seconds = Number(answer.headers.get('retry-after') ?? Number.NaN);
      await wait(Number.isFinite(seconds) ? seconds * 1000 : 2 ** attempt * 500);
    }
  }

  async function once(method: string, path: string, body: unknown): Promise<Response> {
    const authorization = `Bearer ${await token()}`;
    try {
      return await fetch(path.startsWith(root) ? path : root + path, {
        method,
        signal: AbortSignal.timeout(timeoutMs),
        headers: {
          authorization,
          accept: 'application/json',
          'odata-version': '4.0',
          'odata-maxversion': '4.0',
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
    } catch (cause) {
      throw new Unreachable(url, cause);
    }
  }

  const read = async (path: string): Promise<Row> => parsed(await call('GET', path, undefined, true));
  const parsed = (text: string): Row => {
    try {
      return row.parse(JSON.parse(text));
    } catch (cause) {
      throw new Sentence(`${url} answers, but not as Dynamics 365 does: check DATAVERSE_URL.`, { cause });
    }
  };

  return {
    url,
    get: read,
    async find(path) {
      try {
        return await read(path);
      } catch (error) {
        if (error instanceof Refused && error.status === 404) return null;
        throw error;
      }
    },
    async rows(path) {
      const all: Row[] = [];
      for (let next: string | undefined = path; next !== undefined;) {
        const { value, '@odata.nextLink': link }: z.infer<typeof page> = shaped(page, await read(next));
        all.push(...value);
        next = link === undefined ? undefined : root + link.slice(link.indexOf('/api/data/v9.2/') + 15);
      }
      return all;
    },
    async count(set) {
      return Number((await call('GET', `${set}/$count`, undefined, true)).replace('\uFEFF', ''));
    },
    async post(path, body, { repeatable } = { repeatable: false }) {
      const text = await call('POST', path, body, repeatable);
      return text === '' ? {} : parsed(text);
    },
    async upsert(path, body) {
      await call('PATCH', path, body, true);
    },
    async remove(path) {
      try {
        await call('DELETE', path, undefined, true);
        return true;
      } catch (error) {
        if (error instanceof Refused && error.status === 404) return false;
        throw error;
      }
    },
  };
}

function refusal(method: string, path: string, status: number, text: string): Refused {
  let said: z.infer<typeof failure>['error'] = {};
  try {
    said = failure.parse(JSON.parse(text)).error;
  } catch {
    // Something on the way spoke in the place of Dynamics 365.
  }
  return new Refused({ method, path, status, code: said.code ?? '', text: said.message ?? '' });
}

/** A value inside an OData string literal inside an address. */
export const literal = (value: string): string => `'${encodeURIComponent(value.replaceAll("'", "''"))}'`;

/** The answer in the shape that it has to have. */
export function shaped<T>(schema: z.ZodType<T>, answer: unknown): T {
  const result = schema.safeParse(answer);
  if (result.success) return result.data;
  throw new Sentence(
    `Dynamics 365 answered in an unexpected form (${result.error.issues[0]?.path.join('.') ?? 'nothing'}): look for a newer version of Audience Sync.`,
    { cause: result.error },
  );
}

/** A column that is a text; throws where the answer has none. */
export function textOf(given: Row, column: string): string {
  const value = given[column];
  if (typeof value !== 'string') throw new Sentence(`Dynamics 365 answered without ${column}.`);
  return value;
}
