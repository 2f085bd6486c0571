/** Adds up people by outcome and reason while the chunks of a run are written. */

import { countOutcomes, type CountedRow, type OutcomeCounts } from '../reconcile/count-outcomes';
import type { PersonPlan } from './person-plan';

export const countedRows = (plans: PersonPlan[]): CountedRow[] =>
  plans.flatMap((plan) => plan.addresses.map(({ row }) => row));

export function tallyOf(before: OutcomeCounts, plans: PersonPlan[]): OutcomeCounts {
  const added = countOutcomes(countedRows(plans));
  const byReason = { ...before.byReason };
  for (const { reason } of countedRows(plans)) byReason[reason] = (byReason[reason] ?? 0) + 1;
  return {
    inSync: before.inSync + added.inSync,
    mailable: before.mailable + added.mailable,
    waiting: before.waiting + added.waiting,
    leftOut: before.leftOut + added.leftOut,
    attention: before.attention + added.attention,
    byReason,
  };
}
