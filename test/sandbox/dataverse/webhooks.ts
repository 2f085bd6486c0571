/** A receiver of webhooks beside the stand-in, and the registration of steps as a deployment does it. */
import { afterAll, afterEach, beforeAll, beforeEach } from '@jest/globals';
import type { IncomingHttpHeaders, IncomingMessage, Server, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import { z } from 'zod';
import type { WebApi } from './web-api';

export interface Received {
  url: string;
  headers: IncomingHttpHeaders;
  raw: string;
  context: Context;
}

const contextSchema = z.looseObject({
  MessageName: z.string(),
  PrimaryEntityName: z.string(),
  PrimaryEntityId: z.string(),
  InitiatingUserId: z.string(),
  UserId: z.string(),
  OperationId: z.string(),
  CorrelationId: z.string(),
  Stage: z.number(),
  Mode: z.number(),
  Depth: z.number(),
  SharedVariables: z.array(z.unknown()),
  InputParameters: z.array(z.object({ key: z.string(), value: z.unknown() })).optional(),
});
export type Context = z.infer<typeof contextSchema>;

export interface Webhooks {
  readonly received: Received[];
  /** Statuses of the next answers; 202 when there are none. */
  readonly answers: number[];
  url(): string;
  readonly endpoint: (columns?: Record<string, unknown>) => Promise<string>;
  readonly register: (
    message: string,
    table: string,
    columns?: Record<string, unknown>,
    to?: string,
  ) => Promise<string>;
}

/** Steps are taken away and switches put back after every test. */
export function useWebhooks(api: WebApi): Webhooks {
  const received: Received[] = [];
  const answers: number[] = [];
  const steps: string[] = [];
  let receiver: Server;
  let url = '';

  beforeAll(async () => {
    const take = async (request: IncomingMessage, response: ServerResponse) => {
      const raw = await text(request);
      const context = contextSchema.parse(JSON.parse(raw));
      received.push({ url: request.url ?? '', headers: request.headers, raw, context });
      response.writeHead(answers.shift() ?? 202).end();
    };
    receiver = createServer((request, response) => void take(request, response));
    await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
    const address = receiver.address();
    url = typeof address === 'object' && address !== null ? `http://127.0.0.1:${address.port}/hook` : '';
  });

  afterAll(() => {
    receiver.close();
    receiver.closeAllConnections();
  });

  beforeEach(() => {
    received.length = 0;
    answers.length = 0;
  });

  afterEach(async () => {
    for (const step of steps.splice(0)) await api.send('DELETE', `sdkmessageprocessingsteps(${step})`);
    await api.control('PATCH', 'switches', { listMessages: 'short', memberIdsShape: 'strings' });
  });

  async function endpoint(columns: Record<string, unknown> = {}): Promise<string> {
    return api.create('serviceendpoints', {
      name: 'Audience Sync',
      url: url,
      contract: 8,
      connectionmode: 1,
      authtype: 4,
      authvalue: 's3cret',
      messageformat: 2,
      ...columns,
    });
  }

  /** As a deployment registers a step: message, then filter, then the row. */
  async function register(
    message: string,
    table: string,
    columns: Record<string, unknown> = {},
    to?: string,
  ): Promise<string> {
    const [sdkMessage] = await api.rows(`sdkmessages?$select=sdkmessageid&$filter=name eq '${message}'`);
    const messageId = String(sdkMessage?.['sdkmessageid']);
    const [filter] = await api.rows(
      `sdkmessagefilters?$filter=primaryobjecttypecode eq '${table}' and _sdkmessageid_value eq ${messageId}`,
    );
    const step = await api.create('sdkmessageprocessingsteps', {
      name: `${message} of ${table}`,
      stage: 40,
      mode: 1,
      rank: 1,
      supporteddeployment: 0,
      asyncautodelete: false,
      'eventhandler_serviceendpoint@odata.bind': `/serviceendpoints(${to ?? (await endpoint())})`,
      'sdkmessageid@odata.bind': `/sdkmessages(${messageId})`,
      'sdkmessagefilterid@odata.bind': `/sdkmessagefilters(${String(filter?.['sdkmessagefilterid'])})`,
      ...columns,
    });
    steps.push(step);
    return step;
  }

  return { received, answers, url: () => url, endpoint, register };
}

export const parameters = (context: Context | undefined) =>
  Object.fromEntries((context?.InputParameters ?? []).map(({ key, value }) => [key, value]));
