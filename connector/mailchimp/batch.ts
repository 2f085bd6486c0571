/**
 * Many operations in one request, which Mailchimp carries out in its own time and order; the results are fetched from an address
 * that it names. https://mailchimp.com/developer/marketing/guides/run-async-requests-batch-endpoint/
 */

import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { ServiceError } from '../service-error';
import { readBatchResults, type NamedResult } from './batch-results';
import type { MailchimpCaller } from './caller';
import { ResultsExpired } from './errors';
import { readAllPages } from './pages';

export interface BatchOperation {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Without a slash before it. */
  path: string;
  params?: Record<string, string>;
  /** JSON. */
  body?: string;
}

export interface BatchResult {
  status: number;
  /** JSON, or empty. */
  response: string;
}

const mostStarts = 3;

/** Results in the order of the operations; undefined where Mailchimp gives none. */
export async function runBatch(
  caller: MailchimpCaller,
  operations: readonly BatchOperation[],
): Promise<(BatchResult | undefined)[]> {
  // By these its results are told from those of any other batch.
  const token = randomUUID();
  const named = operations.map((operation, index) => ({ ...operation, operation_id: `${token}:${index}` }));
  const results = await startAndCollect(caller, token, named);
  const byId = new Map(results.map((result) => [result.operationId, result]));
  return named.map(({ operation_id }) => byId.get(operation_id));
}

/** Starting is never repeated blindly: when the answer is lost, Mailchimp is asked for the batch first. */
async function startAndCollect(
  caller: MailchimpCaller,
  token: string,
  operations: readonly (BatchOperation & { operation_id: string })[],
): Promise<NamedResult[]> {
  for (let starts = 1; ; starts += 1) {
    const sentAt = performance.now();
    const id = await start(caller, operations).catch((error: unknown) => {
      if (error instanceof ServiceError && error.kind === 'transient') return error;
      throw error;
    });
    if (typeof id === 'string') return collect(caller, await ours(caller, id));
    const found = await findLost(caller, token, operations.length, performance.now() - sentAt);
    if (found !== null) return found;
    if (starts === mostStarts) throw id;
  }
}

const shape = z.object({
  id: z.string(),
  status: z.string(),
  total_operations: z.number(),
  submitted_at: z.string(),
  response_body_url: z.string(),
});
const fields = Object.keys(shape.shape);
type Batch = z.infer<typeof shape>;

async function start(caller: MailchimpCaller, operations: readonly object[]): Promise<string> {
  const { data } = await caller.call(shape, (client) => client.batches.startWithHttpInfo({ operations }), {
    idempotent: false,
  });
  return data.id;
}

const listShape = z.object({ batches: z.array(shape), total_items: z.number() });
/** Mailchimp writes down whole seconds. */
const toleranceMs = 5_000;

/** A batch says how many operations it has only after a while, and whose they are only by its results. */
async function findLost(
  caller: MailchimpCaller,
  token: string,
  count: number,
  elapsedMs: number,
): Promise<NamedResult[] | null> {
  let earliest = Infinity;
  const batches = await readAllPages(async (paging) => {
    const { data, serverTime } = await caller.call(listShape, (client) =>
      client.batches.listWithHttpInfo({
        fields: [...fields.map((field) => `batches.${field}`), 'total_items'],
        ...paging,
      }),
    );
    earliest = Math.min(earliest, Date.parse(serverTime) - elapsedMs - toleranceMs);
    return { items: data.batches, total: data.total_items };
  });
  for (const { id, submitted_at, total_operations } of batches) {
    if (Date.parse(submitted_at) < earliest || (total_operations !== 0 && total_operations !== count)) continue;
    const batch = await untilFinished(caller, id, ({ total_operations: total }) => total === 0 || total === count);
    const results = batch.total_operations === count ? await collect(caller, batch) : [];
    if (results.some(({ operationId }) => operationId.startsWith(token))) return results;
  }
  return null;
}

/** A batch that is given up is stopped: what it has not done must not happen at some later time. */
async function ours(caller: MailchimpCaller, id: string): Promise<Batch> {
  try {
    return await untilFinished(caller, id);
  } catch (error) {
    await caller.call(z.unknown(), (client) => client.batches.deleteRequestWithHttpInfo(id)).catch(() => undefined);
    throw error;
  }
}

const firstDelayMs = 1_000;
const longestDelayMs = 15_000;

/** Or until it shows that it is not worth waiting for. */
async function untilFinished(
  caller: MailchimpCaller,
  id: string,
  mayBeOurs: (batch: Batch) => boolean = () => true,
): Promise<Batch> {
  let waited = 0;
  for (let delay = firstDelayMs; ; delay = Math.min(delay * 2, longestDelayMs)) {
    await caller.wait(delay);
    waited += delay;
    const batch = await readBatch(caller, id);
    const isFinished = batch?.status === 'finished' && batch.response_body_url !== '';
    if (batch !== null && (isFinished || !mayBeOurs(batch))) return batch;
    if (waited >= caller.batchPatienceMs) {
      throw new ServiceError(
        'transient',
        'Mailchimp takes long over the changes it was given; they are looked at again later.',
      );
    }
  }
}

/** Null where Mailchimp does not know the batch, which it may not yet. */
async function readBatch(caller: MailchimpCaller, id: string): Promise<Batch | null> {
  try {
    return (await caller.call(shape, (client) => client.batches.statusWithHttpInfo(id, { fields }))).data;
  } catch (error) {
    if (error instanceof ServiceError && error.kind === 'not-found') return null;
    throw error;
  }
}

/** The address is good for ten minutes, and asking for the batch gives a new one. */
async function collect(caller: MailchimpCaller, batch: Batch): Promise<NamedResult[]> {
  try {
    return await caller.download(batch.response_body_url, readBatchResults);
  } catch (error) {
    if (!(error instanceof ResultsExpired)) throw error;
    const renewed = await readBatch(caller, batch.id);
    return caller.download(renewed?.response_body_url ?? batch.response_body_url, readBatchResults);
  }
}
