/** Child processes that end with the sandbox, however it ends: even kill -9 closes the channel, and the child leaves. */
import { fork, type ChildProcess } from 'node:child_process';

/** Standard output and standard error of the child are pipes: a child never writes on the parent's standard output. */
export function forkTied(file: string, args: readonly string[], env: NodeJS.ProcessEnv = process.env): ChildProcess {
  return fork(file, args, {
    env,
    // Loaded before the program itself, so that programs of other people are tied as well.
    execArgv: ['--import', 'data:text/javascript,process.on("disconnect",()=>process.exit())'],
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
}

/** Resolves when the process is gone; one that does not leave by itself within two seconds is killed. */
export async function stopTied(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const patience = setTimeout(() => child.kill('SIGKILL'), 2000);
  if (child.connected) child.disconnect();
  else child.kill('SIGKILL');
  await gone;
  clearTimeout(patience);
}
