/** The adapter against the Dynamics 365 stand-in with the packed solution in it. */

import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { connectDataverse, createDataversePace } from '../../../connector/dataverse/connect';
import type { Crm } from '../../../connector/dataverse/port';
import { createClock, type Clock } from '../../../sandbox/clock';
import { startDataverse } from '../../../sandbox/dataverse/server';
import { tokens } from '../../../sandbox/dataverse/users';

export interface Connection {
  url: string;
  crm: Crm;
  clock: Clock;
  control(method: string, path: string, body?: unknown): Promise<unknown>;
  /** GET of a collection as an administrator. */
  rows(path: string): Promise<Record<string, unknown>[]>;
  /** A request as an administrator, or as somebody else. */
  send(method: string, path: string, body?: unknown, token?: string): Promise<Response>;
  close(): Promise<void>;
}

export interface ConnectionOptions {
  seed?: unknown;
  /** An environment where the solution was not imported. */
  withoutSolution?: boolean;
}

/** `npm test` packs it before the tests begin. */
function packedSolution(): Buffer {
  const folder = join(__dirname, '../../../dist/solution');
  const file = readdirSync(folder).find((name) => /^AudienceSync_[\d.]+\.zip$/.test(name));
  if (file === undefined) throw new Error('dist/solution holds no packed solution: run "npm run build" first.');
  return readFileSync(join(folder, file));
}

export async function startConnection({ seed, withoutSolution }: ConnectionOptions = {}): Promise<Connection> {
  const clock = createClock();
  clock.set(new Date('2026-01-05T09:00:00Z'));
  const standIn = await startDataverse({
    clock,
    ...(withoutSolution === true ? {} : { solutionZip: packedSolution() }),
    ...(seed === undefined ? {} : { seed }),
  });
  const send = async (method: string, path: string, body?: unknown, token: string = tokens.administrator) => {
    const answer = await fetch(`${standIn.url}${path}`, {
      method,
      headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
    return answer;
  };
  return {
    url: standIn.url,
    clock,
    send,
    control: async (method, path, body) => {
      const said: unknown = await (await send(method, `/_sandbox${path}`, body)).json();
      return said;
    },
    rows: async (path) => {
      const { value }: { value: Record<string, unknown>[] } = await (
        await send('GET', `/api/data/v9.2/${path}`)
      ).json();
      return value;
    },
    crm: connectDataverse({
      settings: { url: standIn.url, auth: { kind: 'token', token: tokens.service } },
      pace: createDataversePace({ sleep: () => Promise.resolve(), policy: { attempts: 3 } }),
    }),
    close: () => standIn.close(),
  };
}

/** An id that says where it comes from and sorts in order. */
export function idOf(kind: string, index: number): string {
  const first = { contact: 'c', lead: 'd', list: 'e', other: 'f' }[kind] ?? 'f';
  return `${first}0000000-0000-4000-8000-${String(index).padStart(12, '0')}`;
}

export function contactSeed(index: number, more: object = {}): Record<string, unknown> {
  return {
    contactid: idOf('contact', index),
    firstname: `First ${index}`,
    lastname: `Last ${index}`,
    emailaddress1: `c${index}@contoso.test`,
    ...more,
  };
}

export const newId = (): string => randomUUID();
