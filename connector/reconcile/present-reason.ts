/** The reason that the present state of one address gives by itself, where no change of this run gives another. */

import { reasonOfNo } from './push-person';
import type { ReasonCode } from './reasons';
import type { AddressSituation, RememberedNo, Situation } from './situation';
import { isIn } from './who-wins';

export function presentReason(
  { person, crm, rules }: Situation,
  addresses: readonly AddressSituation[],
  { now, wasIn }: AddressSituation,
  no: RememberedNo | null,
): ReasonCode {
  switch (now.status) {
    case 'pending':
      return person === null ? 'stranger-pending' : 'confirmation-asked';
    case 'subscribed':
      if (crm.now.onList) return 'agreed';
      if (rules.direction === 'to-mailchimp') return 'direction-off';
      return wasIn && rules.removal === 'untag' ? 'untagged' : 'not-ours';
    case 'cleaned':
      return 'bounced';
    case 'unsubscribed':
    case 'archived':
    case 'absent':
    case 'transactional':
  }
  if (no) return reasonOfNo[no.kind];
  if (now.status === 'transactional') return 'not-marketing';
  const differs = crm.now.onList && !addresses.some((other) => isIn(other.now.status, person !== null));
  return differs ? 'direction-off' : 'not-subscribed';
}
