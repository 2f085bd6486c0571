import { randomUUID } from 'node:crypto';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import { setTimeout as delay } from 'node:timers/promises';
import type { Clock } from '../clock';
import { createClock } from '../clock';
import { answerControl, carriesBytes } from './control/control-side';
import { faultBody, Faults } from './control/faults';
import { putPeople } from './control/people';
import { Protection } from './control/protection';
import { seed } from './control/seed';
import type { Switches } from './control/switches';
import { defaultSwitches } from './control/switches';
import { operationName, Traffic } from './control/traffic';
import type { Environment, Reply } from './environment';
import { apiRoot } from './environment';
import { DataverseError } from './errors';
import { Background } from './events/background';
import { EventQueue } from './events/event-queue';
import { registerMessages } from './events/messages';
import { handleRequest } from './http/handle-request';
import { refusal } from './http/reply';
import { giveRoles } from './security/assign-roles';
import { PrivilegeUsage } from './security/privilege-usage';
import { standardModel } from './metadata/standard-model';
import { readSolution } from './solution/read-solution';
import { runImport } from './solution/solution-messages';
import { Store } from './store/store';
import { defaultOrganizationId, standardUsers } from './users';

/** One exchange as it went over the wire, for contract checks. */
export interface Exchange {
  readonly method: string;
  readonly url: string;
  readonly requestHeaders: Readonly<Record<string, string>>;
  readonly requestBody: string;
  readonly status: number;
  readonly responseHeaders: Readonly<Record<string, string>>;
  readonly responseBody: string;
}

export interface DataverseOptions {
  /** 0 (the default) takes a free one. */
  readonly port?: number;
  readonly clock?: Clock;
  /** The part `dataverse` of a seed file. */
  readonly seed?: unknown;
  /** A packed solution, imported before anything is answered. */
  readonly solutionZip?: Uint8Array;
  readonly organizationId?: string;
  readonly onExchange?: (exchange: Exchange) => void;
}

export interface DataverseStandIn {
  readonly url: string;
  readonly port: number;
  close(): Promise<void>;
  /** Resolves when no webhook delivery and no import is under way. */
  idle(): Promise<void>;
}

/** A stand-in for Dynamics 365 on 127.0.0.1 that speaks the Dataverse Web API v9.2, all in memory. */
export async function startDataverse(options: DataverseOptions = {}): Promise<DataverseStandIn> {
  const env = createEnvironment(options);
  const room = { env, traffic: new Traffic(), faults: env.faults, protection: new Protection(env.switches) };
  // The limit of an address is the stand-in's own, not Node's.
  const server = createServer({ maxHeaderSize: 1024 * 1024 }, (request, response) => {
    respond(room, options, request, response).catch((error: unknown) => {
      if (!response.headersSent) response.writeHead(500);
      response.end(error instanceof Error ? error.stack : String(error));
    });
  });
  server.keepAliveTimeout = 60_000;
  const port = await listen(server, options.port ?? 0);
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    idle: () => env.background.idle(),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function createEnvironment(options: DataverseOptions): Environment {
  const background = new Background();
  const switches = defaultSwitches();
  const env: Environment = {
    organizationId: options.organizationId ?? defaultOrganizationId,
    model: standardModel(),
    store: new Store(),
    clock: offsetClock(options.clock ?? createClock(), switches),
    switches,
    faults: new Faults(),
    users: standardUsers(),
    teams: new Map(),
    background,
    events: new EventQueue(background),
    staged: new Map(),
    installed: new Map(),
    usage: new PrivilegeUsage(),
    importing: false,
  };
  putPeople(env);
  registerMessages(env);
  if (options.solutionZip !== undefined) {
    const problem = runImport(env, readSolution(options.solutionZip), 'update');
    if (problem !== null) throw new Error(`The solution could not be imported: ${problem}`);
    giveRoles(env);
    env.store.commit();
  }
  const [, administrator] = env.users;
  if (options.seed !== undefined && administrator !== undefined) seed(env, administrator, options.seed);
  return env;
}

/** The clock of this service alone, a switch away from the one that others may share. */
function offsetClock(clock: Clock, switches: Switches): Clock {
  return {
    now: () => new Date(clock.now().getTime() + switches.clockOffsetSeconds * 1000),
    set: (at) => clock.set(at),
    advance: (seconds) => clock.advance(seconds),
  };
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const sentence = `Port ${port} is in use by another program: stop it or choose another port for the Dynamics 365 stand-in.`;
      reject(error.code === 'EADDRINUSE' ? new Error(sentence, { cause: error }) : error);
    });
    server.listen(port, '127.0.0.1', () => {
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : port);
    });
  });
}

