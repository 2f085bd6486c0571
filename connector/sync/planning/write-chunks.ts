/**
 * The chunks of a plan, in the order in which they are applied, although they are written part by part. A no must not wait behind
 * a thousand creations: leaves come before anything else. After them come those whose members change in Mailchimp, side by side,
 * because what one chunk changes there is one batch.
 */

import type { Documents } from '../../storage/port';
import type { PersonPlan } from '../run/person-plan';
import { partPath } from '../reading/reading-state';
import { chunkPath } from '../run/run-state';
import type { PlanSums } from './plan-sums';

/** People per chunk: what one bulk call of Dynamics 365 takes well. */
export const chunkSize = 1_000;

/** Rows of chunks, one behind the other. What fills no chunk of its kind comes last, or second if somebody leaves in it. */
const leaves = 0;
const restWithLeaves = 1;
const changesMembers = 2;
const others = 3;
const rest = 4;
const full = [leaves, changesMembers, others] as const;
export const noChunks: readonly number[] = [0, 0, 0, 0, 0];

/** What fills no chunk waits for the next part; behind the last one it fills chunks of its own. */
export async function writeChunks(
  documents: Documents,
  runId: string,
  { part, isLast, sums }: { part: number; isLast: boolean; sums: Pick<PlanSums, 'chunks'> },
  plans: readonly PersonPlan[],
): Promise<void> {
  const waiting = part === 0 ? [] : await documents.readLines<PersonPlan>(partPath(runId, 'rest', part - 1));
  const chunks = [...sums.chunks];
  const write = async (rank: number, chunk: readonly PersonPlan[]) => {
    await documents.writeLines(chunkPath(runId, chunks[rank] ?? 0, rank), chunk);
    chunks[rank] = (chunks[rank] ?? 0) + 1;
  };
  const left: PersonPlan[] = [];
  const all = inOrder([...waiting, ...plans]);
  for (const rank of full) {
    const ranked = all.filter((plan) => rankOf(plan) === rank);
    const whole = ranked.length - (ranked.length % chunkSize);
    for (const chunk of chunked(ranked.slice(0, whole), chunkSize)) await write(rank, chunk);
    left.push(...ranked.slice(whole));
  }
  const rankOfRest = left.some((plan) => rankOf(plan) === leaves) ? restWithLeaves : rest;
  if (isLast) for (const chunk of chunked(left, chunkSize)) await write(rankOfRest, chunk);
  else await documents.writeLines(partPath(runId, 'rest', part), left);
  sums.chunks = chunks;
}

export const inOrder = (plans: readonly PersonPlan[]): PersonPlan[] =>
  plans.toSorted((one, other) => rankOf(one) - rankOf(other));

function rankOf({ crm, addresses }: PersonPlan): (typeof full)[number] {
  if (crm === 'leave' || addresses.some(({ move }) => move.do === 'archive' || move.do === 'unsubscribe'))
    return leaves;
  return addresses.some(
    ({ move, names, fields }) => move.do === 'restore' || (move.do === 'nothing' && (names ?? fields)),
  )
    ? changesMembers
    : others;
}

export function chunked<T>(items: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  );
}
