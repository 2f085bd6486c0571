/** The outcome that goes with each reason, and what becomes of the outcome that an earlier run recorded. */

import type { Outcome } from './decision';
import type { ReasonCode } from './reasons';

const outcomes: Record<ReasonCode, Outcome> = {
  agreed: 'in-sync',
  'crm-moved': 'in-sync',
  'mailchimp-moved': 'in-sync',
  'crm-later': 'in-sync',
  'mailchimp-later': 'in-sync',
  'never-on-list': 'in-sync',
  'not-in-mailchimp': 'in-sync',
  'trusted-crm': 'in-sync',
  'trusted-mailchimp': 'in-sync',
  'confirmation-asked': 'waiting',
  'needs-approval': 'waiting',
  'consent-not-confirmed': 'waiting',
  'retry-later': 'waiting',
  'stranger-pending': 'waiting',
  'said-no': 'left-out',
  complained: 'left-out',
  bounced: 'left-out',
  forgotten: 'left-out',
  unconfirmed: 'left-out',
  'no-address': 'left-out',
  'opted-out': 'left-out',
  inactive: 'left-out',
  qualified: 'left-out',
  disqualified: 'left-out',
  deleted: 'left-out',
  'creation-off': 'left-out',
  'other-type': 'left-out',
  'not-marketing': 'left-out',
  'not-subscribed': 'left-out',
  'direction-off': 'left-out',
  'not-ours': 'left-out',
  'shared-address': 'left-out',
  untagged: 'left-out',
  undone: 'left-out',
  'further-list-only': 'left-out',
  'address-refused': 'attention',
  'fields-refused': 'attention',
  'refused-by-mailchimp': 'attention',
  'refused-by-crm': 'attention',
  'not-visible': 'attention',
};

export function outcomeOf(reason: ReasonCode): Outcome {
  return outcomes[reason];
}

export interface Recorded {
  outcome: Outcome;
  reason: ReasonCode;
}

/** What to write down for one address: where nothing moved, the story of how it came to this is still the story. */
export function recordedOrDecided(recorded: Recorded | null, decided: Recorded, stands: boolean): Recorded {
  const told = recorded !== null && stands && isStory(recorded.reason) && !stateOfThePerson.has(decided.reason);
  const { outcome, reason } = told ? recorded : decided;
  return { outcome, reason };
}

function isStory(reason: ReasonCode): boolean {
  return outcomes[reason] === 'in-sync' || reason === 'untagged' || reason === 'not-ours' || reason === 'undone';
}

/** Reasons that say how the person is now, whatever led there. */
const stateOfThePerson: ReadonlySet<ReasonCode> = new Set<ReasonCode>([
  'opted-out',
  'inactive',
  'qualified',
  'disqualified',
  'deleted',
  'not-visible',
  'confirmation-asked',
]);
