import { decideMembership } from '../../../connector/reconcile/decide-membership';
import { day, member, neverOnList, onList, removed, situation, type Told } from './situations';

const first = { run: { firstRun: true } };

describe('the first run of an audience that nobody has seen before', () => {
  const people: [string, string, Told, { mailchimp: string; crm: string; reason: string }][] = [
    [
      'Wilma',
      'subscribed on 1 January and added on the 5th stays subscribed',
      { crm: onList(day(5)), addresses: [member('subscribed', day(1))] },
      { mailchimp: 'nothing', crm: 'nothing', reason: 'agreed' },
    ],
    [
      'Barney',
      'unsubscribed on 2 January and added on the 1st is taken off the list',
      { crm: onList(day(1)), addresses: [member('unsubscribed', day(2))] },
      { mailchimp: 'nothing', crm: 'leave', reason: 'mailchimp-later' },
    ],
    [
      'Fred',
      'subscribed on 3 January and removed from the list on the 4th is removed from Mailchimp',
      { crm: removed(day(4)), addresses: [member('subscribed', day(3))] },
      { mailchimp: 'archive', crm: 'nothing', reason: 'crm-later' },
    ],
    [
      'Betty',
      'not in Mailchimp and added on 4 January is added to Mailchimp',
      { crm: onList(day(4)), addresses: [member('absent')] },
      { mailchimp: 'add', crm: 'nothing', reason: 'not-in-mailchimp' },
    ],
    [
      'Pebbles',
      'subscribed on 1 January and unknown in Dynamics 365 is created and added to the list',
      { person: null, crm: neverOnList, addresses: [member('subscribed', day(1))], preferredAddress: null },
      { mailchimp: 'nothing', crm: 'create-and-join', reason: 'never-on-list' },
    ],
  ];

  test.each(people)('%s: %s', (_name, _story, told, expected) => {
    const decision = decideMembership(situation({ ...first, ...told }));
    expect(decision.addresses).toHaveLength(1);
    expect({
      mailchimp: decision.addresses[0]?.mailchimp.do,
      crm: decision.crm,
      reason: decision.addresses[0]?.reason,
    }).toEqual(expected);
    expect(decision.addresses[0]?.outcome).toBe('in-sync');
  });
});
