/** The reason that the present state of one address gives by itself, where no change of this run gives another. */

import { reasonOfNo } from './push-person';
import type { ReasonCode } from './reasons';
import type { AddressSituation, RememberedNo, Rules, Situation } from './situation';

/** Where the person as a whole will be once the decision is carried out. */
export interface Whereabouts {
  onList: boolean;
  inMailchimp: boolean;
  /** Has a record in the CRM. */
  known: boolean;
}

export function presentReason(
  { rules }: Situation,
  whereabouts: Whereabouts,
  { now, wasIn }: AddressSituation,
  no: RememberedNo | null,
): ReasonCode {
  switch (now.status) {
    case 'pending':
    case 'subscribed':
      return whileIn(rules, whereabouts, now.status, wasIn);
    case 'cleaned':
      return 'bounced';
    case 'unsubscribed':
    case 'archived':
    case 'absent':
    case 'transactional':
  }
  if (no) return reasonOfNo[no.kind];
  if (now.status === 'transactional') return 'not-marketing';
  return whereabouts.onList && !whereabouts.inMailchimp ? 'direction-off' : 'not-subscribed';
}

function whileIn(
  rules: Rules,
  { onList, known }: Whereabouts,
  status: 'pending' | 'subscribed',
  wasIn: boolean,
): ReasonCode {
  if (status === 'pending' && !known) return 'stranger-pending';
  if (onList) return status === 'pending' ? 'confirmation-asked' : 'agreed';
  if (rules.direction === 'to-mailchimp') return 'direction-off';
  return wasIn && rules.removal === 'untag' ? 'untagged' : 'not-ours';
}
