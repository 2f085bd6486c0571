/** `npm start`: everything on this machine, a first sync of the sample audience, and the CRM in the browser. */
import { startCrmShell, type CrmShell } from './crm/server';
import { readExportSeed } from './exports/export-seed';
import { sampleSeed } from './seeds/sample';
import { readStartOrder, startHelp, type StartOrder } from './start/command-line';
import { askedToEnd, print } from './start/ending';
import { requireFreePort } from './start/free-port';
import { runFirstSync } from './start/first-sync';
import { asJson, asText } from './start/report';
import { startSandbox, type Sandbox } from './start/sandbox';
import { isCompleted } from './start/sync-runs';

// Loaded libraries may print as well, and a JSON document must stand alone on the standard output.
console.log = console.error;

void main();

async function main(): Promise<void> {
  try {
    const order = readStartOrder(process.argv.slice(2));
    if (order.help) await print(startHelp);
    else process.exitCode = await start(order);
  } catch (error) {
    say(error instanceof Error ? error.message : String(error));
    process.exitCode = 1;
  }
  process.exit();
}

/** The exit code. */
async function start(order: StartOrder): Promise<number> {
  // Before anything is started: a port that is taken or a file that is not an export shall cost nobody a wait.
  if (order.port !== undefined && !order.once) await requireFreePort(order.port);
  const { seed, remarks } = order.exports
    ? await readExportSeed(order.exports)
    : { seed: sampleSeed(order.personType), remarks: [] };
  const output = keepOutput(order.verbose);
  let sandbox: Sandbox | undefined;
  let told = false;
  const endWhenAsked = async (): Promise<void> => {
    await askedToEnd();
    // Without a sandbox to close there are only children, and they end with this process.
    await sandbox?.close();
    process.exit(told ? 0 : 1);
  };
  void endWhenAsked();

  sandbox = await startSandbox({ seed, say, onOutput: output.take });
  try {
    const shell = order.once ? null : await openShell(sandbox, order.port);
    for (const remark of remarks) say(remark);
    const result = await runFirstSync({ sandbox, seed, personType: order.personType, say });
    await print(order.json ? `${asJson(result)}\n` : asText(result));
    told = true;
    const completed = result.runs.length === 2 && result.runs.every(isCompleted);
    if (!completed) output.show();
    if (!shell) return completed ? 0 : 1;
    await print(
      `\nDynamics 365 stands at ${shell.url}: open Settings > Setup > Sync Audiences.\nMailchimp's side is played at ${mailchimpPage(sandbox)}. Ctrl-C ends everything.\n`,
    );
    await ended(sandbox.died);
    say('The functions ended unexpectedly.');
    output.show();
    return 1;
  } catch (error) {
    output.show();
    throw error;
  } finally {
    await sandbox.close();
  }
}

/** What the functions write is shown at once, or kept until something fails. */
function keepOutput(verbose: boolean): { take: (text: string) => void; show: () => void } {
  let kept = '';
  return {
    take: (text) => {
      if (verbose) process.stderr.write(text);
      else kept = (kept + text).slice(-10_000);
    },
    show: () => {
      if (kept !== '') process.stderr.write(`The functions wrote:\n${kept}\n`);
    },
  };
}

const mailchimpPage = ({ mailchimpUrl }: Sandbox): string => `${mailchimpUrl}/_sandbox/page`;

async function openShell(sandbox: Sandbox, wanted: number | undefined): Promise<CrmShell> {
  const { dataverseUrl } = sandbox;
  const otherSide = mailchimpPage(sandbox);
  const open = (port: number) => startCrmShell({ port, dataverseUrl, otherSide });
  if (wanted !== undefined) return open(wanted);
  for (let port = 8080; port < 8100; port += 1) {
    try {
      return await open(port);
    } catch {
      // Taken; the next one may be free.
    }
  }
  return open(0);
}

function ended(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => resolve());
  });
}

function say(sentence: string): void {
  process.stderr.write(`${sentence}\n`);
}
