import { decideMembership } from '../../../connector/reconcile/decide-membership';
import { notAsked } from '../../../connector/reconcile/remember-no';
import type { RememberedNo } from '../../../connector/reconcile/situation';
import { contact, day, member, neverOnList, onList, removed, situation, word, type Told } from './situations';

type Row = [story: string, told: Told, mailchimp: string, crm: string, outcome: string, reason: string];

function decides(rows: Row[]): void {
  test.each(rows)('%s', (_story, told, mailchimp, crm, outcome, reason) => {
    const decision = decideMembership(situation(told));
    const [first] = decision.addresses;
    const move =
      first && 'status' in first.mailchimp ? `${first.mailchimp.do} ${first.mailchimp.status}` : first?.mailchimp.do;
    expect({ mailchimp: move, crm: decision.crm, outcome: first?.outcome, reason: first?.reason }).toEqual({
      mailchimp,
      crm,
      outcome,
      reason,
    });
  });
}

const on = (date: string | null) => ({ onList: true, changedOn: date });
const off = (date: string | null) => ({ onList: false, changedOn: date });
const seen = { wasIn: true };
const no = (more: Partial<RememberedNo> = {}): RememberedNo => ({
  kind: 'unsubscribed',
  since: day(2),
  seenOn: day(3),
  ...more,
});

describe('a side moved when it differs from its own last word', () => {
  decides([
    [
      'only the list moved: it wins, although Mailchimp has the later date',
      {
        crm: { now: off(day(4)), last: on(day(1)) },
        addresses: [member('subscribed', day(8), { ...seen, last: word('subscribed', day(8)) })],
      },
      'archive',
      'nothing',
      'in-sync',
      'crm-moved',
    ],
    [
      'only Mailchimp moved: it wins, although the list has the later date',
      {
        crm: { now: on(day(8)), last: on(day(8)) },
        addresses: [member('archived', day(4), { ...seen, last: word('subscribed', day(1)) })],
      },
      'nothing',
      'leave',
      'in-sync',
      'mailchimp-moved',
    ],
    [
      'both moved and agree',
      {
        crm: { now: off(day(4)), last: on(day(1)) },
        addresses: [member('archived', day(5), { ...seen, last: word('subscribed', day(1)) })],
      },
      'nothing',
      'nothing',
      'left-out',
      'not-subscribed',
    ],
    [
      'both moved and disagree: the later date wins',
      {
        crm: { now: on(day(4)), last: off(day(1)) },
        addresses: [member('archived', day(5), { ...seen, last: word('subscribed', day(1)) })],
      },
      'nothing',
      'leave',
      'in-sync',
      'mailchimp-later',
    ],
    [
      'none moved: a difference that stands is left alone, whatever the dates say',
      {
        crm: { now: off(day(9)), last: off(day(9)) },
        addresses: [member('subscribed', day(1), { ...seen, last: word('subscribed', day(1)) })],
      },
      'nothing',
      'nothing',
      'left-out',
      'not-ours',
    ],
    [
      'none moved since a first run, which asks nobody to answer a no: the no stays the reason',
      {
        rules: { resubscribe: 'ask' },
        crm: { now: on(day(4)), last: on(day(4)) },
        addresses: [member('unsubscribed', day(2), { last: word('unsubscribed', day(2)), no: no() })],
      },
      'nothing',
      'nothing',
      'left-out',
      'said-no',
    ],
    [
      'none moved since a first run, and the member is gone: a no is not answered later either',
      {
        rules: { resubscribe: 'ask' },
        crm: { now: on(day(4)), last: on(day(4)) },
        addresses: [member('absent', null, { last: word('absent'), no: no() })],
      },
      'nothing',
      'nothing',
      'left-out',
      'said-no',
    ],
    [
      'what we wrote ourselves is no move',
      {
        crm: { now: off(day(1)), last: off(day(1)) },
        addresses: [
          member('subscribed', day(5), { ...seen, now: word('subscribed', day(5), 'us'), last: word('absent') }),
        ],
      },
      'nothing',
      'nothing',
      'left-out',
      'not-ours',
    ],
  ]);
});

