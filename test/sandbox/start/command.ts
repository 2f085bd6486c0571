/** Runs a compiled command of the sandbox and keeps what it says. */
import { spawn, type ChildProcess } from 'node:child_process';
import { compiled, projectFolder } from '../../../sandbox/project-folder';

export interface Ended {
  code: number | null;
  stdout: string;
  stderr: string;
}

export interface Command {
  process: ChildProcess;
  /** Resolves with the match as soon as the command has written it on its standard output. */
  says(pattern: RegExp): Promise<RegExpExecArray>;
  ended: Promise<Ended>;
}

export function command(name: 'start' | 'stand-ins' | 'screenshots/take', ...words: string[]): Command {
  const child = spawn(process.execPath, [compiled(`sandbox/${name}.js`), ...words], { cwd: projectFolder });
  running.add(child);
  child.once('exit', () => running.delete(child));
  let stdout = '';
  let stderr = '';
  const listeners = new Set<() => void>();
  child.stdout.on('data', (chunk: Buffer) => {
    stdout += chunk.toString();
    for (const listener of listeners) listener();
  });
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  const ended = new Promise<Ended>((resolve) => child.once('close', (code) => resolve({ code, stdout, stderr })));
  return {
    process: child,
    ended,
    says: (pattern) =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          const found = pattern.exec(stdout);
          if (!found) return;
          listeners.delete(look);
          resolve(found);
        };
        listeners.add(look);
        look();
        void ended.then(() => reject(new Error(`It ended without saying ${pattern}: ${stderr}`)));
      }),
  };
}

const running = new Set<ChildProcess>();

/** A test that fails half-way leaves no process behind. */
afterEach(() => {
  for (const child of running) child.kill('SIGKILL');
});

/** Resolves when nobody answers at the address any more. */
export async function silent(url: string): Promise<void> {
  for (;;) {
    try {
      await (await fetch(url, { redirect: 'manual' })).arrayBuffer();
    } catch {
      return;
    }
  }
}
