/** The process that holds the functions: `node dist/sandbox/functions-host/main.js [port] [app folder]`, settings from the environment. */
import { projectFolder } from '../project-folder';
import { startHost } from './host';
import { hostMessage, type HostMessage } from './host-message';

const [port = '0', appFolder = projectFolder] = process.argv.slice(2);
const verbose = process.env['SANDBOX_VERBOSE'] === '1';

void run();

async function run(): Promise<void> {
  try {
    const host = await startHost(appFolder, Number(port), process.env, write);
    const end = (): void => void host.close().finally(() => process.exit());
    process.once('SIGTERM', end);
    process.once('SIGINT', end);
    tell({ listening: { port: host.port, functions: host.functions } });
  } catch (error) {
    tell({ failed: error instanceof Error ? error.message : String(error) });
    process.exitCode = 1;
    if (process.connected) process.disconnect();
  }
}

function write(name: string, level: string, line: string): void {
  if (verbose || level === 'warning' || level === 'error' || level === 'critical') {
    process.stderr.write(`[${name}] ${line}\n`);
  }
}

function tell(message: HostMessage): void {
  if (process.send) process.send(hostMessage.parse(message));
  else if ('failed' in message) process.stderr.write(`${message.failed}\n`);
  else {
    const { port, functions } = message.listening;
    process.stderr.write(
      `Functions at http://127.0.0.1:${port} (${functions.join(', ')}). This is not the Functions runtime: keys are not checked.\n`,
    );
  }
}