describe('a trusted side wins wherever the two differ', () => {
  const crm = { run: { trust: 'crm' } } as const;
  const mailchimp = { run: { trust: 'mailchimp' } } as const;
  decides([
    [
      'the list is trusted: who is only in Mailchimp is removed, known or not',
      { ...crm, person: null, preferredAddress: null, addresses: [member('subscribed', day(9))] },
      'archive',
      'nothing',
      'in-sync',
      'trusted-crm',
    ],
    [
      'the list is trusted: who is only on it is added',
      { ...crm, crm: onList(day(1)), addresses: [member('archived', day(9), { beforeArchive: 'no-objection' })] },
      'restore subscribed',
      'nothing',
      'in-sync',
      'trusted-crm',
    ],
    [
      'the list is trusted: a no stays a no',
      { ...crm, crm: onList(day(9)), addresses: [member('unsubscribed', day(1))] },
      'nothing',
      'nothing',
      'left-out',
      'said-no',
    ],
    [
      'Mailchimp is trusted: who is only on the list leaves it',
      { ...mailchimp, crm: onList(day(9)), addresses: [member('absent')] },
      'nothing',
      'leave',
      'in-sync',
      'trusted-mailchimp',
    ],
    [
      'Mailchimp is trusted: who is only there joins the list',
      { ...mailchimp, crm: removed(day(9)), addresses: [member('subscribed', day(1))] },
      'nothing',
      'join',
      'in-sync',
      'trusted-mailchimp',
    ],
    [
      'Mailchimp is trusted: whoever opted out is unsubscribed all the same',
      {
        ...mailchimp,
        person: { ...contact, optedOut: true },
        crm: onList(day(1)),
        addresses: [member('subscribed', day(1))],
      },
      'unsubscribe',
      'nothing',
      'left-out',
      'opted-out',
    ],
  ]);
});

describe('somebody who said no and is on the list', () => {
  const after = { crm: { now: on(day(5)), last: off(day(3)) } };
  const silent = [member('unsubscribed', day(2), { ...seen, no: no(), last: word('unsubscribed', day(2)) })];
  decides([
    [
      'is left out by default, even when added after it',
      { ...after, addresses: silent },
      'nothing',
      'nothing',
      'left-out',
      'said-no',
    ],
    [
      'is asked when added after it and the rule says so',
      { ...after, rules: { resubscribe: 'ask' }, addresses: silent },
      'restore pending',
      'nothing',
      'waiting',
      'confirmation-asked',
    ],
    [
      'is subscribed when added after it and the rule says so',
      { ...after, rules: { resubscribe: 'subscribe' }, addresses: silent },
      'restore subscribed',
      'nothing',
      'in-sync',
      'crm-moved',
    ],
    [
      'is not asked a second time',
      { ...after, rules: { resubscribe: 'ask' }, addresses: [{ ...silent[0]!, no: no({ askedOn: day(4) }) }] },
      'nothing',
      'nothing',
      'left-out',
      'said-no',
    ],
    [
      'is not asked in a first run',
      { ...after, run: { firstRun: true }, rules: { resubscribe: 'ask' }, addresses: silent },
      'nothing',
      'nothing',
      'left-out',
      'said-no',
    ],
    [
      'is not asked while the list is trusted',
      { ...after, run: { trust: 'crm' }, rules: { resubscribe: 'ask' }, addresses: silent },
      'nothing',
      'nothing',
      'left-out',
      'said-no',
    ],
    [
      'is not asked when added before it was seen',
      { crm: { now: on(day(3)), last: off(day(1)) }, rules: { resubscribe: 'ask' }, addresses: silent },
      'nothing',
      'nothing',
      'left-out',
      'said-no',
    ],
    [
      'is asked when taken off and put on again between two runs',
      { crm: { now: on(day(5)), last: on(day(1)) }, rules: { resubscribe: 'ask' }, addresses: silent },
      'restore pending',
      'nothing',
      'waiting',
      'confirmation-asked',
    ],
    [
      'is not reached through a new address',
      {
        ...after,
        addresses: [member('absent', null, { no: no(), ...seen, last: word('archived', day(2)) })],
        preferredAddress: 'new@contoso.example',
      },
      'nothing',
      'nothing',
      'left-out',
      'said-no',
    ],
    [
      'stays left out after a new tie has forgotten the list',
      { crm: onList(day(9)), addresses: silent },
      'nothing',
      'nothing',
      'left-out',
      'said-no',
    ],
    [
      'stays left out when the member was archived',
      { ...after, addresses: [member('archived', day(4), { ...seen, no: no(), last: word('archived', day(4)) })] },
      'nothing',
      'nothing',
      'left-out',
      'said-no',
    ],
    [
      'stays left out when the member was deleted',
      { ...after, addresses: [member('absent', null, { ...seen, no: no(), last: word('absent') })] },
      'nothing',
      'nothing',
      'left-out',
      'said-no',
    ],
    [
      'who complained is never asked',
      { ...after, rules: { resubscribe: 'ask' }, addresses: [{ ...silent[0]!, no: no({ kind: 'complained' }) }] },
      'nothing',
      'nothing',
      'left-out',
      'complained',
    ],
    [
      'who was deleted for good is never added',
      {
        ...after,
        rules: { resubscribe: 'subscribe' },
        addresses: [member('absent', null, { no: no({ kind: 'forgotten' }) })],
      },
      'nothing',
      'nothing',
      'left-out',
      'forgotten',
    ],
    [
      'whose address bounced is never restored',
      {
        ...after,
        rules: { resubscribe: 'subscribe' },
        addresses: [member('cleaned', day(2), { last: word('cleaned', day(2)) })],
      },
      'nothing',
      'nothing',
      'left-out',
      'bounced',
    ],
    [
      'whose address bounced is added by the corrected one',
      {
        ...after,
        addresses: [member('cleaned', day(2), { last: word('cleaned', day(2)) })],
        preferredAddress: 'right@contoso.example',
      },
      'nothing',
      'nothing',
      'left-out',
      'bounced',
    ],
  ]);

  test('a corrected address is a member of its own beside the one that bounced', () => {
    const decision = decideMembership(
      situation({
        ...after,
        addresses: [member('cleaned', day(2), { last: word('cleaned', day(2)) })],
        preferredAddress: 'right@contoso.example',
      }),
    );
    expect(decision.addresses[1]).toMatchObject({
      address: 'right@contoso.example',
      mailchimp: { do: 'add', status: 'subscribed' },
    });
  });
});

