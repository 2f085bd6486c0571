/**
 * Both stand-ins, Azurite and the connector's services over them, for tests that run syncs. Everything is reached over HTTP, as
 * in production; the seed is the documented one.
 */

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { readSettings } from '../connector/settings';
import type { AudienceRow } from '../connector/dataverse/port';
import { choices } from '../connector/dataverse/schema.generated';
import { connect } from '../connector/sync/connect';
import { refresh } from '../connector/sync/refresh';
import type { Services } from '../connector/sync/run/services';
import type { Telemetry } from '../connector/telemetry/port';
import { runInProcess, type RunReport } from '../commands/run-in-process';
import { createClock, type Clock } from '../sandbox/clock';
import { startDataverse } from '../sandbox/dataverse/server';
import { startMailchimp } from '../sandbox/mailchimp/server';
import { startAzurite } from '../sandbox/storage/azurite';
import { closeAtTheEnd } from './close-at-the-end';

export interface World {
  dataverseUrl: string;
  mailchimpUrl: string;
  clock: Clock;
  services: Services;
  env: Record<string, string>;
  /** Loads both parts of a seed file. */
  seed(seed: Seed): Promise<void>;
  audience(name: string): Promise<AudienceRow>;
  /** Asks Mailchimp for its audiences and ties one to a list, as Manage does. Further columns of the audience may be given. */
  tie(audience: string, list: string, columns?: Record<string, unknown>): Promise<void>;
  /** A run from the command line, first run or not. */
  sync(name: string, terms?: { full?: boolean; preview?: boolean; yes?: boolean }): Promise<RunReport>;
  /** GET on the Web API as an administrator, all pages. */
  get<T = Record<string, unknown>>(path: string): Promise<T[]>;
  send(method: string, url: string, body?: unknown): Promise<Response>;
  close(): Promise<void>;
}

export interface Seed {
  mailchimp?: unknown;
  dataverse?: unknown;
}

/** What runs tell operators has tests of its own. */
const silence: Telemetry = { event() {}, metric() {}, exception() {}, flush: () => Promise.resolve() };

export interface WorldOptions {
  /** Called for every request that the Dataverse stand-in has answered. */
  onDataverse?: (exchange: { method: string; url: string; status: number }) => void;
}

export async function startWorld(options: WorldOptions = {}): Promise<World> {
  const clock = createClock();
  const solutionZip = packedSolution();
  const [dataverse, mailchimp, azurite] = await Promise.all([
    startDataverse({ clock, solutionZip, ...(options.onDataverse ? { onExchange: options.onDataverse } : {}) }),
    startMailchimp({ clock }),
    startAzurite(),
  ]);
  const env = {
    DATAVERSE_URL: dataverse.url,
    DATAVERSE_AUTH: 'token',
    DATAVERSE_TOKEN: 'stand-in-service',
    MAILCHIMP_API_KEY: 'stand-in-us1',
    MAILCHIMP_BASE_URL: `${mailchimp.url}/3.0`,
    AzureWebJobsStorage: azurite.connectionString,
  };
  const services: Services = { ...connect(readSettings(env)), telemetry: silence };

  const send = async (method: string, url: string, body?: unknown): Promise<Response> => {
    const response = await fetch(url, {
      method,
      headers: { authorization: 'Bearer stand-in-administrator', 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!response.ok) throw new Error(`${method} ${url}: ${response.status} ${await response.text()}`);
    return response;
  };
  const audience = async (name: string): Promise<AudienceRow> => {
    const found = (await services.crm.audiences()).find((one) => one.name === name);
    if (!found) throw new Error(`no audience ${name}`);
    return found;
  };
  const get = async <T>(path: string): Promise<T[]> => {
    const rows: T[] = [];
    let next: string | undefined = `${dataverse.url}/api/data/v9.2/${path}`;
    while (next) {
      const page = (await (await send('GET', next)).json()) as { value: T[]; '@odata.nextLink'?: string };
      rows.push(...page.value);
      next = page['@odata.nextLink'];
    }
    return rows;
  };
  return {
    dataverseUrl: dataverse.url,
    mailchimpUrl: mailchimp.url,
    clock,
    services,
    env,
    send,
    audience,
    seed: async (seed) => {
      if (seed.mailchimp) await send('POST', `${mailchimp.url}/_sandbox/seed`, seed.mailchimp);
      if (seed.dataverse) await send('POST', `${dataverse.url}/_sandbox/seed`, seed.dataverse);
    },
    tie: async (name, list, columns = {}) => {
      await refresh(services);
      const [found] = await get<{ listid: string }>(`lists?$select=listid&$filter=listname eq '${list}'`);
      if (!found) throw new Error(`no list ${list}`);
      await send('PATCH', `${dataverse.url}/api/data/v9.2/mcs_audiences(${(await audience(name)).id})`, {
        'mcs_marketinglistid@odata.bind': `/lists(${found.listid})`,
        mcs_tiestate: choices.mcs_tiestate.ready,
        ...columns,
      });
    },
    sync: async (name, terms = {}) =>
      runInProcess(services, await audience(name), {
        full: terms.full ?? false,
        preview: terms.preview ?? false,
        yes: terms.yes ?? true,
        until: new Date(Date.now() + 60_000),
        say: () => {},
      }),
    get,
    close: closeAtTheEnd(async () => {
      await Promise.all([dataverse.close(), mailchimp.close(), azurite.close()]);
    }),
  };
}

/** `npm test` packs it before the tests begin. */
function packedSolution(): Buffer {
  const folder = join(__dirname, '../dist/solution');
  const file = readdirSync(folder).find((name) => /^AudienceSync_[\d.]+\.zip$/.test(name));
  if (!file) throw new Error('dist/solution holds no packed solution: run "npm run build" first.');
  return readFileSync(join(folder, file));
}
