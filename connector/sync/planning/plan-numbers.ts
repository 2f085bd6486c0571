/** The numbers of a plan, as Manage and the command line show them before anything is changed. */

import { countOutcomes } from '../../reconcile/count-outcomes';
import type { PersonPlan } from '../run/person-plan';
import { labelNumbers } from './plan-labels';
import type { Snapshot } from '../reading/read';
import type { PlanNumbers } from '../run/run-state';
import { countedRows } from '../run/tally';

export function planNumbers(
  plans: PersonPlan[],
  held: number,
  snapshot: Pick<Snapshot, 'ownedByOtherType'>,
): PlanNumbers {
  const addresses = plans.flatMap((plan) => plan.addresses);
  const moving = (...moves: string[]) => addresses.filter(({ move }) => moves.includes(move.do)).length;
  const rows = countedRows(plans);
  const tally = countOutcomes(rows);
  return {
    create: plans.filter((plan) => plan.create).length,
    join: plans.filter((plan) => plan.crm === 'join' || plan.crm === 'create-and-join').length,
    add: moving('add', 'restore'),
    leaveList: plans.filter((plan) => plan.crm === 'leave').length,
    leaveMailchimp: moving('archive', 'unsubscribe'),
    leftOut: tally.leftOut,
    leftOutBy: reasonsOf(rows.filter((row) => row.outcome === 'left-out')),
    waiting: tally.waiting,
    attention: tally.attention,
    confirmations: addresses.filter(({ move }) => 'status' in move && move.status === 'pending').length,
    namesToCrm: plans.filter((plan) => plan.names ?? plan.fields).length,
    ...labelNumbers(plans),
    namesToMailchimp: addresses.filter(({ names, fields, move }) => names ?? (move.do !== 'add' && fields)).length,
    otherType: plans.filter((plan) => plan.create && snapshot.ownedByOtherType.has(plan.create.address.toLowerCase()))
      .length,
    renames:
      addresses.filter(({ rename }) => rename).length +
      plans.reduce((sum, { newAddresses }) => sum + Object.keys(newAddresses ?? {}).length, 0) +
      plans.reduce((sum, { folds }) => sum + folds, 0),
    optOuts: plans.filter(({ optOut }) => optOut?.move === 'set').length,
    overwrites: plans.filter((plan) => plan.overwrites).length,
    placesMerged: plans.reduce((sum, { place }) => sum + (place?.dropped ?? 0), 0),
    inSync: tally.inSync,
    held,
  };
}

function reasonsOf(rows: { reason: string }[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { reason } of rows) counts[reason] = (counts[reason] ?? 0) + 1;
  return counts;
}
