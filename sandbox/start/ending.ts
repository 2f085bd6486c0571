/** Ending a command of the sandbox: by Ctrl-C, by SIGTERM, and when the npm that started it is gone. */

/** Resolves once, when somebody wants the command to end. */
export function askedToEnd(): Promise<void> {
  return new Promise((resolve) => {
    const startedBy = process.ppid;
    // npm passes a signal to its shell only, which leaves its child behind.
    const watch = setInterval(() => {
      if (process.env['npm_lifecycle_event'] !== undefined && process.ppid !== startedBy) end();
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

/** Waits until the text is handed over: a pipe takes it later than a file. */
export function print(text: string): Promise<void> {
  return new Promise((resolve) => process.stdout.write(text, () => resolve()));
}
