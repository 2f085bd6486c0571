/**
 * Azure Storage on this machine: Azurite as a child process that ends with its parent. In memory unless a folder is given.
 * The account name and key are the well-known ones of the emulator:
 * https://learn.microsoft.com/azure/storage/common/storage-configure-connection-string
 */
import type { ChildProcess } from 'node:child_process';
import { forkTied, stopTied } from '../tied-process';

export interface AzuriteOptions {
  /** 0 or absent: a free port. */
  blobPort?: number;
  queuePort?: number;
  tablePort?: number;
  /** Keeps what is stored in this folder. */
  folder?: string;
}

export interface Azurite {
  connectionString: string;
  blobPort: number;
  queuePort: number;
  tablePort: number;
  close(): Promise<void>;
}

/** Throws an Error with one sentence when a port is taken or Azurite does not start. */
export async function startAzurite(options: AzuriteOptions = {}): Promise<Azurite> {
  const child = forkTied(require.resolve('azurite/dist/src/azurite.js'), [
    '--silent',
    '--disableTelemetry',
    '--skipApiVersionCheck',
    ...(options.folder === undefined ? ['--inMemoryPersistence'] : ['--location', options.folder]),
    '--blobPort',
    String(options.blobPort ?? 0),
    '--queuePort',
    String(options.queuePort ?? 0),
    '--tablePort',
    String(options.tablePort ?? 0),
  ]);
  const ports = await listening(child);
  return {
    ...ports,
    connectionString: connectionString(ports),
    close: async () => {
      if (options.folder !== undefined) await written(child);
      await stopTied(child);
    },
  };
}

/** Whether an Azurite answers on this port already (it says so in every answer's `server` header). */
export async function isAzurite(blobPort: number): Promise<boolean> {
  try {
    const answer = await fetch(`http://127.0.0.1:${blobPort}/devstoreaccount1?comp=list`);
    await answer.arrayBuffer();
    return answer.headers.get('server')?.startsWith('Azurite-Blob') ?? false;
  } catch {
    return false;
  }
}

interface Ports {
  blobPort: number;
  queuePort: number;
  tablePort: number;
}

export function connectionString({ blobPort, queuePort, tablePort }: Ports): string {
  const account = 'devstoreaccount1';
  const endpoint = (kind: string, port: number) => `${kind}Endpoint=http://127.0.0.1:${port}/${account};`;
  return (
    `DefaultEndpointsProtocol=http;AccountName=${account};` +
    'AccountKey=Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==;' +
    endpoint('Blob', blobPort) +
    endpoint('Queue', queuePort) +
    endpoint('Table', tablePort)
  );
}

/** Azurite says on its standard output where each of its three servers listens, the table server last. */
function listening(child: ChildProcess): Promise<Ports> {
  return new Promise((resolve, reject) => {
    let said = '';
    const read = (chunk: Buffer): void => {
      said += chunk.toString();
      const [blobPort, queuePort, tablePort] = ['Blob', 'Queue', 'Table'].map((kind) => portOf(kind, said));
      if (blobPort === undefined || queuePort === undefined || tablePort === undefined) return;
      resolve({ blobPort, queuePort, tablePort });
    };
    child.stdout?.on('data', read);
    child.stderr?.on('data', read);
    child.once('exit', () => reject(new Error(whyNot(said))));
    child.once('error', (error) => reject(new Error(`Azurite could not be started: ${error.message}.`)));
  });
}

function portOf(kind: string, said: string): number | undefined {
  const found = new RegExp(`${kind} service is successfully listening at http://[^:]+:(\\d+)`).exec(said);
  return found ? Number(found[1]) : undefined;
}

function whyNot(said: string): string {
  const taken = /EADDRINUSE[^\n]*:(\d+)/.exec(said);
  if (taken) {
    return `Port ${taken[1]} for Azure Storage is already in use: end the program that listens there, or choose another port.`;
  }
  return `Azurite ended before it listened: ${said.trim().split('\n').at(-1) ?? 'it gave no reason'}`;
}

/** Azurite writes its folder when it shuts down (and every few seconds); each of the three servers says when it is through. */
function written(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    let said = '';
    child.stdout?.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      if ((said.match(/successfully closed/g) ?? []).length === 3) resolve();
    });
    child.once('exit', () => resolve());
    if (child.connected) child.send('shutdown');
    else resolve();
  });
}
