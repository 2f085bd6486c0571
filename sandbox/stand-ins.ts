/** `npm run stand-ins`: Dynamics 365, Mailchimp and Azure Storage on this machine, for the commands to work against. */
import { parseArgs } from 'node:util';
import { createClock } from './clock';
import { createWebApi } from './crm/web-api';
import { startDataverse } from './dataverse/server';
import { tokens } from './dataverse/users';
import { startMailchimp } from './mailchimp/server';
import { readSeed, withPlace, wrongSeed, type Seed } from './seeds/seed';
import { tiedSampleSeed } from './seeds/tied';
import { readSolutionFile } from './solution-file';
import { notUnderstood, readPort } from './start/command-line';
import { connectionSettings } from './start/connection-settings';
import { controlOf, StandInRefusal } from './start/control';
import { askedToEnd, print } from './start/ending';
import { giveRoles } from './start/give-roles';
import { importSolution } from './start/import-solution';
import { HistoryMistake, playHistory } from './start/play-history';
import { isAzurite, startAzurite } from './storage/azurite';

const help = `npm run stand-ins -- [OPTIONS]

Starts stand-ins for Dynamics 365 and Mailchimp, and Azure Storage, prints the settings to export and stays until Ctrl-C.

  --dataverse-port P    port of the Dynamics 365 stand-in (a free one)
  --mailchimp-port Q    port of the Mailchimp stand-in (a free one)
  --storage-port R      port of blob storage, with queues at R+1 and tables at R+2 (10000)
  --seed FILE           what the two hold (the sample: five people, the audience Newsletter tied and ready to start)
  --lead                with the sample: a list of leads instead of contacts
  --help                print this
`;

const WELL_KNOWN_PORT = 10_000;

console.log = console.error;

void main();

async function main(): Promise<void> {
  try {
    await run(readOrder(process.argv.slice(2)));
  } catch (error) {
    say(error instanceof Error ? error.message : String(error));
    process.exitCode = 1;
  }
  // Children end with this process.
  process.exit();
}

type Order = ReturnType<typeof readOrder>;

function readOrder(words: readonly string[]) {
  const { values } = parse(words);
  return {
    help: values.help ?? false,
    lead: values.lead ?? false,
    seed: values.seed,
    dataversePort: readPort('--dataverse-port', values['dataverse-port'] ?? '0'),
    mailchimpPort: readPort('--mailchimp-port', values['mailchimp-port'] ?? '0'),
    storagePort: values['storage-port'] === undefined ? undefined : readPort('--storage-port', values['storage-port']),
  };
}

function parse(words: readonly string[]) {
  try {
    return parseArgs({
      args: [...words],
      options: {
        help: { type: 'boolean' },
        lead: { type: 'boolean' },
        seed: { type: 'string' },
        'dataverse-port': { type: 'string' },
        'mailchimp-port': { type: 'string' },
        'storage-port': { type: 'string' },
      },
    });
  } catch (cause) {
    throw new Error(notUnderstood(cause, 'npm run stand-ins'), { cause });
  }
}

async function run(order: Order): Promise<void> {
  if (order.help) {
    await print(help);
    return;
  }
  const asked = askedToEnd();
  const solution = readSolutionFile();
  const seed =
    order.seed === undefined ? tiedSampleSeed(order.lead ? 'lead' : 'contact', solution.choices) : readSeed(order.seed);
  const clock = createClock();
  const dataverse = await startDataverse({ port: order.dataversePort, clock });
  const mailchimp = await startMailchimp({ port: order.mailchimpPort, clock, seed: { accounts: [] } });
  const storage = await startStorage(order.storagePort);
  const crm = createWebApi(dataverse.url, tokens.administrator);
  await importSolution(crm, solution.content);
  await giveRoles(crm);
  const stage = { crm, dataverse: controlOf(dataverse.url), mailchimp: controlOf(mailchimp.url) };
  try {
    await stage.dataverse.seed(seed.dataverse);
    await stage.mailchimp.seed(seed.mailchimp);
    await playHistory(stage, seed);
  } catch (error) {
    throw order.seed === undefined ? error : mistakeIn(order.seed, seed, error);
  }

  const settings = connectionSettings({
    dataverseUrl: dataverse.url,
    mailchimpUrl: mailchimp.url,
    mailchimpKey: seed.mailchimp.accounts[0]?.key ?? '',
    storage: storage.connectionString,
  });
  await print(`${Object.entries(settings).map(exportLine).join('\n')}\n`);
  say('Ready: export these settings in another terminal. Ctrl-C ends everything.');
  await asked;
  await Promise.all([dataverse.close(), mailchimp.close(), storage.close()]);
}

/** What only the stand-ins can find in a seed file. */
function mistakeIn(file: string, seed: Seed, error: unknown): unknown {
  if (error instanceof HistoryMistake) return wrongSeed(`seed file ${file}`, error.message);
  return error instanceof StandInRefusal ? wrongSeed(`seed file ${file}`, withPlace(error.said, seed)) : error;
}

interface Storage {
  connectionString: string;
  close(): Promise<void>;
}

async function startStorage(wanted: number | undefined): Promise<Storage> {
  const port = wanted ?? WELL_KNOWN_PORT;
  if (wanted === undefined && (await isAzurite(port))) {
    say(`Azurite answers at port ${port} already, so that one is used, with whatever it holds.`);
    return { connectionString: 'UseDevelopmentStorage=true', close: async () => {} };
  }
  const ports = port === 0 ? {} : { blobPort: port, queuePort: port + 1, tablePort: port + 2 };
  const azurite = await startAzurite(ports);
  return {
    connectionString: port === WELL_KNOWN_PORT ? 'UseDevelopmentStorage=true' : azurite.connectionString,
    close: () => azurite.close(),
  };
}

function exportLine([name, value]: [string, string]): string {
  return `export ${name}=${/^[\w./:=-]+$/.test(value) ? value : `'${value}'`}`;
}

function say(sentence: string): void {
  process.stderr.write(`${sentence}\n`);
}
