/** What adds up over the parts of a plan while they are written down. */

import type { OutcomeCounts } from '../../reconcile/count-outcomes';
import { planNumbers } from './plan-numbers';
import type { PlanNumbers } from '../run/run-state';

export interface PlanSums {
  /** People of whom something waits for approval. */
  held: number;
  /** People who are carried out; of an approval only those who were approved. */
  chosen: number;
  plan: PlanNumbers;
  /** People by outcome and reason, of whom nothing is left to do. */
  tally: OutcomeCounts;
  /** Chunks in each row of them. */
  chunks: number[];
  /** People in all chunks. */
  people: number;
}

export const noPlan: PlanNumbers = planNumbers([], 0, { ownedByOtherType: new Set() });

export function addPlanNumbers(one: PlanNumbers, other: PlanNumbers): PlanNumbers {
  const sum: Record<string, unknown> = { ...one };
  for (const [name, value] of Object.entries(other)) {
    const before = sum[name];
    if (typeof value === 'number' && typeof before === 'number') sum[name] = before + value;
  }
  return { ...one, ...sum, leftOutBy: addCounts(one.leftOutBy, other.leftOutBy) };
}

function addCounts(one: Record<string, number>, other: Record<string, number>): Record<string, number> {
  const sum = { ...one };
  for (const [name, count] of Object.entries(other)) sum[name] = (sum[name] ?? 0) + count;
  return sum;
}
