/** Ending a command of the sandbox: by Ctrl-C, by SIGTERM, and when the npm that started it is gone. */
import { readFileSync } from 'node:fs';

/** Resolves once, when somebody wants the command to end. */
export function askedToEnd(): Promise<void> {
  return new Promise((resolve) => {
    const startedBy = ancestors();
    // npm passes a signal to its shell only, and kill -9 of npm reaches nobody: the command would be left behind.
    const watch = setInterval(() => {
      if (process.env['npm_lifecycle_event'] !== undefined && ancestors() !== startedBy) end();
    }, 500);
    watch.unref();
    const end = (): void => {
      clearInterval(watch);
      resolve();
    };
    process.once('SIGINT', end);
    process.once('SIGTERM', end);
    process.once('SIGHUP', end);
  });
}

/** The shell that npm started, and npm itself where the system tells it. */
function ancestors(): string {
  try {
    // https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html: the fourth field, after the name in brackets.
    const shell = readFileSync(`/proc/${process.ppid}/stat`, 'utf8');
    return `${process.ppid} ${shell.slice(shell.lastIndexOf(')')).split(' ')[2]}`;
  } catch {
    return String(process.ppid);
  }
}

/** Waits until the text is handed over: a pipe takes it later than a file. */
export function print(text: string): Promise<void> {
  return new Promise((resolve) => process.stdout.write(text, () => resolve()));
}
