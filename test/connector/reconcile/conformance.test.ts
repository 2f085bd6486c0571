/**
 * The decision tables of a comparable connector, with the settings that they assume: re-subscribing allowed, removing means
 * unsubscribing, nothing seen before. Where we decide otherwise on purpose, the row says so.
 */

import { decideMembership } from '../../../connector/reconcile/decide-membership';
import type { Situation } from '../../../connector/reconcile/situation';
import { day, member, neverOnList, onList, removed, situation, word } from './situations';

const yesterday = day(1);
const today = day(2);
const assumed = { removal: 'unsubscribe', resubscribe: 'subscribe' } as const;

const run = (crm: Situation['crm'], addresses: Situation['addresses']) =>
  decideMembership(situation({ rules: assumed, crm, addresses }));

const endsOnList = (crm: Situation['crm'], decision: ReturnType<typeof decideMembership>) =>
  decision.crm === 'nothing' ? crm.now.onList : decision.crm !== 'leave';

describe('one address', () => {
  const byAdmin = { now: word('unsubscribed', yesterday, 'admin') };
  const harmless = { beforeArchive: 'no-objection' } as const;
  const rows: [string, string, Situation['crm'], Situation['addresses'][number], boolean, string][] = [
    ['R1', 'never on the list, subscribed', neverOnList, member('subscribed', today), true, 'nothing'],
    ['R2', 'on the list, not a member', onList(today), member('absent'), true, 'add'],
    ['R3', 'on the list today, subscribed yesterday', onList(today), member('subscribed', yesterday), true, 'nothing'],
    ['R4', 'on the list yesterday, subscribed today', onList(yesterday), member('subscribed', today), true, 'nothing'],
    [
      'R5',
      'removed yesterday, unsubscribed today',
      removed(yesterday),
      member('unsubscribed', today),
      false,
      'nothing',
    ],
    [
      'R6',
      'removed today, unsubscribed yesterday',
      removed(today),
      member('unsubscribed', yesterday),
      false,
      'nothing',
    ],
    [
      'R7',
      'on the list yesterday, unsubscribed today',
      onList(yesterday),
      member('unsubscribed', today),
      false,
      'nothing',
    ],
    ['R8', 'on the list yesterday, archived today', onList(yesterday), member('archived', today), false, 'nothing'],
    ['R9', 'on the list yesterday, cleaned today', onList(yesterday), member('cleaned', today), false, 'nothing'],
    [
      'R10',
      'on the list today, unsubscribed by an administrator yesterday',
      onList(today),
      member('unsubscribed', yesterday, byAdmin),
      true,
      'restore',
    ],
    // Not as there: a person's own no is not overridden by a date.
    [
      'R10, own no',
      'on the list today, unsubscribed yesterday',
      onList(today),
      member('unsubscribed', yesterday),
      true,
      'nothing',
    ],
    [
      'R11',
      'on the list today, archived yesterday without a no before',
      onList(today),
      member('archived', yesterday, harmless),
      true,
      'restore',
    ],
    // Not as there: what nobody can tell counts as a no.
    [
      'R11, unknown',
      'on the list today, archived yesterday',
      onList(today),
      member('archived', yesterday),
      true,
      'nothing',
    ],
    [
      'R12',
      'removed today, subscribed yesterday',
      removed(today),
      member('subscribed', yesterday),
      false,
      'unsubscribe',
    ],
    ['R13', 'removed yesterday, subscribed today', removed(yesterday), member('subscribed', today), true, 'nothing'],
    [
      'R14',
      'membership deleted yesterday, subscribed today',
      removed(yesterday),
      member('subscribed', today),
      true,
      'nothing',
    ],
    [
      'R15',
      'on the list and unsubscribed by an administrator in the same second',
      onList(yesterday),
      member('unsubscribed', yesterday, byAdmin),
      true,
      'restore',
    ],
    // Not as there: a tie overrides a person's own no as little as a date does.
    [
      'R15, own no',
      'on the list and unsubscribed in the same second',
      onList(today),
      member('unsubscribed', today),
      true,
      'nothing',
    ],
    ['R16', 'never on the list, not a member', neverOnList, member('absent'), false, 'nothing'],
    ['R17, ours', 'on the list today, cleaned yesterday', onList(today), member('cleaned', yesterday), true, 'nothing'],
    [
      'R18, ours',
      'on the list today, without permission for marketing',
      onList(today),
      member('transactional', yesterday),
      true,
      'nothing',
    ],
    [
      'R19, ours',
      'removed today, pending yesterday',
      removed(today),
      member('pending', yesterday),
      false,
      'unsubscribe',
    ],
    // A record in the CRM is no agreement: the list waits for the confirmation.
    ['R20, ours', 'never on the list, not confirmed yet', neverOnList, member('pending', yesterday), false, 'nothing'],
  ];

  test.each(rows)('%s: %s', (_id, _story, crm, address, list, move) => {
    const decision = run(crm, [address]);
    expect({ list: endsOnList(crm, decision), move: decision.addresses[0]?.mailchimp.do }).toEqual({ list, move });
  });

  test('R12 with our default: a removal from the list archives', () => {
    const decision = decideMembership(situation({ crm: removed(today), addresses: [member('subscribed', yesterday)] }));
    expect(decision.addresses[0]?.mailchimp).toEqual({ do: 'archive' });
  });
});

describe('one person with two addresses in Mailchimp, which is always newer', () => {
  const rows: [
    string,
    'unsubscribed' | 'cleaned' | 'subscribed',
    'unsubscribed' | 'cleaned' | 'subscribed',
    boolean,
    boolean,
  ][] = [
    ['D1', 'unsubscribed', 'unsubscribed', true, false],
    ['D2', 'cleaned', 'unsubscribed', true, false],
    ['D3', 'unsubscribed', 'cleaned', true, false],
    ['D4', 'subscribed', 'subscribed', true, true],
    ['D5', 'subscribed', 'subscribed', false, true],
    ['D6', 'unsubscribed', 'cleaned', false, false],
    ['D7', 'unsubscribed', 'subscribed', true, true],
    ['D8', 'subscribed', 'unsubscribed', true, true],
    ['D9', 'subscribed', 'cleaned', true, true],
    ['D10', 'unsubscribed', 'unsubscribed', false, false],
    ['D11', 'unsubscribed', 'subscribed', false, true],
    ['D12', 'subscribed', 'unsubscribed', false, true],
    ['D13', 'subscribed', 'cleaned', false, true],
  ];

  test.each(rows)(
    '%s: %s and %s, on the list before: %s, after: %s; Mailchimp hears nothing',
    (_id, one, other, before, after) => {
      const crm = before ? onList(yesterday) : removed(yesterday);
      const decision = run(crm, [
        member(one, today, { address: 'one@contoso.example' }),
        member(other, today, { address: 'other@contoso.example' }),
      ]);
      expect(endsOnList(crm, decision)).toBe(after);
      expect(decision.addresses.map(({ mailchimp }) => mailchimp.do)).toEqual(['nothing', 'nothing']);
    },
  );
});
