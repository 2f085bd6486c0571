/** Lets batches go on as time passes, and sends their operations through the router that answers ordinary calls. */

import { randomUUID } from 'node:crypto';
import { shuffled, stateAfter, type Batch, type BatchOperation, type OperationResult } from './batch';
import { internalError, Problem } from './problem';
import { Query } from './query';
import { isJson } from './request-body';
import { findRoute } from './router';
import type { Service } from './service';

/** Called before a request is answered, so that everybody sees what a batch has done meanwhile. */
export function advanceBatches(service: Service): void {
  for (const batch of service.batches.unfinished()) {
    const elapsed = service.clock.now().getTime() - batch.submittedMs;
    batch.state = stateAfter(elapsed, service.switches.batchLatencyMs);
    if (batch.results === null && (batch.state === 'finalizing' || batch.state === 'finished')) {
      batch.results = shuffled(batch).flatMap((operation) => resultsOf(service, batch, operation));
    }
    if (batch.state === 'finished') batch.completedAt = service.now();
  }
}

const pageSize = 1000;

/** Reading a collection without a count reads all of it, a result per page. */
function resultsOf(service: Service, batch: Batch, operation: BatchOperation): OperationResult[] {
  const { pathname, searchParams } = new URL(`/${operation.path.replace(/^\/+/, '')}`, 'http://stand-in');
  for (const [name, value] of Object.entries(operation.params)) searchParams.set(name, String(value));
  const once = (): OperationResult => perform(service, batch, operation, pathname, searchParams);
  if (operation.method !== 'GET' || searchParams.has('count')) return [once()];
  const first = once();
  const total = totalOf(first);
  if (total <= 10) return [first];
  searchParams.set('count', String(pageSize));
  return Array.from({ length: Math.ceil(total / pageSize) }, (_, page) => {
    searchParams.set('offset', String(page * pageSize));
    return once();
  });
}

function perform(
  service: Service,
  batch: Batch,
  { method, operationId, body }: BatchOperation,
  pathname: string,
  parameters: URLSearchParams,
): OperationResult {
  const result = (status: number, response: string): OperationResult => ({
    status_code: status,
    operation_id: operationId,
    response,
  });
  const fault = service.faults.take(method, `/3.0${pathname}`);
  if (fault !== undefined) {
    const ordinary = new Problem(fault.status, 'Fault', 'A fault that was ordered.').document(randomUUID());
    return result(fault.status, typeof fault.body === 'string' ? fault.body : JSON.stringify(fault.body ?? ordinary));
  }
  try {
    const { route, names } = findRoute(method, pathname);
    const query = new Query(parameters);
    const answer = route.handle({ service, account: batch.account, names, query, bodyText: body });
    return answer.status === 204 ? result(204, '') : result(200, JSON.stringify(answer.body));
  } catch (error) {
    const problem =
      error instanceof Problem ? error : internalError(error instanceof Error ? error.message : String(error));
    return result(problem.status, JSON.stringify(problem.document(randomUUID())));
  }
}

function totalOf({ status_code, response }: OperationResult): number {
  if (status_code !== 200) return 0;
  const body: unknown = JSON.parse(response);
  return isJson(body) && typeof body['total_items'] === 'number' ? body['total_items'] : 0;
}
