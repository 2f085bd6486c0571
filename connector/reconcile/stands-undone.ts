/**
 * Whom an undo left on one side alone stays so until one of the sides moves: else the next run would do again what was taken
 * back. What the law takes away is taken away all the same.
 */

import type { Decision } from './decision';
import { outcomeOf } from './outcome-of';
import type { Situation } from './situation';

export function standsUndone(undone: boolean, { crm, addresses, run }: Situation, decision: Decision): Decision {
  const moved =
    crm.now.onList !== crm.last?.onList ||
    addresses.some(({ now, last }) => last !== null && now.status !== last.status);
  if (!undone || moved || run.trust !== 'none') return decision;
  const pushes = decision.addresses.some(({ mailchimp }) => mailchimp.do === 'add' || mailchimp.do === 'restore');
  const joins = decision.crm === 'join' || decision.crm === 'create-and-join';
  if (!pushes && !joins) return decision;
  return {
    ...decision,
    crm: 'nothing',
    stands: true,
    addresses: decision.addresses.slice(0, Math.max(1, addresses.length)).map((one, index) => ({
      ...one,
      mailchimp: { do: 'nothing' },
      outcome: outcomeOf('undone'),
      reason: 'undone',
      no: addresses[index]?.no ?? null,
    })),
  };
}
