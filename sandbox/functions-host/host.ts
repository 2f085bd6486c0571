/**
 * A test host for the functions: http, storage queues and timers, through the library's own conversions. It is not the
 * Functions runtime: it checks no keys, scales nothing and knows only these three triggers.
 */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { QueueServiceClient } from '@azure/storage-queue';
import type { CoreStandIn, InvocationResponse, RegisteredFunction, RpcTypedData } from './core-stand-in';
import { readHostSettings, resolveSettings } from './host-settings';
import { answerWith, matchRoute, toRpcRequest } from './http-router';
import { invoke, type FunctionLog } from './invoke';
import { loadFunctions } from './load-functions';
import { startQueuePump, type QueuePump } from './queue-pump';
import { startTimers, timerData } from './timers';

export interface Host {
  port: number;
  functions: string[];
  close(): Promise<void>;
}

export async function startHost(
  appFolder: string,
  port: number,
  env: NodeJS.ProcessEnv,
  log: FunctionLog,
): Promise<Host> {
  const settings = readHostSettings(appFolder);
  const core = loadFunctions(appFolder);
  const functions = [...core.registered.values()];
  const report = (sentence: string): void => log('host', 'warning', sentence);
  const run = async (
    called: RegisteredFunction,
    data: RpcTypedData,
    triggerMetadata: Record<string, RpcTypedData> = {},
  ): Promise<InvocationResponse> => {
    try {
      const response = await invoke(core, called, data, { triggerMetadata, log });
      await sendOutputs(called, response, env);
      return response;
    } finally {
      for (const pump of pumps) pump.wake();
    }
  };

  const pumps: QueuePump[] = [];
  const server = createServer((request, response) => {
    answer(core, settings.http.routePrefix, run, request, response).catch((error: unknown) => {
      report(failure(request.url ?? '', error));
      if (!response.headersSent) response.writeHead(500);
      response.end();
    });
  });
  const listeningPort = await listen(server, port);
  // Only known now; the functions read their settings when they are called.
  env['PUBLIC_URL'] ??= `http://127.0.0.1:${listeningPort}`;
  for (const called of functions) {
    if (called.trigger.type !== 'queueTrigger') continue;
    const queueName = resolveSettings(called.trigger.queueName ?? '', env);
    const handle = (data: RpcTypedData, metadata: Record<string, RpcTypedData>) => run(called, data, metadata);
    const service = queueService(called.trigger.connection, env);
    pumps.push(await startQueuePump(service, queueName, settings.queues, handle, report));
  }
  const timers = startTimers(functions, env, (called) =>
    run(called, { json: timerData }).catch((error: unknown) => report(failure(called.name, error))),
  );
  return {
    port: listeningPort,
    functions: functions.map(({ name }) => name),
    close: async () => {
      timers.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await Promise.all(pumps.map((pump) => pump.close()));
    },
  };
}

type Run = (called: RegisteredFunction, data: RpcTypedData) => Promise<InvocationResponse>;

async function answer(
  core: CoreStandIn,
  prefix: string,
  run: Run,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const url = new URL(request.url ?? '/', `http://${request.headers.host ?? '127.0.0.1'}`);
  const body = await readBody(request);
  const byName = /^\/admin\/functions\/([^/]+)$/.exec(url.pathname);
  if (byName?.[1] !== undefined) {
    await runByName(core, run, byName[1], request.method ?? 'GET', body, response);
    return;
  }
  const match = matchRoute(core.registered.values(), prefix, request.method ?? 'GET', url.pathname);
  if (!match) {
    response.writeHead(404).end();
    return;
  }
  const { returnValue } = await run(match.called, toRpcRequest(request, url, match.params, body));
  answerWith(response, returnValue?.http);
}

/**
 * Starts a timer or queue function at once. The real host answers before the function has run; this one when it is over.
 * https://learn.microsoft.com/azure/azure-functions/functions-manually-run-non-http
 */
async function runByName(
  core: CoreStandIn,
  run: Run,
  name: string,
  method: string,
  body: Buffer,
  response: ServerResponse,
): Promise<void> {
  const called = core.registered.get(name);
  if (method !== 'POST' || !called || called.trigger.type === 'httpTrigger') {
    response.writeHead(404).end();
    return;
  }
  const given: unknown = body.length > 0 ? JSON.parse(body.toString()) : {};
  const input = given !== null && typeof given === 'object' && 'input' in given ? given.input : undefined;
  const data = called.trigger.type === 'timerTrigger' ? { json: timerData } : { string: textOf(input) };
  await run(called, data);
  response.writeHead(202).end();
}

function textOf(input: unknown): string {
  return typeof input === 'string' ? input : JSON.stringify(input ?? '');
}

/** Queue outputs; other kinds of output are not known here. */
async function sendOutputs(
  called: RegisteredFunction,
  response: InvocationResponse,
  env: NodeJS.ProcessEnv,
): Promise<void> {
  for (const { name, data } of response.outputData ?? []) {
    const binding = called.metadata.bindings[name];
    if (binding?.type !== 'queue') continue;
    const queue = queueService(binding.connection, env).getQueueClient(resolveSettings(binding.queueName ?? '', env));
    await queue.createIfNotExists();
    const value: unknown = data.json === undefined ? data.string : JSON.parse(data.json);
    for (const message of Array.isArray(value) ? value : [value]) await queue.sendMessage(textOf(message));
  }
}

function queueService(connection: string | undefined, env: NodeJS.ProcessEnv): QueueServiceClient {
  const setting = connection === undefined || connection === '' ? 'AzureWebJobsStorage' : connection;
  const value = env[setting] ?? env[`AzureWebJobs${setting}`];
  if (value === undefined || value === '')
    throw new Error(`The setting ${setting} with the storage connection string is missing.`);
  return QueueServiceClient.fromConnectionString(value);
}

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  await once(request, 'end');
  return Buffer.concat(chunks);
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const taken = `Port ${port} for the functions is already in use: end the program that listens there, or choose another port.`;
      reject(error.code === 'EADDRINUSE' ? new Error(taken) : error);
    });
    server.listen(port, '127.0.0.1', () => {
      const address = server.address();
      resolve(typeof address === 'object' && address ? address.port : port);
    });
  });
}

function failure(what: string, error: unknown): string {
  return `${what} failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`;
}
