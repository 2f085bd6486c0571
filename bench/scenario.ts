/** Measures one scenario in a process of its own, so that its memory is the connector's alone; prints one JSON document. */

import { fork, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { z } from 'zod';

import { readSettings } from '../connector/settings';
import { connect } from '../connector/sync/connect';
import type { Services } from '../connector/sync/run/services';
import { runInProcess, type RunReport } from '../commands/run-in-process';
import { chooseAudiences } from '../commands/choose-audiences';
import { runCommand } from '../commands/run-command';
import { stackOf } from '../commands/sentence-of';
import { audienceName, marketingListId, scenarios, type Scenario } from './scenarios';

const traffic = z.object({ requests: z.number(), writes: z.number(), peakConnections: z.number() });

export const measurement = z.object({
  scenario: z.string(),
  latencyMs: z.number(),
  status: z.string(),
  mailchimp: traffic,
  dataverse: traffic,
  seconds: z.number(),
  memoryMb: z.number(),
});

export type Measurement = z.infer<typeof measurement>;

async function measure(scenario: Scenario, latencyMs: number): Promise<Measurement> {
  const folder = mkdtempSync(join(tmpdir(), 'audience-sync-bench-'));
  const seedFile = join(folder, 'seed.json');
  writeFileSync(seedFile, JSON.stringify(scenario.seed()));
  const [dataverse, mailchimp, storage] = await freePorts();
  const standIns = await startStandIns([
    '--dataverse-port',
    dataverse,
    '--mailchimp-port',
    mailchimp,
    '--storage-port',
    storage,
    '--seed',
    seedFile,
  ]);
  try {
    const at = (port: string) => `http://127.0.0.1:${port}`;
    const services = connect(readSettings(environment(dataverse, mailchimp, storage)));
    if (scenario.before === 'first-run') await run(services);
    if (scenario.meanwhile) await meanwhile[scenario.meanwhile](at(dataverse), at(mailchimp));
    for (const port of [dataverse, mailchimp]) await send('PATCH', `${at(port)}/_sandbox/switches`, { latencyMs });
    const report = await run(services);
    return {
      scenario: scenario.name,
      latencyMs,
      status: report.status,
      mailchimp: report.mailchimp,
      dataverse: report.dataverse,
      seconds: report.seconds,
      memoryMb: Math.round(process.resourceUsage().maxRSS / 1024),
    };
  } finally {
    await stop(standIns);
    rmSync(folder, { recursive: true, force: true });
  }
}

async function run(services: Services): Promise<RunReport> {
  const [audience] = await chooseAudiences(services, audienceName);
  if (!audience) throw new Error('The audience of the bench is gone.');
  const until = new Date(Date.now() + 15 * 60_000);
  return runInProcess(services, audience, { full: false, preview: false, yes: true, until, say: () => {} });
}

const meanwhile: Record<NonNullable<Scenario['meanwhile']>, (dataverse: string, mailchimp: string) => Promise<void>> = {
  'unsubscribe-100': async (_, mailchimp) => {
    const page = await send(
      'GET',
      `${mailchimp}/3.0/lists/be0c0de5e1/members?count=100&status=subscribed&fields=members.email_address`,
    );
    for (const { email_address: email } of page.members) {
      await send('POST', `${mailchimp}/_sandbox/play`, {
        audience: audienceName,
        email,
        by: 'person',
        do: 'unsubscribe',
      });
    }
  },
  'remove-100': async (dataverse) => {
    const people = await send(
      'GET',
      `${dataverse}/api/data/v9.2/listmembers?$select=_entityid_value&$filter=_listid_value eq ${marketingListId}&$top=100`,
    );
    await send('POST', `${dataverse}/api/data/v9.2/RemoveListMembersList`, {
      List: { '@odata.type': 'Microsoft.Dynamics.CRM.list', listid: marketingListId },
      Members: people.value.map(({ _entityid_value: contactid }) => ({
        '@odata.type': 'Microsoft.Dynamics.CRM.contact',
        contactid,
      })),
    });
  },
};

const answer = z.object({
  members: z.array(z.object({ email_address: z.string() })).default([]),
  value: z.array(z.object({ _entityid_value: z.string() })).default([]),
});

async function send(method: string, url: string, body?: unknown): Promise<z.infer<typeof answer>> {
  const authorization = url.includes('/3.0/')
    ? `Basic ${Buffer.from('bench:stand-in-us1').toString('base64')}`
    : 'Bearer stand-in-administrator';
  const response = await fetch(url, {
    method,
    headers: { authorization, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  if (!response.ok) throw new Error(`${method} ${url}: ${response.status} ${await response.text()}`);
  const text = await response.text();
  return answer.parse(text === '' ? {} : JSON.parse(text));
}

const environment = (dataverse: string, mailchimp: string, storage: string) => ({
  DATAVERSE_URL: `http://127.0.0.1:${dataverse}`,
  DATAVERSE_AUTH: 'token',
  DATAVERSE_TOKEN: 'stand-in-service',
  MAILCHIMP_API_KEY: 'stand-in-us1',
  MAILCHIMP_BASE_URL: `http://127.0.0.1:${mailchimp}/3.0`,
  AzureWebJobsStorage: `DefaultEndpointsProtocol=http;AccountName=devstoreaccount1;AccountKey=Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==;BlobEndpoint=http://127.0.0.1:${storage}/devstoreaccount1;QueueEndpoint=http://127.0.0.1:${Number(storage) + 1}/devstoreaccount1;`,
});

/** Five in a row, two of them for the stand-ins and three for storage, where no outgoing connection takes one meanwhile. */
async function freePorts(): Promise<[string, string, string]> {
  for (;;) {
    const first = 20_000 + Math.floor(Math.random() * 10_000);
    const free = await Promise.all(Array.from({ length: 5 }, (_, index) => isFree(first + index)));
    if (free.every(Boolean)) return [String(first), String(first + 1), String(first + 2)];
  }
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}

function startStandIns(args: string[]): Promise<ChildProcess> {
  return new Promise((resolve, reject) => {
    const child = fork(join(__dirname, '../sandbox/stand-ins.js'), args, { silent: true, execArgv: [] });
    child.stderr?.pipe(process.stderr);
    let printed = '';
    child.stdout?.on('data', (chunk: Buffer) => {
      printed += chunk.toString();
      if (printed.includes('AzureWebJobsStorage')) resolve(child);
    });
    child.once('exit', (code) => reject(new Error(`The stand-ins ended with code ${code}.`)));
  });
}

function stop(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    child.once('exit', () => resolve());
    child.kill('SIGTERM');
  });
}

async function main([name, latency]: string[]): Promise<number> {
  const scenario = scenarios.find((one) => one.name === name);
  if (!scenario)
    throw new Error(`There is no scenario ${name}. There are: ${scenarios.map((one) => one.name).join(', ')}.`);
  process.stdout.write(`${JSON.stringify(await measure(scenario, Number(latency ?? 0)))}\n`);
  return 0;
}

if (require.main === module) void runCommand(main, stackOf);
