/** Addresses, flags and overwritten values that the guard holds: only they wait, everything else about the person goes on. */

import type { Decision } from '../../reconcile/decision';
import { guardedPartsOf, isHeld, type GuardAnswer } from '../../reconcile/guard';
import { holdOverwrites } from './overwrites';
import { keepAddress, keepColumns, keepMailchimp, keepOptOut, type PersonPlan } from '../run/person-plan';

/** Answers how many people have something held by this that is not held as a whole anyway. */
export function holdRecords(
  planned: readonly { decision: Decision; plan: PersonPlan }[],
  answer: Pick<GuardAnswer, 'held'>,
): number {
  let held = 0;
  for (const { decision, plan } of planned) {
    const parts = guardedPartsOf(decision);
    const whole = isHeld(decision, answer);
    const addresses = parts.renames > 0 && (whole || answer.held.renames);
    const flag = parts.optOuts > 0 && answer.held.optOuts;
    if (addresses) holdAddresses(plan, (decision.addressChanges?.folds ?? 0) > 0);
    const values = !whole && (parts.overwrites ?? 0) > 0 && answer.held.overwrites;
    if (flag) keepOptOut(plan, waits);
    if (values) holdOverwrites(plan);
    // Nobody's place is moved whose membership waits.
    if (whole) plan.place = null;
    else if (addresses || flag || values) held += 1;
  }
  return held;
}

function holdAddresses(plan: PersonPlan, folded: boolean): void {
  keepColumns(plan, waits);
  plan.folds = 0;
  for (const address of plan.addresses) {
    keepAddress(address, waits);
    address.rename = null;
    if (!folded || address.move.do === 'nothing') continue;
    if (address.move.do === 'archive' && address.base) address.row.addressBase = address.base;
    address.move = { do: 'nothing' };
    keepMailchimp(address, waits);
  }
}

const waits = { outcome: 'waiting', reason: 'needs-approval' } as const;