describe('what is remembered', () => {
  const rows: [string, Parameters<typeof member>, RememberedNo['kind'] | null][] = [
    [
      'an unsubscribe by the person',
      ['unsubscribed', day(2), { now: word('unsubscribed', day(2), 'person') }],
      'unsubscribed',
    ],
    ['an unsubscribe by nobody knows whom', ['unsubscribed', day(2)], 'unsubscribed'],
    [
      'not an unsubscribe by an administrator',
      ['unsubscribed', day(2), { now: word('unsubscribed', day(2), 'admin') }],
      null,
    ],
    ['not an unsubscribe by ourselves', ['unsubscribed', day(2), { now: word('unsubscribed', day(2), 'us') }], null],
    ['a bounce', ['cleaned', day(2)], 'bounced'],
    ['a confirmation that never came', ['absent', null, { last: word('pending', day(1)) }], 'unconfirmed'],
    ['what an archived member said before', ['archived', day(2), { beforeArchive: 'unsubscribed' }], 'unsubscribed'],
    ['that mail to an archived member bounced before', ['archived', day(2), { beforeArchive: 'bounced' }], 'bounced'],
    [
      'that what was taken for an unsubscribe was a complaint',
      ['archived', day(2), { beforeArchive: 'complained', last: word('archived', day(2)), no: no({ presumed: true }) }],
      'complained',
    ],
    ['an archived member of whom nobody can tell', ['archived', day(2)], 'unsubscribed'],
    ['not an archived member who never objected', ['archived', day(2), { beforeArchive: 'no-objection' }], null],
    [
      'not a subscribed member whom somebody archived',
      ['archived', day(2), { last: word('subscribed', day(1)) }],
      null,
    ],
    [
      'the old no of an archived member',
      ['archived', day(4), { no: no(), last: word('unsubscribed', day(2)) }],
      'unsubscribed',
    ],
    [
      'the no of a member whom we subscribed by the rule',
      ['subscribed', day(5), { no: no(), now: word('subscribed', day(5), 'us') }],
      'unsubscribed',
    ],
    [
      'no longer the no of a member who signed up again',
      ['subscribed', day(5), { no: no(), last: word('unsubscribed', day(2)) }],
      null,
    ],
    [
      'the no of a member who has signed up but not confirmed',
      ['pending', day(5), { no: no(), last: word('unsubscribed', day(2)) }],
      'unsubscribed',
    ],
  ];
  test.each(rows)('%s', (_story, [status, date, more], kind) => {
    const decision = decideMembership(situation({ addresses: [member(status, date, more)] }));
    expect(decision.addresses[0]?.no?.kind ?? null).toBe(kind);
  });

  test('a no is dated by Mailchimp and seen by this run; an edited tag does not renew it', () => {
    const fresh = decideMembership(situation({ addresses: [member('unsubscribed', day(2))] })).addresses[0]?.no;
    expect(fresh).toEqual({ kind: 'unsubscribed', since: day(2), seenOn: '2026-02-01T09:00:00Z' });
    const edited = member('unsubscribed', day(9), { no: no(), last: word('unsubscribed', day(2)) });
    expect(decideMembership(situation({ addresses: [edited] })).addresses[0]?.no).toEqual(no());
  });
});

