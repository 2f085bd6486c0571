/** One paced call to Mailchimp, its answer checked; and the one download that is no call to it. */

import { z } from 'zod';
import type { Pace } from '../pacing/pace';
import type { Answer, MailchimpClient } from './client';
import { DownloadFailed, ResultsExpired, UnexpectedAnswer } from './errors';
import { toIso } from './shapes';

export interface Checked<T> {
  data: T;
  /** Mailchimp's own clock when it answered. */
  serverTime: string;
}

export interface MailchimpCaller {
  /**
   * Nearly every call of this adapter may be repeated: reads, statuses, names, archiving, and additions that never update. The
   * one that may not says so.
   */
  call<T>(
    shape: z.ZodType<T>,
    send: (client: MailchimpClient) => Promise<Answer>,
    options?: { idempotent: boolean },
  ): Promise<Checked<T>>;
  /** From an address that Mailchimp has named, whose host needs and gets no key. Throws `ResultsExpired` when it is refused. */
  download<T>(url: string, read: (bytes: Uint8Array) => Promise<T>): Promise<T>;
  wait(ms: number): Promise<void>;
  /** How long a batch is waited for. */
  readonly batchPatienceMs: number;
  /** Whether this audience was seen to exist. */
  readonly knownAudiences: Set<string>;
  countWrites(records: number): void;
}

export interface CallerOptions {
  client: MailchimpClient;
  /** Whom the client calls. */
  host: string;
  pace: Pace;
  timeoutMs: number;
  batchPatienceMs: number;
  wait(this: void, ms: number): Promise<void>;
  countWrites(this: void, records: number): void;
}

export function createCaller(options: CallerOptions): MailchimpCaller {
  const { client, host, pace, timeoutMs, batchPatienceMs, wait, countWrites } = options;
  return {
    knownAudiences: new Set(),
    countWrites,
    wait,
    batchPatienceMs,
    download: (url, read) => pace.run(async () => read(await fetchBytes(url, timeoutMs)), { idempotent: true }),
    call: (shape, send, { idempotent } = { idempotent: true }) =>
      pace.run(
        async () => {
          const { data, response } = await send(client).catch((error: unknown) => {
            throw typeof error === 'object' && error !== null ? Object.assign(error, { host }) : error;
          });
          const parsed = shape.safeParse(data);
          if (!parsed.success) {
            throw new UnexpectedAnswer(
              parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; '),
            );
          }
          const date = response.headers['date'];
          if (date === undefined) throw new UnexpectedAnswer('An answer without a Date header.');
          return { data: parsed.data, serverTime: toIso(date) };
        },
        { idempotent },
      ),
  };
}

async function fetchBytes(url: string, timeoutMs: number): Promise<Uint8Array> {
  const response = await fetch(url, { signal: AbortSignal.timeout(timeoutMs) }).catch(failedDownload(url));
  if (response.status >= 400 && response.status < 500 && response.status !== 408 && response.status !== 429) {
    throw new ResultsExpired(response.status);
  }
  if (!response.ok) throw new DownloadFailed({ status: response.status });
  return new Uint8Array(await response.arrayBuffer().catch(failedDownload(url)));
}

const failedDownload =
  (url: string) =>
  (error: unknown): never => {
    const { code } = causeShape.safeParse(error).data?.cause ?? {};
    throw new DownloadFailed({ code: code ?? 'DOWNLOAD', host: new URL(url).host, cause: error });
  };

const causeShape = z.object({ cause: z.object({ code: z.string().optional() }).optional() });
