/**
 * Writes down what each chunk of a run really changed: lines for people, and the state before it, exact, for an undo. Both are
 * kept beside the plan until the run ends and become its notes.
 */

import type { Documents } from '../../storage/port';
import { beforeImage, type BeforeImage } from './before-image';
import { carriedOut, guardedPartsCarriedOut } from './carried-out';
import { changeLines, type ChangeLine } from './change-lines';
import { addGuarded, nothingDone, type DayCounts } from '../guard/day-counts';
import type { PersonPlan } from '../run/person-plan';

const linesPath = (runId: string, index: number) => `runs/${runId}/changes/${numbered(index)}.jsonl`;
const imagesPath = (runId: string, index: number) => `runs/${runId}/images/${numbered(index)}.jsonl`;
const numbered = (index: number) => String(index).padStart(5, '0');

/** `after` is what applying has made of `planned`, in the same order. Answers what of it counts for the guard. */
export async function recordChanges(
  documents: Documents,
  { runId, listId }: { runId: string; listId: string },
  index: number,
  planned: PersonPlan[],
  after: PersonPlan[],
): Promise<DayCounts> {
  const done = planned.flatMap((plan, place) => {
    const now = after[place];
    return now ? [carriedOut(plan, now)] : [];
  });
  const lines = done.flatMap(changeLines);
  const images = done.flatMap((one) => beforeImage(one, listId) ?? []);
  if (lines.length > 0) await documents.writeLines(linesPath(runId, index), lines);
  if (images.length > 0) await documents.writeLines(imagesPath(runId, index), images);
  return done.map(guardedPartsCarriedOut).reduce(addGuarded, nothingDone);
}

/** What a preview would do: every step as if it succeeded. */
export async function recordWishes(
  documents: Documents,
  runId: string,
  plans: readonly PersonPlan[],
  part = 0,
): Promise<void> {
  const lines = plans.flatMap((plan) => changeLines(carriedOut(plan, plan)));
  if (lines.length > 0) await documents.writeLines(linesPath(runId, part), lines);
}

export async function recordedChanges(documents: Documents, runId: string, chunks: number): Promise<ChangeLine[]> {
  return together(chunks, (index) => documents.readLines<ChangeLine>(linesPath(runId, index)));
}

export async function recordedImages(documents: Documents, runId: string, chunks: number): Promise<BeforeImage[]> {
  return together(chunks, (index) => documents.readLines<BeforeImage>(imagesPath(runId, index)));
}

async function together<T>(chunks: number, read: (index: number) => Promise<T[]>): Promise<T[]> {
  const all: T[] = [];
  for (let index = 0; index < chunks; index += 1) for (const line of await read(index)) all.push(line);
  return all;
}