describe('new members from Dynamics 365', () => {
  const added = { crm: onList(day(4)), addresses: [member('absent')] };
  decides([
    ['are subscribed', added, 'add subscribed', 'nothing', 'in-sync', 'not-in-mailchimp'],
    [
      'are asked in a double opt-in audience',
      { ...added, rules: { doubleOptIn: true } },
      'add pending',
      'nothing',
      'waiting',
      'confirmation-asked',
    ],
    [
      'are subscribed there when they agreed already',
      { ...added, rules: { doubleOptIn: true, newMembers: 'agreed' } },
      'add subscribed',
      'nothing',
      'in-sync',
      'not-in-mailchimp',
    ],
    [
      'wait until somebody confirms that they agreed',
      { ...added, run: { consentConfirmed: false } },
      'nothing',
      'nothing',
      'waiting',
      'consent-not-confirmed',
    ],
    [
      'wait for the direction to be switched on',
      { ...added, rules: { direction: 'to-crm' } },
      'nothing',
      'nothing',
      'left-out',
      'direction-off',
    ],
    [
      'need an address',
      { crm: onList(day(4)), addresses: [], preferredAddress: null },
      'nothing',
      'nothing',
      'left-out',
      'no-address',
    ],
    [
      'are pushed by the address of their record',
      { crm: onList(day(4)), addresses: [], preferredAddress: 'betty@contoso.example' },
      'add subscribed',
      'nothing',
      'in-sync',
      'not-in-mailchimp',
    ],
    [
      'are not subscribed where Mailchimp has no permission for marketing',
      { crm: onList(day(4)), addresses: [member('transactional', day(1))] },
      'nothing',
      'nothing',
      'left-out',
      'not-marketing',
    ],
    [
      'are pushed once they no longer refuse bulk e-mail',
      { crm: { now: on(day(1)), last: on(day(1)) }, addresses: [member('absent', null, { last: word('absent') })] },
      'add subscribed',
      'nothing',
      'in-sync',
      'crm-moved',
    ],
  ]);

  test('somebody without an address is one row without an address', () => {
    const { addresses } = decideMembership(situation({ crm: onList(day(4)), addresses: [], preferredAddress: null }));
    expect(addresses.map(({ address }) => address)).toEqual(['']);
  });

  test('what cannot be done yet stays open, so that it is decided anew', () => {
    expect(decideMembership(situation({ ...added, run: { consentConfirmed: false } })).open).toBe(true);
    expect(decideMembership(situation(added)).open).toBe(false);
  });
});

describe('members whom nobody in Dynamics 365 owns', () => {
  const stranger = (...[status, date]: Parameters<typeof member>): Told => ({
    person: null,
    preferredAddress: null,
    crm: neverOnList,
    addresses: [member(status, date)],
  });
  decides([
    [
      'are created when subscribed',
      stranger('subscribed', day(1)),
      'nothing',
      'create-and-join',
      'in-sync',
      'never-on-list',
    ],
    [
      'are not created while creation is off',
      { ...stranger('subscribed', day(1)), rules: { createPeople: false } },
      'nothing',
      'nothing',
      'left-out',
      'creation-off',
    ],
    [
      'are not created against the direction',
      { ...stranger('subscribed', day(1)), rules: { direction: 'to-mailchimp' } },
      'nothing',
      'nothing',
      'left-out',
      'direction-off',
    ],
    [
      'are not created before they confirmed',
      stranger('pending', day(1)),
      'nothing',
      'nothing',
      'waiting',
      'stranger-pending',
    ],
    [
      'are not created when unsubscribed',
      stranger('unsubscribed', day(1)),
      'nothing',
      'nothing',
      'left-out',
      'said-no',
    ],
    ['are not created when cleaned', stranger('cleaned', day(1)), 'nothing', 'nothing', 'left-out', 'bounced'],
    ['are not created when archived', stranger('archived', day(1)), 'nothing', 'nothing', 'left-out', 'said-no'],
    [
      'are not created without permission for marketing',
      stranger('transactional', day(1)),
      'nothing',
      'nothing',
      'left-out',
      'not-marketing',
    ],
  ]);
});

