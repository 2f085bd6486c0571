/** Taking a person out of Mailchimp: every address that is in goes, by the removal rule, if it is ours to remove. */

import type { MailchimpMove } from './decision';
import type { ReasonCode } from './reasons';
import type { AddressSituation, Rules, Situation } from './situation';

export interface Removal {
  move: MailchimpMove;
  /** Why nothing is written; null where something is. */
  blocked: ReasonCode | null;
}

/** Null for an address that is not in. */
export function removeAddress(situation: Situation, address: AddressSituation): Removal | null {
  const { status } = address.now;
  if (status !== 'subscribed' && status !== 'pending') return null;
  if (!isOurs(situation, address)) return { move: { do: 'nothing' }, blocked: 'not-ours' };
  if (situation.rules.direction === 'to-crm') return { move: { do: 'nothing' }, blocked: 'direction-off' };
  const move = removals[situation.rules.removal][status];
  return { move, blocked: move.do === 'nothing' ? 'untagged' : null };
}

/** Mailchimp refuses to archive a pending member (405), and one that is left pending could still confirm. */
const removals: Record<Rules['removal'], Record<'subscribed' | 'pending', MailchimpMove>> = {
  archive: { subscribed: { do: 'archive' }, pending: { do: 'unsubscribe' } },
  unsubscribe: { subscribed: { do: 'unsubscribe' }, pending: { do: 'unsubscribe' } },
  untag: { subscribed: { do: 'nothing' }, pending: { do: 'nothing' } },
};

/** Members that are or were on both sides, or whose removal from the list is dated; all of them where the CRM is trusted. */
function isOurs({ run, crm }: Situation, { wasIn }: AddressSituation): boolean {
  const datedRemoval = !crm.now.onList && crm.now.changedOn !== null;
  return wasIn || crm.now.onList || datedRemoval || run.trust === 'crm';
}
