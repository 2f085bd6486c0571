/** One request of the API from its arrival to the last byte of its answer: key, limit, faults, handler, headers, record. */

import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { finished } from 'node:stream/promises';
import { setImmediate, setTimeout } from 'node:timers/promises';
import { dataCentre, type Account } from './account';
import type { Answer } from './call';
import type { Exchange } from './exchange';
import type { Fault } from './faults';
import type { Member } from './member';
import { internalError, keyInvalid, keyMissing, notFound, Problem, tooManyRequests } from './problem';
import { Query } from './query';
import { findRoute } from './router';
import { advanceBatches } from './run-batches';
import type { Service } from './service';

export async function answerRequest(
  service: Service,
  request: IncomingMessage,
  response: ServerResponse,
  onExchange: (exchange: Exchange) => void,
): Promise<void> {
  const account = accountOf(service, request);
  const tooMany = account !== null && account.openConnections >= service.switches.maxConnections;
  if (account !== null) account.openConnections += 1;
  service.traffic.opened();
  // A slot is free again when the answer is out, also when the client has gone away meanwhile.
  try {
    const body = await readText(request);
    // Requests that arrive together are under way together.
    await setImmediate();
    const url = request.url ?? '/';
    const method = request.method ?? 'GET';
    if (!tooMany) await takeTime(service);
    const reply = await replyTo(service, { account, tooMany, method, url, body, headers: request.headers });
    const responseHeaders = headersOf(service, account, reply);
    onExchange({
      method,
      url,
      requestHeaders: plain(request.headers),
      requestBody: body,
      status: reply.status,
      responseHeaders,
      responseBody: reply.body,
      ...(reply.injected === undefined ? {} : { injected: true }),
    });
    if (reply.injected?.reset === true) {
      request.socket.destroy();
      return;
    }
    response.sendDate = false;
    response.writeHead(reply.status, responseHeaders);
    response.end(reply.body);
    await finished(response).catch(() => undefined);
  } finally {
    service.traffic.closed();
    if (account !== null) account.openConnections -= 1;
  }
}

/** A switch that is turned down lets go of those who wait already: a test can hold a request for as long as it needs. */
async function takeTime(service: Service): Promise<void> {
  const since = Date.now();
  for (;;) {
    const left = service.switches.latencyMs - (Date.now() - since);
    if (left <= 0) return;
    await setTimeout(Math.min(left, 50));
  }
}

interface Arrival {
  account: Account | null;
  tooMany: boolean;
  method: string;
  url: string;
  body: string;
  headers: IncomingMessage['headers'];
}

interface Reply {
  requestId: string;
  status: number;
  body: string;
  contentType: string;
  headers: Record<string, string>;
  member?: Member | undefined;
  /** Path of the route that answered. */
  route: string | null;
  injected?: Fault;
}

async function replyTo(service: Service, arrival: Arrival): Promise<Reply> {
  const requestId = randomUUID();
  const { pathname, searchParams } = new URL(arrival.url, 'http://stand-in');
  const path = pathname.replace(/^\/3\.0(?=\/|$)/, '');
  const fault = service.faults.take(arrival.method, arrival.url);
  const base = { requestId, route: null };
  if (fault !== undefined && !fault.afterApply) {
    service.traffic.count(`${arrival.method} (fault)`, false);
    return { ...base, ...faultReply(fault, requestId), injected: fault };
  }
  advanceBatches(service);
  service.deliveries.wake();
  const before = service.counters.changes;
  let operation = `${arrival.method} (refused)`;
  let reply: Reply;
  try {
    const account = admit(service, arrival);
    if (path === pathname) throw notFound();
    const { route, names } = findRoute(methodOf(arrival), path);
    operation = `${route.method} ${route.path}`;
    const call = { service, account, names, query: new Query(searchParams), bodyText: arrival.body };
    await route.before?.(call);
    reply = { requestId, route: route.path, ...answerReply(route.handle(call)) };
  } catch (error) {
    const problem =
      error instanceof Problem ? error : internalError(error instanceof Error ? error.message : String(error));
    reply = { ...base, ...problemReply(service, problem, requestId) };
  }
  service.traffic.count(operation, service.counters.changes > before);
  return fault === undefined ? reply : { ...base, ...faultReply(fault, requestId), injected: fault };
}

