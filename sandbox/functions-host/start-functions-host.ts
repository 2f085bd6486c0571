/** Starts the compiled functions in a process of their own, which ends with this one. */
import type { ChildProcess } from 'node:child_process';
import { compiled, projectFolder } from '../project-folder';
import { forkTied, stopTied } from '../tied-process';
import { hostMessage } from './host-message';

export interface FunctionsHostOptions {
  /** The settings; nothing of this process's own environment reaches the functions but PATH and the like. */
  env: Record<string, string>;
  /** 0 or absent: a free port. */
  port?: number;
  /** The folder with package.json, host.json and the compiled functions; the project itself when absent. */
  appFolder?: string;
  /** Every line that the functions or their host write. */
  onOutput?: (text: string) => void;
  /** Called when the process ends without having been closed. */
  onDeath?: () => void;
}

export interface FunctionsHost {
  url: string;
  functions: string[];
  close(): Promise<void>;
}

/** Throws an Error with one sentence when the port is taken or the functions cannot be loaded. */
export async function startFunctionsHost(options: FunctionsHostOptions): Promise<FunctionsHost> {
  const child = forkTied(
    compiled('sandbox/functions-host/main.js'),
    [String(options.port ?? 0), options.appFolder ?? projectFolder],
    { ...surroundings(), ...options.env },
  );
  let output = '';
  const keep = (chunk: Buffer): void => {
    output = (output + chunk.toString()).slice(-4000);
    options.onOutput?.(chunk.toString());
  };
  child.stdout?.on('data', keep);
  child.stderr?.on('data', keep);
  const { port, functions } = await listening(child, () => output);
  let closing = false;
  child.once('exit', () => {
    if (!closing) options.onDeath?.();
  });
  return {
    url: `http://127.0.0.1:${port}`,
    functions,
    close: () => {
      closing = true;
      return stopTied(child);
    },
  };
}

/** A run of the functions must not depend on settings that happen to be exported in the terminal. */
function surroundings(): Record<string, string> {
  const wanted = ['PATH', 'HOME', 'TMPDIR', 'TEMP', 'TMP', 'SystemRoot', 'TZ', 'SANDBOX_VERBOSE'];
  return Object.fromEntries(
    wanted.flatMap((name) => {
      const value = process.env[name];
      return value === undefined ? [] : [[name, value]];
    }),
  );
}

function listening(child: ChildProcess, output: () => string): Promise<{ port: number; functions: string[] }> {
  return new Promise((resolve, reject) => {
    child.once('message', (received) => {
      const message = hostMessage.parse(received);
      if ('listening' in message) resolve(message.listening);
      else reject(new Error(message.failed));
    });
    child.once('error', (error) => reject(new Error(`The functions could not be started: ${error.message}.`)));
    child.once('exit', () => reject(new Error(`The functions ended before they listened. ${output().trim()}`)));
  });
}