describe('people who must not be mailed', () => {
  const mailed = [member('subscribed', day(1), { ...seen, last: word('subscribed', day(1)) })];
  const agreed = { crm: { now: on(day(1)), last: on(day(1)) }, addresses: mailed };
  const gone = { crm: { now: off(day(5)), last: on(day(1)) }, person: { ...contact, state: 'deleted' } } as const;
  decides([
    [
      'an opted-out person is unsubscribed and stays on the list',
      { ...agreed, person: { ...contact, optedOut: true } },
      'unsubscribe',
      'nothing',
      'left-out',
      'opted-out',
    ],
    [
      'also where nothing else goes to Mailchimp',
      { ...agreed, person: { ...contact, optedOut: true }, rules: { direction: 'to-crm' } },
      'unsubscribe',
      'nothing',
      'left-out',
      'opted-out',
    ],
    [
      'an opted-out person is not added',
      { person: { ...contact, optedOut: true }, crm: onList(day(4)), addresses: [member('absent')] },
      'nothing',
      'nothing',
      'left-out',
      'opted-out',
    ],
    [
      'an inactive person is taken out of Mailchimp',
      { ...agreed, person: { ...contact, state: 'inactive' } },
      'archive',
      'nothing',
      'left-out',
      'inactive',
    ],
    [
      'a disqualified lead is taken out of Mailchimp',
      { ...agreed, person: { type: 'lead', state: 'disqualified', optedOut: false } },
      'archive',
      'nothing',
      'left-out',
      'disqualified',
    ],
    [
      'a reactivated person returns',
      {
        crm: agreed.crm,
        addresses: [
          member('archived', day(3), {
            ...seen,
            now: word('archived', day(3), 'us'),
            last: word('archived', day(3), 'us'),
          }),
        ],
      },
      'restore subscribed',
      'nothing',
      'in-sync',
      'crm-moved',
    ],
    [
      'a qualified lead stays as it is',
      { ...agreed, person: { type: 'lead', state: 'qualified', optedOut: false } },
      'nothing',
      'nothing',
      'left-out',
      'qualified',
    ],
    [
      'a deleted person is taken out of Mailchimp and not created again',
      { ...gone, addresses: mailed },
      'archive',
      'nothing',
      'left-out',
      'deleted',
    ],
    [
      'a deleted person stays deleted',
      {
        ...gone,
        addresses: [
          member('archived', day(6), {
            ...seen,
            now: word('archived', day(6), 'us'),
            last: word('archived', day(6), 'us'),
          }),
        ],
      },
      'nothing',
      'nothing',
      'left-out',
      'deleted',
    ],
    [
      'a deleted person who signs up afterwards is created',
      { ...gone, addresses: [member('subscribed', day(7), { ...seen, last: word('archived', day(6), 'us') })] },
      'nothing',
      'create-and-join',
      'in-sync',
      'never-on-list',
    ],
  ]);
});