type ReplyPart = Omit<Reply, 'requestId' | 'route'>;

function answerReply(answer: Answer): ReplyPart {
  // An empty answer still says that it is JSON.
  const contentType = 'application/json; charset=utf-8';
  if (answer.status === 204) return { status: 204, body: '', contentType, headers: {} };
  return { status: 200, body: JSON.stringify(answer.body), contentType, headers: {}, member: answer.member };
}

function problemReply(service: Service, problem: Problem, requestId: string): ReplyPart {
  if (problem.status === 429 && service.switches.bare403) {
    return { status: 403, body: '', contentType: 'text/html; charset=utf-8', headers: {} };
  }
  return {
    status: problem.status,
    body: JSON.stringify(problem.document(requestId)),
    contentType: 'application/problem+json; charset=utf-8',
    headers: problem.headers,
  };
}

function faultReply(fault: Fault, requestId: string): ReplyPart {
  const contentType = fault.headers['content-type'] ?? 'application/problem+json; charset=utf-8';
  const ordinary = new Problem(fault.status, 'Fault', 'A fault that was ordered.').document(requestId);
  const body = typeof fault.body === 'string' ? fault.body : JSON.stringify(fault.body ?? ordinary);
  return { status: fault.status, body, contentType, headers: fault.headers };
}

/** https://mailchimp.com/developer/marketing/docs/errors/ names the header X-Trigger-Error as an aid for tests. */
function admit(service: Service, { account, tooMany, headers }: Arrival): Account {
  const wanted = headers['x-trigger-error'];
  if (headers.authorization === undefined || wanted === 'APIKeyMissing') throw keyMissing();
  if (account === null || wanted === 'APIKeyInvalid') throw keyInvalid();
  const retryAfter: Record<string, string> = service.switches.emitRetryAfter ? { 'retry-after': '1' } : {};
  if (tooMany) throw tooManyRequests(service.switches.maxConnections, retryAfter);
  return account;
}

function methodOf({ method, headers }: Arrival): string {
  const override = headers['x-http-method-override'];
  if (typeof override !== 'string') return method;
  if (method === 'POST') return override.toUpperCase();
  throw new Problem(
    422,
    'InvalidMethodOverride',
    'You can only use the X-HTTP-Method-Override header with the POST method.',
  );
}

/** Basic with any user name, or Bearer. */
function accountOf(service: Service, request: IncomingMessage): Account | null {
  const [scheme = '', credentials = ''] = (request.headers.authorization ?? '').split(' ');
  if (scheme.toLowerCase() === 'bearer') return service.accountOfKey(credentials) ?? null;
  if (scheme.toLowerCase() !== 'basic') return null;
  const pair = Buffer.from(credentials, 'base64').toString('utf8');
  return service.accountOfKey(pair.slice(pair.indexOf(':') + 1)) ?? null;
}

function headersOf(service: Service, account: Account | null, reply: Reply): Record<string, string> {
  const headers: Record<string, string> = {
    date: service.clock.now().toUTCString(),
    'content-type': reply.contentType,
    'x-request-id': reply.requestId,
  };
  if (account !== null && reply.injected === undefined) {
    const dc = dataCentre(account);
    const dashboard =
      reply.member === undefined
        ? ''
        : `, <https://${dc}.admin.mailchimp.com/lists/members/view?id=${reply.member.webId}>; rel="dashboard"`;
    headers['link'] =
      `<https://${dc}.api.mailchimp.com/schema/3.0/Definitions${schemaPath(reply.route)}>; rel="describedBy"${dashboard}`;
  }
  for (const [name, value] of Object.entries(reply.headers)) headers[name.toLowerCase()] = value;
  if (reply.status !== 204) headers['content-length'] = String(Buffer.byteLength(reply.body));
  return headers;
}

function schemaPath(route: string | null): string {
  if (route === null) return '/ProblemDetailDocument.json';
  const words = route.split('/').filter((part) => part !== '' && !part.startsWith('{'));
  return `/${(words.length === 0 ? ['Root'] : words).join('/')}/Response.json`;
}

async function readText(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString('utf8');
}

function plain(headers: IncomingMessage['headers']): Record<string, string> {
  const result: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (name !== 'authorization' && value !== undefined) result[name] = Array.isArray(value) ? value.join(', ') : value;
  }
  return result;
}