interface Room {
  readonly env: Environment;
  readonly traffic: Traffic;
  readonly faults: Faults;
  readonly protection: Protection;
}

async function respond(
  room: Room,
  options: DataverseOptions,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const arrivedAt = room.env.store.version;
  const method = request.method ?? 'GET';
  const url = request.url ?? '/';
  if (url.startsWith('/_sandbox/')) {
    const path = url.slice('/_sandbox/'.length).replace(/\?.*$/, '');
    const reply = await answerControl(room, method, path, await text(request));
    send(response, reply, carriesBytes(path) ? 'latin1' : 'utf8');
    return;
  }
  const headers = flatten(request);
  room.traffic.begin(operationName(method, url.replace(/\?.*$/, '').replace(apiRoot, '')));
  try {
    const body = await text(request);
    const reply = await answerInTime(room, { method, url, headers, body, arrivedAt });
    if (reply === null) {
      request.socket.destroy();
      return;
    }
    const dated = { ...reply, headers: { ...reply.headers, Date: room.env.clock.now().toUTCString() } };
    send(response, dated, 'utf8');
    options.onExchange?.({
      method,
      url,
      requestHeaders: headers,
      requestBody: body,
      status: reply.status,
      responseHeaders: dated.headers,
      responseBody: reply.body,
    });
  } finally {
    room.traffic.end();
  }
}

/** The answer under the switches for delay, limits and faults; null = the connection is cut. */
async function answerInTime(room: Room, request: Parameters<typeof handleRequest>[2]): Promise<Reply | null> {
  const { env, protection } = room;
  const token = /^Bearer (.+)$/.exec(request.headers['authorization'] ?? '')?.[1];
  const user = env.users.find((known) => known.token === token)?.id ?? 'anonymous';
  const began = performance.now();
  try {
    protection.enter(user);
  } catch (error) {
    if (!(error instanceof DataverseError)) throw error;
    const refused = refusal(error, false);
    return { ...refused, headers: { ...refused.headers, 'Retry-After': String(env.switches.retryAfterSeconds) } };
  }
  try {
    if (env.switches.latencyMs > 0) await delay(env.switches.latencyMs);
    const fault = room.faults.take(request.method, request.url);
    if (fault !== null && fault.delayMs > 0) await delay(fault.delayMs);
    const late = fault !== null && fault.status === undefined && fault.delayMs > 0 && !fault.reset;
    if (fault === null || late || fault.afterApply) {
      const reply = handleRequest(env, room.traffic, request);
      if (fault === null || late) return withServiceHeaders(env, protection.remaining(user), reply);
    }
    if (fault.reset) return null;
    return {
      status: fault.status ?? 503,
      headers: { 'Content-Type': 'application/json; odata.metadata=minimal', ...fault.headers },
      body: faultBody(fault),
    };
  } finally {
    protection.leave(user, (performance.now() - began) / 1000);
  }
}

const withServiceHeaders = (env: Environment, remaining: number, reply: Reply): Reply => ({
  ...reply,
  headers: {
    ...reply.headers,
    REQ_ID: reply.headers['REQ_ID'] ?? randomUUID(),
    'x-ms-dop-hint': String(env.switches.degreeOfParallelism),
    'x-ms-ratelimit-burst-remaining-xrm-requests': String(remaining),
    'x-ms-ratelimit-time-remaining-xrm-requests': '1,200.00',
  },
});

function flatten(request: IncomingMessage): Record<string, string> {
  return Object.fromEntries(
    Object.entries(request.headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(', ') : (value ?? ''),
    ]),
  );
}

function send(response: ServerResponse, reply: Reply, encoding: 'utf8' | 'latin1'): void {
  const bytes = Buffer.from(reply.body, encoding);
  const bodyless = reply.status === 204 || reply.status === 304;
  response.writeHead(reply.status, bodyless ? reply.headers : { ...reply.headers, 'Content-Length': bytes.length });
  response.end(bodyless ? undefined : bytes);
}
