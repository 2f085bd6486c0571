import { randomUUID } from 'node:crypto';
import { now, rowsOf } from '../environment';
import type { Row, Value } from '../store/row';
import { isReference, textOfValue } from '../store/row';
import type { Actor } from '../write/actor';
import { authTypes, readSettings } from '../write/pipeline-rules';
import { executionContext } from './execution-context';
import type { PipelineEvent } from './pipeline-event';
import { primaryId, primaryTable } from './pipeline-event';

/** One call of a webhook, as GET /_sandbox/deliveries shows it. */
export interface Delivery {
  readonly operationId: string;
  readonly correlationId: string;
  readonly step: string;
  readonly message: string;
  readonly table: string;
  readonly id: string;
  readonly url: string;
  /** Null when there was no answer at all. */
  readonly status: number | null;
  readonly attempts: number;
  readonly bytes: number;
}

const largestBody = 256 * 1024;
const patienceMs = 60_000;

/** The job that stands for the step's execution, waiting. */
export function openJob(actor: Actor, event: PipelineEvent, step: Row): string {
  const id = randomUUID();
  actor.env.store.put(actor.env.model.table('asyncoperation'), id, {
    name: textOfValue(step.values['name']) || event.message,
    operationtype: 1,
    statecode: 0,
    statuscode: 0,
    messagename: event.message,
    primaryentitytype: primaryTable(event),
    correlationid: actor.correlationId,
    retrycount: 0,
    createdon: now(actor.env),
    modifiedon: now(actor.env),
    ownerid: { table: 'systemuser', id: actor.caller.user.id },
    owningextensionid: { table: 'sdkmessageprocessingstep', id: step.id },
  });
  return id;
}

/** Posts the event to the step's endpoint: once, and once more after 502, 503 and 504. */
export async function deliver(actor: Actor, event: PipelineEvent, step: Row, jobId: string): Promise<Delivery> {
  const handler = step.values['eventhandler'];
  const endpoint = isReference(handler) ? rowsOf(actor.env, 'serviceendpoint').get(handler.id) : undefined;
  const { url, headers } = destination(endpoint);
  const message = compose(actor, event, step, jobId);
  const leavesThisMachine = new URL(url).hostname !== '127.0.0.1';
  const send = async () => (leavesThisMachine ? null : post(url, { ...headers, ...message.headers }, message.body));
  let attempts = 1;
  let status = endpoint === undefined ? null : await send();
  if (status === 502 || status === 503 || status === 504) {
    attempts = 2;
    status = await send();
  }
  closeJob(actor, step, jobId, status, attempts);
  return {
    operationId: jobId,
    correlationId: actor.correlationId,
    step: textOfValue(step.values['name']),
    message: event.message,
    table: primaryTable(event),
    id: primaryId(event),
    url,
    status,
    attempts,
    bytes: Buffer.byteLength(message.body),
  };
}

function destination(endpoint: Row | undefined): { url: string; headers: Record<string, string> } {
  const url = new URL(textOfValue(endpoint?.values['url']) || 'http://127.0.0.1/');
  const authValue = textOfValue(endpoint?.values['authvalue']);
  switch (Number(endpoint?.values['authtype'])) {
    case authTypes.webhookKey:
      if (authValue !== '') url.searchParams.set('code', authValue);
      return { url: url.href, headers: {} };
    case authTypes.httpQueryString:
      for (const [name, value] of readSettings(authValue) ?? []) url.searchParams.set(name, value);
      return { url: url.href, headers: {} };
    default:
      return { url: url.href, headers: Object.fromEntries(readSettings(authValue) ?? []) };
  }
}

/** Above 256 KB the parts that can grow are left out and a header says so. */
function compose(
  actor: Actor,
  event: PipelineEvent,
  step: Row,
  jobId: string,
): { body: string; headers: Record<string, string> } {
  const context = executionContext(actor, event, step, jobId);
  const headers = {
    'Content-Type': 'application/json',
    'x-ms-dynamics-organization': 'sandbox.crm.dynamics.com',
    'x-ms-dynamics-entity-name': primaryTable(event),
    'x-ms-dynamics-request-name': event.message,
    'x-ms-correlation-request-id': actor.correlationId,
  };
  const body = escapeSlashes(JSON.stringify(context));
  if (Buffer.byteLength(body) <= largestBody) return { body, headers };
  const {
    ParentContext: _parent,
    InputParameters: _input,
    PreEntityImages: _before,
    PostEntityImages: _after,
    ...rest
  } = context;
  return {
    body: escapeSlashes(JSON.stringify(rest)),
    headers: { ...headers, 'x-ms-dynamics-msg-size-exceeded': 'true' },
  };
}

/** .NET's DataContractJsonSerializer escapes every slash. */
const escapeSlashes = (json: string): string => json.replaceAll('/', '\\/');

async function post(url: string, headers: Record<string, string>, body: string): Promise<number | null> {
  try {
    const response = await fetch(url, { method: 'POST', headers, body, signal: AbortSignal.timeout(patienceMs) });
    await response.arrayBuffer();
    return response.status;
  } catch {
    return null;
  }
}

function closeJob(actor: Actor, step: Row, jobId: string, status: number | null, attempts: number): void {
  const { env } = actor;
  const table = env.model.table('asyncoperation');
  const job = rowsOf(env, table).get(jobId);
  if (job === undefined) return;
  const succeeded = status !== null && status >= 200 && status < 300;
  if (succeeded && step.values['asyncautodelete'] === true) {
    env.store.remove(table, job);
    env.store.commit();
    return;
  }
  const outcome: Record<string, Value> = succeeded
    ? { statuscode: 30 }
    : { statuscode: 31, errorcode: -2147155455, message: failure(status), friendlymessage: failure(status) };
  env.store.put(table, jobId, {
    ...job.values,
    ...outcome,
    statecode: 3,
    retrycount: attempts - 1,
    completedon: now(env),
    modifiedon: now(env),
  });
  env.store.commit();
}

const failure = (status: number | null): string =>
  status === null
    ? 'The webhook call failed during http post. Please check the exception for more details.'
    : `The webhook call failed because the http request received non-success httpStatus code. Please check your webhook request handler. (${status})`;
