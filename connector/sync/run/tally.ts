/** Adds up people by outcome and reason while the chunks of a run are written. */

import { countOutcomes, type CountedRow, type OutcomeCounts } from '../../reconcile/count-outcomes';
import type { PersonPlan } from './person-plan';

export const nobody: OutcomeCounts = { inSync: 0, mailable: 0, waiting: 0, leftOut: 0, attention: 0, byReason: {} };

export const countedRows = (plans: PersonPlan[]): CountedRow[] =>
  plans.flatMap((plan) => plan.addresses.map(({ row }) => row));

/** All rows of a person have to be added, or taken away, together. */
export function addCounts(before: OutcomeCounts, rows: readonly CountedRow[], sign: 1 | -1 = 1): OutcomeCounts {
  const added = countOutcomes(rows);
  const byReason = { ...before.byReason };
  for (const { reason } of rows) byReason[reason] = (byReason[reason] ?? 0) + sign;
  const sum = (count: 'inSync' | 'mailable' | 'waiting' | 'leftOut' | 'attention') =>
    Math.max(0, before[count] + sign * added[count]);
  return {
    inSync: sum('inSync'),
    mailable: sum('mailable'),
    waiting: sum('waiting'),
    leftOut: sum('leftOut'),
    attention: sum('attention'),
    byReason,
  };
}

/** By how many the two sides have grown through these plans as they were carried out; who was refused or held counts for nothing. */
export function growthBy(plans: readonly PersonPlan[]): { audience: number; list: number } {
  const growth = { audience: 0, list: 0 };
  for (const { addresses, wasOnList, place } of plans) {
    for (const { row, read } of addresses) {
      growth.audience += Number(row.status === 'subscribed') - Number(read.mailchimp?.status === 'subscribed');
    }
    const isOnList = addresses.some(({ row }) => row.onList);
    growth.list += Number(isOnList) - Number(wasOnList) - (place?.dropped ?? 0);
  }
  return growth;
}
