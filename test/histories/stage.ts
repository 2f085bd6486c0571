/**
 * Both stand-ins over HTTP and the connector's services over them, kept for many histories: each one gets audiences, lists and
 * people of its own.
 */

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { choices } from '../../connector/dataverse/schema.generated';
import { readSettings } from '../../connector/settings';
import { connect } from '../../connector/sync/connect';
import { refresh } from '../../connector/sync/refresh';
import type { Services } from '../../connector/sync/run/services';
import { createClock, type Clock } from '../../sandbox/clock';
import { startDataverse } from '../../sandbox/dataverse/server';
import { startMailchimp } from '../../sandbox/mailchimp/server';
import { createMemoryStorage } from './memory-storage';

export interface Stage {
  services: Services;
  /** The leases of a run that was killed run out. */
  endLeases(): void;
  clock: Clock;
  /** Minutes by which Mailchimp's clock is ahead. */
  setAhead(minutes: number): void;
  /** On the Web API, as an administrator of Dynamics 365. */
  crm(method: string, path: string, body?: unknown): Promise<Response>;
  rows<T>(path: string): Promise<T[]>;
  /** On the control side of the Mailchimp stand-in. */
  mailchimp<T = unknown>(method: string, path: string, body?: unknown): Promise<T>;
  /** A number that no history of this stage has had. */
  next(): number;
  seed(of: { mailchimp: unknown; dataverse: unknown }): Promise<void>;
  /** Ties an audience to a list with these columns, as Manage does; answers the id of its row. */
  tie(audience: string, listId: string, columns: Record<string, unknown>): Promise<string>;
  close(): Promise<void>;
}

export async function startStage(): Promise<Stage> {
  const clock = createClock();
  let ahead = 0;
  const mailchimpClock: Clock = { ...clock, now: () => new Date(clock.now().getTime() + ahead * 60_000) };
  const [dataverse, mailchimp] = await Promise.all([
    startDataverse({ clock, solutionZip: packedSolution() }),
    startMailchimp({ clock: mailchimpClock }),
  ]);
  const settings = readSettings({
    DATAVERSE_URL: dataverse.url,
    DATAVERSE_AUTH: 'token',
    DATAVERSE_TOKEN: 'stand-in-service',
    MAILCHIMP_API_KEY: 'stand-in-us1',
    MAILCHIMP_BASE_URL: `${mailchimp.url}/3.0`,
    AzureWebJobsStorage: 'UseDevelopmentStorage=true',
  });
  const silent: Services['telemetry'] = { ...connect(settings).telemetry, event: () => {}, exception: () => {} };
  const storage = createMemoryStorage();
  const services: Services = {
    ...connect(settings),
    storage,
    telemetry: silent,
    now: () => clock.now(),
    // So few that people come into different parts.
    recordsPerPart: 4,
  };
  let count = 0;

  const send = async (method: string, url: string, body?: unknown): Promise<Response> => {
    const response = await fetch(url, {
      signal: AbortSignal.timeout(20_000),
      method,
      headers: { authorization: 'Bearer stand-in-administrator', 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!response.ok) throw new Error(`${method} ${url}: ${response.status} ${await response.text()}`);
    return response;
  };
  // Many histories in a few minutes are more than one organization may ask for.
  await send('PATCH', `${dataverse.url}/_sandbox/switches`, {
    requestsPerWindow: 100_000_000,
    executionSecondsPerWindow: 1_000_000,
  });
  const api = `${dataverse.url}/api/data/v9.2`;
  return {
    services,
    endLeases: () => storage.endLeases(),
    clock,
    setAhead: (minutes) => (ahead = minutes),
    crm: (method, path, body) => send(method, `${api}/${path}`, body),
    rows: async <T>(path: string) => {
      const found: T[] = [];
      let next: string | undefined = `${api}/${path}`;
      while (next !== undefined) {
        const page = (await (await send('GET', next)).json()) as { value: T[]; '@odata.nextLink'?: string };
        found.push(...page.value);
        next = page['@odata.nextLink'];
      }
      return found;
    },
    mailchimp: async <T>(method: string, path: string, body?: unknown) =>
      (await (await send(method, `${mailchimp.url}/_sandbox/${path}`, body)).json()) as T,
    next: () => (count += 1),
    seed: async (of) => {
      await send('POST', `${mailchimp.url}/_sandbox/seed`, of.mailchimp);
      await send('POST', `${dataverse.url}/_sandbox/seed`, of.dataverse);
    },
    tie: async (name, listId, columns) => {
      await refresh(services);
      const found = (await services.crm.audiences()).find((one) => one.name === name);
      if (!found) throw new Error(`no audience ${name}`);
      await send('PATCH', `${api}/mcs_audiences(${found.id})`, {
        'mcs_marketinglistid@odata.bind': `/lists(${listId})`,
        mcs_tiestate: choices.mcs_tiestate.ready,
        ...columns,
      });
      return found.id;
    },
    close: async () => {
      await Promise.all([dataverse.close(), mailchimp.close()]);
    },
  };
}

/** `npm test` packs it before the tests begin. */
function packedSolution(): Buffer {
  const folder = join(__dirname, '../../dist/solution');
  const file = readdirSync(folder).find((name) => /^AudienceSync_[\d.]+\.zip$/.test(name));
  if (!file) throw new Error('dist/solution holds no packed solution: run "npm run build" first.');
  return readFileSync(join(folder, file));
}
