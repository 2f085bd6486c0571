/** Everything that runs beside the connector on this machine, and the functions themselves, from start to end. */
import { randomBytes } from 'node:crypto';
import { createClock } from '../clock';
import { createWebApi, type WebApi } from '../crm/web-api';
import { startDataverse } from '../dataverse/server';
import { tokens } from '../dataverse/users';
import { startFunctionsHost } from '../functions-host/start-functions-host';
import { startMailchimp } from '../mailchimp/server';
import type { Seed } from '../seeds/seed';
import { readSolutionFile, type Choices } from '../solution-file';
import { startAzurite } from '../storage/azurite';
import { connectionSettings } from './connection-settings';
import { controlOf } from './control';
import { deploy } from './deploy';
import { giveRoles } from './give-roles';
import { playHistory } from './play-history';

export interface Sandbox {
  dataverseUrl: string;
  mailchimpUrl: string;
  mailchimpKey: string;
  /** As the administrator. */
  crm: WebApi;
  choices: Choices;
  /** Aborted when the functions end by themselves. */
  died: AbortSignal;
  close(): Promise<void>;
}

export interface SandboxOptions {
  seed: Seed;
  say: (sentence: string) => void;
  /** What the functions write. */
  onOutput: (text: string) => void;
}

/** Seeded, with its history played. When something cannot start, what has started is closed again. */
export async function startSandbox({ seed, say, onOutput }: SandboxOptions): Promise<Sandbox> {
  const closers: (() => Promise<void>)[] = [];
  const close = async (): Promise<void> => {
    for (const closer of closers.splice(0).reverse()) await closer();
  };
  const opened = async <T extends { close(): Promise<void> }>(starting: Promise<T>): Promise<T> => {
    const started = await starting;
    closers.push(() => started.close());
    return started;
  };
  const death = new AbortController();
  try {
    const solution = readSolutionFile();
    const clock = createClock();
    say('Starting the stand-ins for Dynamics 365 and Mailchimp.');
    const dataverse = await opened(startDataverse({ clock }));
    const mailchimp = await opened(startMailchimp({ clock, seed: { accounts: [] } }));
    const crm = createWebApi(dataverse.url, tokens.administrator);
    const mailchimpKey = seed.mailchimp.accounts[0]?.key ?? '';
    const secret = randomBytes(24).toString('base64url');
    say('Starting storage and the functions (in a test host: it checks no keys).');
    const addresses = { dataverseUrl: dataverse.url, mailchimpUrl: mailchimp.url, mailchimpKey };
    const azurite = await opened(startAzurite());
    const functions = await opened(
      startFunctionsHost({
        env: {
          ...connectionSettings({ ...addresses, storage: azurite.connectionString }),
          DATAVERSE_WEBHOOK_SECRET: secret,
          MAILCHIMP_WEBHOOK_SECRET: randomBytes(24).toString('base64url'),
        },
        onOutput,
        onDeath: () => death.abort(new Error('The functions ended unexpectedly.')),
      }),
    );
    say('Deploying the solution, by the same command as to a real environment.');
    await deploy({ dataverseUrl: dataverse.url, functionsUrl: functions.url, secret, onOutput });
    await giveRoles(crm);
    const stage = { crm, dataverse: controlOf(dataverse.url), mailchimp: controlOf(mailchimp.url) };
    await stage.dataverse.seed(seed.dataverse);
    await stage.mailchimp.seed(seed.mailchimp);
    if (seed.history.length > 0) say('Playing what happened before the first sync.');
    await playHistory(stage, seed);
    return { ...addresses, crm, choices: solution.choices, died: death.signal, close };
  } catch (error) {
    await close();
    throw error;
  }
}
