/** Batch operations. https://mailchimp.com/developer/marketing/api/batch-operations/ */

import { apiUrl } from '../account';
import { batchMethods, type Batch, type BatchOperation } from '../batch';
import { bodyOf, type Answer, type Call, type Route } from '../call';
import { collection, like } from '../examples';
import { writeInstant } from '../instant';
import { links } from '../links';
import { pickFields } from '../pick-fields';
import { invalidSentence, notFound, tooManyBatches } from '../problem';
import { isJson, objectsOf, textOf, type Json, type Shape } from '../request-body';

export const batchRoutes: Route[] = [
  { method: 'GET', path: '/batches', handle: readBatches },
  { method: 'POST', path: '/batches', handle: startBatch },
  {
    method: 'GET',
    path: '/batches/{batch_id}',
    handle: (call) => ({ status: 200, body: pickFields(call.query, like(example))(batchBody(call, batchOf(call))) }),
  },
  {
    method: 'DELETE',
    path: '/batches/{batch_id}',
    handle: (call) => {
      call.service.batches.remove(batchOf(call));
      return { status: 204 };
    },
  },
];

const mostPending = 500;

function startBatch(call: Call): Answer {
  const { service, account, bodyText } = call;
  const { maxBatchOperations, maxBatchPayload } = service.switches;
  const operations = (objectsOf(bodyOf(call, shape), 'operations') ?? []).map(operationOf);
  if (maxBatchOperations !== null && operations.length > maxBatchOperations) {
    throw invalidSentence(`A batch may have at most ${maxBatchOperations} operations.`);
  }
  if (maxBatchPayload !== null && Buffer.byteLength(bodyText) > maxBatchPayload) {
    throw invalidSentence(`A batch may have at most ${maxBatchPayload} bytes.`);
  }
  const pending = service.batches.of(account).filter(({ state }) => state !== 'finished');
  if (pending.length >= mostPending) throw tooManyBatches(mostPending);
  service.counters.changes += 1;
  return { status: 200, body: batchBody(call, service.batches.add(account, operations, service.clock.now())) };
}

function readBatches(call: Call): Answer {
  const { account, service, query } = call;
  const { count, offset } = query.page();
  const pick = pickFields(query, collection('batches', like(example)));
  const newestFirst = service.batches.of(account).toReversed();
  return {
    status: 200,
    body: pick({
      batches: newestFirst.slice(offset, offset + count).map((batch) => batchBody(call, batch)),
      total_items: newestFirst.length,
      _links: links(apiUrl(account, '/batches'), apiUrl(account, '/')),
    }),
  };
}

function batchOf(call: Call): Batch {
  const batch = call.service.batches.find(call.account, call.names['batch_id'] ?? '');
  if (batch === undefined) throw notFound();
  return batch;
}

const shape: Shape = {
  required: ['operations'],
  properties: {
    operations: {
      list: {
        required: ['method', 'path'],
        properties: { method: batchMethods, path: 'string', operation_id: 'string', params: 'object', body: 'string' },
      },
    },
  },
};

function operationOf(given: Json): BatchOperation {
  const { params } = given;
  return {
    method: batchMethods.find((word) => word === given['method']) ?? 'GET',
    path: textOf(given, 'path') ?? '',
    operationId: textOf(given, 'operation_id') ?? null,
    params: isJson(params) ? params : {},
    body: textOf(given, 'body') ?? '',
  };
}

function batchBody({ service, account }: Call, batch: Batch): Json {
  const isCounted = batch.state !== 'pending' && batch.state !== 'preprocessing';
  const results = batch.results ?? [];
  const ticket = service.batches.issueTicket(batch, service.now());
  return {
    id: batch.id,
    status: batch.state,
    total_operations: isCounted ? batch.operations.length : 0,
    finished_operations: results.length,
    errored_operations: results.filter(({ status_code }) => status_code >= 400).length,
    submitted_at: writeInstant(batch.submittedAt),
    completed_at: writeInstant(batch.completedAt),
    response_body_url: ticket === null ? '' : `${service.origin}/_results/${ticket}`,
    _links: links(apiUrl(account, `/batches/${batch.id}`), apiUrl(account, '/batches')),
  };
}

const example: Json = {
  id: '',
  status: '',
  total_operations: 0,
  finished_operations: 0,
  errored_operations: 0,
  submitted_at: '',
  completed_at: '',
  response_body_url: '',
};
