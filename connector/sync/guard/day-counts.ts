/** What runs of an audience did in the last 24 hours, for the guard: many small mistakes in a day are one large one. */

import type { Guarded, GuardedCounts } from '../../reconcile/guard';
import type { Documents } from '../../storage/port';

export type DayCounts = Partial<GuardedCounts>;

interface Done {
  runs: { runId: string; at: string; counts: DayCounts }[];
}

const dayMs = 24 * 60 * 60_000;

const path = (audienceId: string) => `audiences/${audienceId}/done.json`;

/** `at`: when the run began to read, by Mailchimp's clock. */
export async function doneInDayBefore(documents: Documents, audienceId: string, at: string): Promise<DayCounts> {
  const { runs } = await read(documents, audienceId);
  return runs.filter(isOfDayBefore(at)).reduce((total, { counts }) => addGuarded(total, counts), nothingDone);
}

/** Once per run: the same run again replaces what it said before. */
export async function noteDone(
  documents: Documents,
  audienceId: string,
  done: { runId: string; at: string; counts: DayCounts },
): Promise<void> {
  if (Object.values(done.counts).every((count) => count === 0)) return;
  const { runs } = await read(documents, audienceId);
  const others = runs.filter((run) => run.runId !== done.runId && isOfDayBefore(done.at)(run));
  await documents.write(path(audienceId), { runs: [...others, done] } satisfies Done);
}

export const nothingDone: DayCounts = {};

export function addGuarded(one: DayCounts, other: DayCounts): DayCounts {
  const sum = { ...one };
  for (const [kind, count] of entries(other)) sum[kind] = (sum[kind] ?? 0) + count;
  return sum;
}

const entries = (counts: DayCounts): [Guarded, number][] => {
  const all: [string, number][] = Object.entries(counts);
  return all.filter((entry): entry is [Guarded, number] => entry[0] !== '');
};

const read = async (documents: Documents, audienceId: string): Promise<Done> =>
  (await documents.read<Done>(path(audienceId))) ?? { runs: [] };

const isOfDayBefore =
  (at: string) =>
  (run: { at: string }): boolean =>
    Date.parse(at) - Date.parse(run.at) < dayMs;
