/** The choices of Manage as the decision wants them. */

import type { AudienceRow } from '../../dataverse/port';
import type { Rules } from '../../reconcile/situation';

export const rulesOf = (audience: AudienceRow): Rules => ({
  direction: audience.direction,
  createPeople: audience.createPeople,
  removal: audience.removalRule,
  resubscribe: audience.resubscribeRule,
  newMembers: audience.newMemberRule,
  doubleOptIn: audience.doubleOptIn,
  optOut: audience.optOutRule,
});
