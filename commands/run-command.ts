/** How a command ends: its code, or 1 and what went wrong on stderr, and all that it wrote is with whoever reads it. */

import { sentenceOf } from './sentence-of';

export async function runCommand(
  main: (args: string[]) => Promise<number>,
  describeError: (error: unknown) => string = sentenceOf,
): Promise<never> {
  const code = await main(process.argv.slice(2)).catch((error: unknown) => {
    process.stderr.write(`${describeError(error)}\n`);
    return 1;
  });
  await Promise.all([written(process.stdout), written(process.stderr)]);
  // Where a command failed, calls and waits that it had begun beside are still under way: they must not outlive it.
  process.exit(code);
}

/** A pipe takes what it is given little by little, and `process.exit` drops what it has not taken yet. */
function written(stream: NodeJS.WriteStream): Promise<void> {
  return new Promise((resolve) => {
    // A reader who leaves early, as `head` does, is no fault of the command.
    stream.once('error', () => resolve());
    stream.write('', () => resolve());
  });
}
