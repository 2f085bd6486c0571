/** Worlds that several rows of the table use, started when the first of them needs it. */

import type { Tie } from './tie';

const closing: (() => Promise<void>)[] = [];

export function shared(start: () => Promise<Tie>): () => Promise<Tie> {
  let tie: Promise<Tie> | undefined;
  return () => {
    if (tie) return tie;
    const starting = start();
    closing.push(() =>
      starting.then(
        (started) => started.close(),
        // What could not be started has closed itself, and its tests have told.
        () => {},
      ),
    );
    tie = starting;
    return starting;
  };
}

/** One that this row alone uses. */
export const own = (start: () => Promise<Tie>): Promise<Tie> => shared(start)();

export async function closeShared(): Promise<void> {
  await Promise.all(closing.splice(0).map((close) => close()));
}
