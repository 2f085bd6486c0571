/** A bare client for the tests: says exactly what is sent and what came back. */
import { afterAll, beforeAll } from '@jest/globals';
import { z } from 'zod';
import type { DataverseOptions, DataverseStandIn } from '../../../sandbox/dataverse/server';
import { startDataverse } from '../../../sandbox/dataverse/server';
import { tokens } from '../../../sandbox/dataverse/users';
import { sampleSolution } from './sample-solution';

export type Row = Record<string, unknown>;

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The JSON object; empty when there was none. */
  readonly body: Row;
}

export interface WebApi {
  url(): string;
  standIn(): DataverseStandIn;
  send(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>;
  get(path: string, headers?: Record<string, string>): Promise<Answer>;
  rows(path: string, headers?: Record<string, string>): Promise<Row[]>;
  create(set: string, row: Row): Promise<string>;
  control(method: string, path: string, body?: unknown): Promise<Row>;
}

/** A stand-in with the sample solution, started before the tests of a file and stopped after them. */
export function useStandIn(options: DataverseOptions = {}): WebApi {
  let standIn: DataverseStandIn | undefined;
  const running = () => {
    if (standIn === undefined) throw new Error('The stand-in is not running.');
    return standIn;
  };
  beforeAll(async () => {
    standIn = await startDataverse({ solutionZip: sampleSolution(), ...options });
  });
  afterAll(async () => {
    await standIn?.idle();
    await standIn?.close();
  });
  return webApi(running);
}

const objectSchema = z.record(z.string(), z.unknown());

export function webApi(running: () => DataverseStandIn): WebApi {
  const send: WebApi['send'] = async (method, path, body, headers = {}) => {
    const response = await fetch(running().url + (path.startsWith('/') ? path : `/api/data/v9.2/${path}`), {
      method,
      headers: { Authorization: `Bearer ${tokens.administrator}`, 'Content-Type': 'application/json', ...headers },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    const json = text.startsWith('{') ? objectSchema.parse(JSON.parse(text)) : {};
    return { status: response.status, headers: response.headers, text, body: json };
  };
  return {
    send,
    url: () => running().url,
    standIn: running,
    get: (path, headers) => send('GET', path, undefined, headers),
    rows: async (path, headers) => valuesOf(await send('GET', path, undefined, headers)),
    create: async (set, row) => {
      const answer = await send('POST', set, row);
      if (answer.status !== 204) throw new Error(`${answer.status} ${answer.text}`);
      return idOf(answer);
    },
    control: async (method, path, body) => {
      const answer = await send(method, `/_sandbox/${path}`, body);
      if (answer.status !== 200) throw new Error(`${answer.status} ${answer.text}`);
      return answer.text.startsWith('[') ? { value: JSON.parse(answer.text) } : answer.body;
    },
  };
}

export function valuesOf(answer: Answer): Row[] {
  if (answer.status !== 200) throw new Error(`${answer.status} ${answer.text}`);
  return z.array(objectSchema).parse(answer.body['value']);
}

export function idOf(answer: Answer): string {
  const [, id] = /\(([0-9a-f-]{36})\)$/.exec(answer.headers.get('odata-entityid') ?? '') ?? [];
  if (id === undefined) throw new Error(`No OData-EntityId: ${answer.status} ${answer.text}`);
  return id;
}

const errorSchema = z.object({ error: z.object({ code: z.string(), message: z.string() }) });

export function errorOf(answer: Answer): { code: string; message: string } {
  return errorSchema.parse(answer.body).error;
}

export const missingId = '00000000-0000-4000-8000-00000000dead';

/** Parameters of AddListMembersList and RemoveListMembersList. */
export const members = (listid: string, type: string, ids: string[]): Row => ({
  List: { '@odata.type': 'Microsoft.Dynamics.CRM.list', listid },
  Members: ids.map((id) => ({ '@odata.type': `Microsoft.Dynamics.CRM.${type}`, [`${type}id`]: id })),
});
