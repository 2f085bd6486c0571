/** Somebody whom a bounce alone took off the list, and whose record has another address now: back on both sides, if nothing else speaks against it. */

import { decideMembership } from './decide-membership';
import { personalNos, rememberNos } from './remember-no';
import type { Decision } from './decision';
import type { Situation } from './situation';

export function decideReturn(situation: Situation): Decision {
  // Nobody has put the person on the list: that answers no question.
  if (personalNos(rememberNos(situation)).length > 0) return decideMembership(situation);
  const { crm, rules, now } = situation;
  const asAdded = decideMembership({ ...situation, crm: { ...crm, now: { onList: true, changedOn: now } } });
  const joins = asAdded.addresses.some(({ mailchimp: { do: move } }) => move === 'add' || move === 'restore');
  return joins && rules.direction === 'both' ? { ...asAdded, crm: 'join' } : decideMembership(situation);
}
