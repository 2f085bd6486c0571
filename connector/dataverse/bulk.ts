/**
 * Many records in one call: CreateMultiple and UpdateMultiple by up to 1,000. Such a call is all or nothing and does not say
 * which record it fails for, so one that fails is halved, and what is left of it goes record by record in a batch.
 * https://learn.microsoft.com/power-apps/developer/data-platform/bulk-operations
 */

import type { DynamicsWebApi } from 'dynamics-web-api';
import type { DataverseClient } from './client';
import { codes, DataverseRefusal, judgeDataverseError } from './errors';
import { inChunks, lookUpIn } from './lookup-in';
import type { RecordRefusal } from './port';
import { requiredId, type Row } from './row';

const mostPerCall = 1000;
const fewEnoughForSingles = 64;

export interface BulkTable {
  /** Logical name: `contact`. */
  name: string;
  /** Entity set: `contacts`. */
  set: string;
  /** Primary key column: `contactid`. */
  idColumn: string;
}

export interface BulkRecord {
  id: string;
  columns: Row;
}

/** Creates records under the ids given. A record that is there already under its id was created by an earlier try. */
export function createMultiple(
  client: DataverseClient,
  table: BulkTable,
  records: readonly BulkRecord[],
): Promise<RecordRefusal[]> {
  return sendAll(client, table, records, {
    action: 'CreateMultiple',
    single: (api, record) =>
      api.create({ collection: table.set, data: { ...record.columns, [table.idColumn]: record.id } }),
    async settle(chunk, refusal) {
      if (!isDuplicate(refusal)) return [...chunk];
      const ids = chunk.map(({ id }) => id);
      const there = await lookUpIn(client, table.set, [table.idColumn], [table.idColumn], ids);
      const known = new Set(there.map((row) => requiredId(row, table.idColumn)));
      return chunk.filter(({ id }) => !known.has(id));
    },
  });
}

export function updateMultiple(
  client: DataverseClient,
  table: BulkTable,
  records: readonly BulkRecord[],
): Promise<RecordRefusal[]> {
  return sendAll(client, table, records, {
    action: 'UpdateMultiple',
    single: (api, record) => api.update({ collection: table.set, key: record.id, data: { ...record.columns } }),
    settle: (chunk) => Promise.resolve([...chunk]),
  });
}

interface BulkMessage {
  action: 'CreateMultiple' | 'UpdateMultiple';
  single(api: DynamicsWebApi, record: BulkRecord): Promise<unknown>;
  /** Those of a refused chunk that still have to be sent. */
  settle(chunk: readonly BulkRecord[], refusal: DataverseRefusal): Promise<BulkRecord[]>;
}

async function sendAll(
  client: DataverseClient,
  table: BulkTable,
  records: readonly BulkRecord[],
  message: BulkMessage,
): Promise<RecordRefusal[]> {
  const chunks = inChunks(records, mostPerCall);
  // All of them end before anything is thrown: nothing shall still be written when the caller gives up.
  const answers = await Promise.allSettled(chunks.map((chunk) => sendChunk(client, table, chunk, message)));
  return answers.flatMap((answer) => {
    if (answer.status === 'rejected') throw answer.reason;
    return answer.value;
  });
}

async function sendChunk(
  client: DataverseClient,
  table: BulkTable,
  chunk: readonly BulkRecord[],
  message: BulkMessage,
): Promise<RecordRefusal[]> {
  if (chunk.length === 0) return [];
  const Targets = chunk.map(({ id, columns }) => ({
    '@odata.type': `Microsoft.Dynamics.CRM.${table.name}`,
    ...columns,
    [table.idColumn]: id,
  }));
  try {
    await client.call(
      (api) =>
        api.callAction({
          collection: table.set,
          actionName: `Microsoft.Dynamics.CRM.${message.action}`,
          action: { Targets },
        }),
      { repeatable: true },
    );
    return [];
  } catch (error) {
    if (!(error instanceof DataverseRefusal)) throw error;
    const rest = await message.settle(chunk, error);
    if (rest.length < chunk.length) return sendChunk(client, table, rest, message);
    const only = rest[0];
    if (only !== undefined && rest.length === 1) return [refusalOf(only.id, error)];
    if (rest.length <= fewEnoughForSingles) return sendSingles(client, rest, message);
    const half = Math.ceil(rest.length / 2);
    return [
      ...(await sendChunk(client, table, rest.slice(0, half), message)),
      ...(await sendChunk(client, table, rest.slice(half), message)),
    ];
  }
}

async function sendSingles(
  client: DataverseClient,
  records: readonly BulkRecord[],
  message: BulkMessage,
): Promise<RecordRefusal[]> {
  const answers = await client.batch(
    (api) => {
      for (const record of records) void message.single(api, record);
    },
    { repeatable: true, continueOnError: true },
  );
  const refusals: RecordRefusal[] = [];
  const again: BulkRecord[] = [];
  for (const [index, record] of records.entries()) {
    const answer = answers[index];
    if (!(answer instanceof Error)) continue;
    const { error } = judgeDataverseError(answer);
    if (!(error instanceof DataverseRefusal)) throw error;
    if (isDuplicate(error)) again.push(record);
    else refusals.push(refusalOf(record.id, error));
  }
  for (const record of again) {
    const error = new DataverseRefusal(
      400,
      codes.duplicateId,
      'A record with matching key values already exists.',
      undefined,
    );
    const rest = await message.settle([record], error);
    if (rest.length > 0) refusals.push(refusalOf(record.id, error));
  }
  return refusals;
}

function refusalOf(id: string, error: DataverseRefusal): RecordRefusal {
  return { id, code: error.refusalCode, message: error.text };
}

function isDuplicate(error: DataverseRefusal): boolean {
  const duplicates: readonly string[] = [codes.duplicateId, codes.keyViolated, codes.duplicateValue];
  return duplicates.includes(error.refusalCode) || /duplicate key|matching key values already exists/i.test(error.text);
}
