import { decideMembership } from '../../../connector/reconcile/decide-membership';
import {
  guard,
  guardedPartsOf,
  isHeld,
  type GuardedCounts,
  type GuardQuestion,
} from '../../../connector/reconcile/guard';
import { contact, day, member, onList, removed, situation } from './situations';

const nothing: GuardedCounts = { leaveList: 0, leaveMailchimp: 0, confirmations: 0, create: 0, join: 0 };

const ask = (wanted: Partial<GuardedCounts>, more: Partial<GuardQuestion> = {}) =>
  guard({
    limits: { percent: 10, people: 10, most: 500 },
    wanted: { ...nothing, ...wanted },
    list: { now: 200, before: 200 },
    mailchimp: { now: 10_000, before: 10_000 },
    trust: 'none',
    ...more,
  });

const held = (wanted: Partial<GuardedCounts>, more: Partial<GuardQuestion> = {}) =>
  Object.entries(ask(wanted, more).held).flatMap(([kind, isHeld]) => (isHeld ? [kind] : []));

describe('what is held', () => {
  test.each([
    ['nobody leaves', {}, {}, []],
    ['20 of 200 leave: 10 % is not more than 10 %', { leaveList: 20 }, {}, []],
    ['21 of 200 leave', { leaveList: 21 }, {}, ['leaveList']],
    ['10 of 20 leave: 10 people are not more than 10', { leaveList: 10 }, { list: { now: 20, before: 20 } }, []],
    ['11 of 20 leave', { leaveList: 11 }, { list: { now: 20, before: 20 } }, ['leaveList']],
    ['501 of 10,000 leave Mailchimp: 5 %, but more than 500', { leaveMailchimp: 501 }, {}, ['leaveMailchimp']],
    ['what was done in the last day counts', { leaveList: 11 }, { doneInLastDay: { leaveList: 10 } }, ['leaveList']],
    ['what somebody approved goes on', { leaveList: 150 }, { approved: { leaveList: 150 } }, []],
    ['but not more than that', { leaveList: 151 }, { approved: { leaveList: 150 } }, ['leaveList']],
    ['values of 20 of 200 people are overwritten', { overwrites: 20 }, {}, []],
    ['values of 21 of 200 people are overwritten', { overwrites: 21 }, {}, ['overwrites']],
    ['overwritten values that somebody saw go on', { overwrites: 150 }, { approved: { overwrites: 150 } }, []],
    [
      'and what was overwritten in the last day counts',
      { overwrites: 1 },
      { doneInLastDay: { overwrites: 20 } },
      ['overwrites'],
    ],
    ['20 confirmation mails', { confirmations: 20 }, {}, []],
    ['21 confirmation mails', { confirmations: 21 }, {}, ['confirmations']],
    [
      '21 confirmation mails in a day',
      { confirmations: 1 },
      { doneInLastDay: { confirmations: 20 } },
      ['confirmations'],
    ],
    ['the first run creates what was seen', { create: 900, join: 950 }, { approved: { create: 900, join: 950 } }, []],
    ['and not more', { create: 901, join: 951 }, { approved: { create: 900, join: 950 } }, ['create', 'join']],
    [
      'the list suddenly reads empty: nobody is removed anywhere',
      { leaveMailchimp: 1, leaveList: 1 },
      { list: { now: 0, before: 200 } },
      ['leaveList', 'leaveMailchimp'],
    ],
    [
      'Mailchimp suddenly reads empty, approved or not',
      { leaveList: 1 },
      { mailchimp: { now: 0, before: 10 }, approved: { leaveList: 200 } },
      ['leaveList'],
    ],
  ] as [string, Partial<GuardedCounts>, Partial<GuardQuestion>, string[]][])('%s', (_story, wanted, more, expected) => {
    expect(held(wanted, more)).toEqual(expected);
  });

  test('a trusted side that reads empty is refused', () => {
    const empty = { now: 0, before: 0 };
    expect(ask({}, { trust: 'crm', list: empty }).refused).toBe('trusted-side-empty');
    expect(ask({}, { trust: 'mailchimp', mailchimp: empty }).refused).toBe('trusted-side-empty');
    expect(ask({}, { trust: 'crm', mailchimp: empty }).refused).toBeNull();
  });
});

describe('which decisions that concerns', () => {
  const tooMany = ask({ leaveList: 21, leaveMailchimp: 2_000 });
  test.each([
    [
      'a removal from Mailchimp is held',
      situation({ crm: removed(day(4)), addresses: [member('subscribed', day(1))] }),
      true,
    ],
    ['a departure from the list is held', situation({ run: { trust: 'mailchimp' }, crm: onList(day(4)) }), true],
    ['a no is never held', situation({ crm: onList(day(1)), addresses: [member('unsubscribed', day(4))] }), false],
    [
      'an opt-out is never held',
      situation({
        person: { ...contact, optedOut: true },
        crm: onList(day(1)),
        addresses: [member('subscribed', day(4))],
      }),
      false,
    ],
    ['a new member is not held', situation({ crm: onList(day(1)) }), false],
  ])('%s', (_story, told, expected) => {
    expect(isHeld(decideMembership(told), tooMany)).toBe(expected);
  });

  test('what is never held does not fill the limit', () => {
    const no = decideMembership(situation({ crm: onList(day(1)), addresses: [member('unsubscribed', day(4))] }));
    expect(guardedPartsOf(no)).toEqual({ ...nothing, renames: 0, optOuts: 0, overwrites: 0 });
  });
});
