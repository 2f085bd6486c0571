import { countOutcomes, type CountedRow } from '../../../connector/reconcile/count-outcomes';

const row = (more: Partial<CountedRow>): CountedRow => ({
  personId: 'ann',
  status: 'subscribed',
  onList: true,
  outcome: 'in-sync',
  reason: 'agreed',
  ...more,
});

test('people both sides agree on, out of those who may be mailed', () => {
  const counts = countOutcomes([
    row({ personId: 'wilma' }),
    row({ personId: 'wilma', status: 'unsubscribed', outcome: 'left-out', reason: 'said-no' }),
    row({ personId: 'barney', status: 'unsubscribed', onList: false, reason: 'mailchimp-later' }),
    row({ personId: 'betty', status: 'absent', outcome: 'waiting', reason: 'consent-not-confirmed' }),
    row({ personId: 'bambam', status: 'pending', outcome: 'waiting', reason: 'confirmation-asked' }),
    row({ personId: 'dino', status: 'absent', outcome: 'left-out', reason: 'no-address' }),
    row({ personId: 'hoppy', status: 'absent', outcome: 'attention', reason: 'address-refused' }),
    row({ personId: null, onList: false, outcome: 'left-out', reason: 'creation-off' }),
    row({ personId: null, onList: false, outcome: 'left-out', reason: 'creation-off' }),
  ]);
  expect(counts).toEqual({
    inSync: 1,
    mailable: 5,
    waiting: 2,
    leftOut: 4,
    attention: 1,
    byReason: {
      agreed: 1,
      'said-no': 1,
      'mailchimp-later': 1,
      'consent-not-confirmed': 1,
      'confirmation-asked': 1,
      'no-address': 1,
      'address-refused': 1,
      'creation-off': 2,
    },
  });
});
