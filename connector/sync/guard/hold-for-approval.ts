/** The guard: removals, confirmation mails and creations beyond the audience's limit are taken out of the plan and wait for a person. */

import { z } from 'zod';

import type { RunRow } from '../../dataverse/port';
import {
  guard,
  guardedPartsOf,
  isHeld,
  type GuardAnswer,
  type Guarded,
  type GuardedCounts,
} from '../../reconcile/guard';
import { notAsked } from '../../reconcile/remember-no';
import { ServiceError } from '../../service-error';
import type { Claim } from '../run/claim';
import { holdRecords } from './hold-records';
import { keepMailchimp, keepPlaceOnList } from '../run/person-plan';
import type { PlannedPerson } from '../planning/plan-person';
import type { Sizes } from '../reading/sizes';

/** What the decisions would change, in the guard's terms. */
export const wantedBy = (planned: readonly PlannedPerson[]): GuardedCounts =>
  planned.map(({ decision }) => guardedPartsOf(decision)).reduce(addWanted, nothingWanted);

/** What of all that is wanted waits. Throws when a trusted side reads empty: following it would empty the other one. */
export function askGuard(
  { wanted, sizes }: { wanted: GuardedCounts; sizes: Sizes },
  { audience, run }: Pick<Claim, 'audience' | 'run'>,
  doneInLastDay: Partial<GuardedCounts>,
): GuardAnswer {
  const answer = guard({
    limits: { percent: audience.limitPercent, people: audience.limitPeople, most: audience.limitMost },
    wanted,
    doneInLastDay,
    ...sizes,
    trust: audience.trustOverride,
    ...(audience.tieState === 'ready' ? { approved: seenNumbers(run, wanted) } : seenOverwrites(run)),
  });
  if (!answer.refused) return answer;
  const side = audience.trustOverride === 'crm' ? 'The marketing list' : 'The audience in Mailchimp';
  throw new ServiceError(
    'refused',
    `${side} is empty and was chosen as right: everybody would leave the other side. Nothing was changed.`,
  );
}

/** Takes out of the plans what the guard holds; answers how many people are held. */
export function hold(planned: readonly PlannedPerson[], answer: GuardAnswer, readAt: string): number {
  let held = holdRecords(planned, answer);
  for (const { decision, plan } of planned) {
    if (!isHeld(decision, answer)) continue;
    held += 1;
    plan.crm = 'nothing';
    plan.create = null;
    plan.names = null;
    plan.fields = null;
    delete plan.overwrites;
    for (const address of plan.addresses) {
      address.move = { do: 'nothing' };
      address.names = null;
      address.fields = null;
      address.row.no = notAsked(address.row.no, readAt);
      keepMailchimp(address, { outcome: 'waiting', reason: 'needs-approval' });
      if (decision.crm === 'create-and-join')
        Object.assign(address.row, { personId: null, personType: null, addressColumn: null });
    }
    keepPlaceOnList(plan, { outcome: 'waiting', reason: 'needs-approval' });
    if (decision.crm === 'create-and-join') plan.personId = null;
  }
  return held;
}

const numbers = z.object({ approved: z.record(z.string(), z.number()) });

/** Between looking at the numbers and pressing Start a few more may have joined: the limit's own slack is allowed. */
const slack = (seen: number) => Math.ceil(seen * 1.1) + 10;

/** The numbers that the person who pressed Start had seen; pressing it without numbers, from a command line, accepts what there is. */
function seenNumbers(run: RunRow, wanted: GuardedCounts): Partial<GuardedCounts> {
  const seen = numbersOf(run);
  if (seen === null) return wanted;
  return Object.fromEntries(
    kinds.map((kind) => [kind, slack(seen[kind] ?? (shown.has(kind) ? 0 : (wanted[kind] ?? 0)))]),
  );
}

/** A changed mapping may write over many values: whoever has looked at their number may start the run with it. */
function seenOverwrites(run: RunRow): { approved?: Partial<GuardedCounts> } {
  const seen = run.trigger === 'person' || run.trigger === 'command' ? numbersOf(run)?.['overwrites'] : undefined;
  return seen === undefined ? {} : { approved: { overwrites: slack(seen) } };
}

function numbersOf(run: RunRow): Record<string, number> | null {
  try {
    return numbers.safeParse(JSON.parse(run.proposedSettings ?? 'null')).data?.approved ?? null;
  } catch {
    // Not ours to read: as if there were none.
    return null;
  }
}

const shown: ReadonlySet<Guarded> = new Set<Guarded>([
  'leaveList',
  'leaveMailchimp',
  'confirmations',
  'create',
  'join',
]);
const kinds: Guarded[] = [...shown, 'renames', 'optOuts', 'overwrites'];

export const nothingWanted: GuardedCounts = {
  leaveList: 0,
  leaveMailchimp: 0,
  confirmations: 0,
  create: 0,
  join: 0,
};

export function addWanted(one: GuardedCounts, other: GuardedCounts): GuardedCounts {
  const sum = { ...one };
  for (const kind of kinds) sum[kind] = (sum[kind] ?? 0) + (other[kind] ?? 0);
  return sum;
}
