/**
 * Paced calls to one Dynamics 365 environment through dynamics-web-api, which itself neither retries nor bounds its
 * connections and hides the headers of a success.
 */

import { DynamicsWebApi } from 'dynamics-web-api';
import type { Pace } from '../pacing/pace';
import { UnexpectedAnswer } from './errors';
import type { Row } from './row';
import type { TokenSource } from './token';

export interface DataverseClient {
  /** `repeatable`: doing it twice does no harm. */
  call<T>(send: (api: DynamicsWebApi) => Promise<T>, options: { repeatable: boolean }): Promise<T>;
  /** An instance of its own per batch: one that collects a batch swallows every other call made through it. */
  batch(
    fill: (api: DynamicsWebApi) => void,
    options: { repeatable: boolean; continueOnError: boolean },
  ): Promise<unknown[]>;
  /** A GET whose answer is not touched: the package turns every text that looks like a date into a date. */
  raw(path: string): Promise<{ body: Row; headers: Headers }>;
  /** A link to a next page, for this client's own address (something may stand between us and Dynamics 365). */
  ownLink(link: string): string;
  readonly pace: Pace;
}

export interface ClientOptions {
  url: string;
  token: TokenSource;
  pace: Pace;
  timeoutMs: number;
}

export function createDataverseClient({ url, token, pace, timeoutMs }: ClientOptions): DataverseClient {
  const root = `${url}/api/data/v9.2/`;
  const { host } = new URL(url);
  /** Names where the call was made: a failure of the network does not always say. */
  const atHost = async <T>(call: () => Promise<T>): Promise<T> => {
    try {
      return await call();
    } catch (error) {
      throw isRow(error) ? Object.assign(error, { host }) : error;
    }
  };
  const api = new DynamicsWebApi({
    serverUrl: url,
    dataApi: { version: '9.2' },
    onTokenRefresh: token,
    timeout: timeoutMs,
    propagateErrors: true,
  });

  return {
    pace,
    call: (send, { repeatable }) =>
      pace.run(() => atHost(() => withDeadline(send(api), timeoutMs)), { idempotent: repeatable }),
    batch: (fill, { repeatable, continueOnError }) =>
      pace.run(
        async () => {
          const own = api.initializeInstance();
          own.startBatch();
          fill(own);
          const answer: unknown = await atHost(() =>
            withDeadline(own.executeBatch({ continueOnError, inChangeSet: false }), timeoutMs),
          );
          if (!Array.isArray(answer)) throw new UnexpectedAnswer('A batch was not answered with a batch.');
          return answer;
        },
        { idempotent: repeatable },
      ),
    raw: (path) =>
      pace.run(
        async () => {
          const answer = await fetch(root + path, {
            headers: { Authorization: `Bearer ${await token()}`, Accept: 'application/json', 'OData-Version': '4.0' },
            signal: AbortSignal.timeout(timeoutMs),
          }).catch((error: unknown) => {
            throw networkError(error, host);
          });
          const body: unknown = await answer.json().catch(() => null);
          if (!answer.ok) {
            throw Object.assign(new Error('Refused'), errorIn(body), {
              status: answer.status,
              headers: Object.fromEntries(answer.headers),
            });
          }
          if (!isRow(body)) throw new UnexpectedAnswer('An answer that is no JSON object.');
          return { body, headers: answer.headers };
        },
        { idempotent: true },
      ),
    ownLink(link) {
      const from = link.indexOf('/api/data/v9.2/');
      if (from === -1) throw new UnexpectedAnswer('A next page outside of the Web API.');
      return root + link.slice(from + '/api/data/v9.2/'.length);
    },
  };
}

/** An answer that is cut off in its body is never settled by the package. */
async function withDeadline<T>(call: Promise<T>, timeoutMs: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const deadline = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(
      () => reject(Object.assign(new Error('No answer in time'), { code: 'DEADLINE' })),
      timeoutMs + 1000,
    );
  });
  try {
    return await Promise.race([call, deadline]);
  } finally {
    clearTimeout(timer);
  }
}

function networkError(error: unknown, host: string): Error {
  const cause = isRow(error) && isRow(error['cause']) ? error['cause'] : error;
  return Object.assign(new Error('Not reached', { cause: error }), { code: networkCode(cause), host });
}

function networkCode(cause: unknown): string {
  if (!isRow(cause)) return 'ECONNFAILED';
  if (cause['code'] === 23) return 'ETIMEDOUT';
  if (typeof cause['code'] === 'string') return cause['code'];
  // Some ports are never called by fetch: https://fetch.spec.whatwg.org/#port-blocking
  return cause['message'] === 'bad port' ? 'EBADPORT' : 'ECONNFAILED';
}

function errorIn(body: unknown): object {
  return isRow(body) && isRow(body['error']) ? { error: body['error'] } : {};
}

function isRow(value: unknown): value is Row {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