describe('removal from Mailchimp', () => {
  const away = {
    crm: { now: off(day(4)), last: on(day(1)) },
    addresses: [member('subscribed', day(1), { ...seen, last: word('subscribed', day(1)) })],
  };
  const pending = { ...away, addresses: [member('pending', day(1), { ...seen, last: word('pending', day(1)) })] };
  decides([
    ['archives', away, 'archive', 'nothing', 'in-sync', 'crm-moved'],
    [
      'unsubscribes where the rule says so',
      { ...away, rules: { removal: 'unsubscribe' } },
      'unsubscribe',
      'nothing',
      'in-sync',
      'crm-moved',
    ],
    [
      'leaves the member where only the tag goes',
      { ...away, rules: { removal: 'untag' } },
      'nothing',
      'nothing',
      'left-out',
      'untagged',
    ],
    [
      'unsubscribes a pending member, which cannot be archived',
      pending,
      'unsubscribe',
      'nothing',
      'in-sync',
      'crm-moved',
    ],
    [
      'waits for the direction to be switched on',
      { ...away, rules: { direction: 'to-crm' } },
      'nothing',
      'nothing',
      'left-out',
      'direction-off',
    ],
    [
      'leaves a member alone who was never on the list',
      {
        crm: { now: off(null), last: on(null) },
        addresses: [member('subscribed', day(1), { last: word('subscribed', day(1)) })],
      },
      'nothing',
      'nothing',
      'left-out',
      'not-ours',
    ],
  ]);

  test('takes all addresses of the person', () => {
    const two = ['one@contoso.example', 'other@contoso.example'].map((address) => ({ ...away.addresses[0]!, address }));
    const decision = decideMembership(situation({ ...away, addresses: two }));
    expect(decision.addresses.map(({ mailchimp }) => mailchimp.do)).toEqual(['archive', 'archive']);
  });
});

describe('members who were in before', () => {
  const archivedByUs = { ...seen, now: word('archived', day(3), 'us'), last: word('archived', day(3), 'us') };
  const back = { crm: { now: on(day(4)), last: off(day(3)) } };
  decides([
    [
      'return without a question, also in a double opt-in audience',
      { ...back, rules: { doubleOptIn: true }, addresses: [member('archived', day(3), archivedByUs)] },
      'restore subscribed',
      'nothing',
      'in-sync',
      'crm-moved',
    ],
    [
      'while those who never were in are asked',
      {
        ...back,
        rules: { doubleOptIn: true },
        addresses: [member('archived', day(3), { ...archivedByUs, wasIn: false })],
      },
      'restore pending',
      'nothing',
      'waiting',
      'confirmation-asked',
    ],
    [
      'are removed although nobody knows when they left the list',
      {
        crm: { now: off(null), last: on(null) },
        addresses: [member('subscribed', day(1), { ...seen, last: word('subscribed', day(1)) })],
      },
      'archive',
      'nothing',
      'in-sync',
      'crm-moved',
    ],
    [
      'get no new member beside one that an administrator unsubscribed',
      {
        ...back,
        addresses: [
          member('unsubscribed', day(3), {
            ...seen,
            now: word('unsubscribed', day(3), 'admin'),
            last: word('unsubscribed', day(3), 'admin'),
          }),
        ],
        preferredAddress: 'new@contoso.example',
      },
      'nothing',
      'nothing',
      'left-out',
      'said-no',
    ],
  ]);

  test('no new address is added beside one that an administrator unsubscribed', () => {
    const silenced = member('unsubscribed', day(3), { ...seen, now: word('unsubscribed', day(3), 'admin') });
    const decision = decideMembership(
      situation({ ...back, run: { trust: 'crm' }, addresses: [silenced], preferredAddress: 'new@contoso.example' }),
    );
    expect(decision.addresses.map(({ mailchimp }) => mailchimp.do)).toEqual(['nothing']);
  });
});

describe('the direction only to Mailchimp', () => {
  const oneWay = { rules: { direction: 'to-mailchimp' } } as const;
  const left = (status: 'archived' | 'unsubscribed' | 'cleaned') => ({
    crm: { now: on(day(1)), last: on(day(1)) },
    addresses: [member(status, day(4), { ...seen, last: word('subscribed', day(1)) })],
  });
  decides([
    [
      'keeps people on the list whom an administrator archived',
      { ...oneWay, ...left('archived') },
      'nothing',
      'nothing',
      'left-out',
      'direction-off',
    ],
    [
      'but a no takes them off',
      { ...oneWay, ...left('unsubscribed') },
      'nothing',
      'leave',
      'in-sync',
      'mailchimp-moved',
    ],
    ['and so does a bounce', { ...oneWay, ...left('cleaned') }, 'nothing', 'leave', 'in-sync', 'mailchimp-moved'],
  ]);
});

test('a question that was held was not asked', () => {
  expect(notAsked(no({ askedOn: day(9) }), day(9))).toEqual(no());
  expect(notAsked(no({ askedOn: day(4) }), day(9))).toEqual(no({ askedOn: day(4) }));
  expect(notAsked(null, day(9))).toBeNull();
});
