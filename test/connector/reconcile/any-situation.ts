/** Every situation that the two services and our rows could bring about, and some that they should not. */

import fc from 'fast-check';

import type {
  AddressSituation,
  CrmWord,
  MailchimpWord,
  MemberStatus,
  PersonSituation,
  RememberedNo,
  Situation,
} from '../../../connector/reconcile/situation';
import { day, now } from './situations';

const statuses: MemberStatus[] = [
  'subscribed',
  'unsubscribed',
  'cleaned',
  'pending',
  'transactional',
  'archived',
  'absent',
];
const date = fc.integer({ min: 1, max: 9 }).map(day);

const mailchimpWord: fc.Arbitrary<MailchimpWord> = fc
  .record({
    status: fc.constantFrom(...statuses),
    changedOn: fc.option(date, { freq: 9 }),
    by: fc.constantFrom<MailchimpWord['by']>('us', 'admin', 'person', 'unknown'),
  })
  .map((word) => (word.status === 'absent' ? { ...word, changedOn: null, by: 'unknown' as const } : word));

const crmWord: fc.Arbitrary<CrmWord> = fc.record({ onList: fc.boolean(), changedOn: fc.option(date, { freq: 4 }) });

const rememberedNo: fc.Arbitrary<RememberedNo> = fc
  .record({
    kind: fc.constantFrom<RememberedNo['kind']>('unsubscribed', 'complained', 'bounced', 'unconfirmed', 'forgotten'),
    since: date,
    seenOn: date,
    askedOn: fc.option(date),
    presumed: fc.boolean(),
  })
  .map(({ askedOn, presumed, ...no }) => ({
    ...no,
    ...(askedOn === null ? {} : { askedOn }),
    ...(presumed && no.kind === 'unsubscribed' ? { presumed: true as const } : {}),
  }));

function address(name: string): fc.Arbitrary<AddressSituation> {
  return fc
    .record({
      now: mailchimpWord,
      last: fc.option(mailchimpWord, { freq: 3 }),
      unmoved: fc.boolean(),
      no: fc.option(rememberedNo, { freq: 1 }),
      wasIn: fc.boolean(),
      beforeArchive: fc.constantFrom<AddressSituation['beforeArchive']>(
        'unsubscribed',
        'complained',
        'bounced',
        'no-objection',
        null,
      ),
    })
    .map(({ unmoved, ...rest }) => ({
      ...rest,
      address: name,
      last: rest.last && unmoved ? rest.now : rest.last,
      // Nobody asks what somebody did before archiving who is not archived.
      beforeArchive: rest.now.status === 'archived' ? rest.beforeArchive : null,
    }));
}

const person: fc.Arbitrary<PersonSituation | null> = fc.option(
  fc.record({
    type: fc.constantFrom<PersonSituation['type']>('contact', 'lead'),
    state: fc.oneof(
      { weight: 4, arbitrary: fc.constant<PersonSituation['state']>('active') },
      {
        weight: 1,
        arbitrary: fc.constantFrom<PersonSituation['state']>('inactive', 'qualified', 'disqualified', 'deleted'),
      },
    ),
    optedOut: fc.oneof({ weight: 4, arbitrary: fc.constant(false) }, { weight: 1, arbitrary: fc.constant(true) }),
  }),
  { freq: 4 },
);

export const anySituation: fc.Arbitrary<Situation> = fc
  .record({
    rules: fc.record({
      direction: fc.constantFrom<Situation['rules']['direction']>('both', 'to-mailchimp', 'to-crm'),
      createPeople: fc.boolean(),
      removal: fc.constantFrom<Situation['rules']['removal']>('archive', 'unsubscribe', 'untag'),
      resubscribe: fc.constantFrom<Situation['rules']['resubscribe']>('leave-out', 'ask', 'subscribe'),
      newMembers: fc.constantFrom<Situation['rules']['newMembers']>('ask', 'agreed'),
      doubleOptIn: fc.boolean(),
      optOut: fc.constant<Situation['rules']['optOut']>('never'),
    }),
    run: fc.record({
      trust: fc.constantFrom<Situation['run']['trust']>('none', 'none', 'crm', 'mailchimp'),
      firstRun: fc.boolean(),
      consentConfirmed: fc.oneof(
        { weight: 4, arbitrary: fc.constant(true) },
        { weight: 1, arbitrary: fc.constant(false) },
      ),
    }),
    person,
    crmNow: crmWord,
    crmLast: fc.option(crmWord, { freq: 3 }),
    one: address('One@contoso.example'),
    other: address('other@contoso.example'),
    count: fc.constantFrom(0, 1, 1, 1, 2, 2),
    preferred: fc.constantFrom(
      'one@contoso.example',
      'one@contoso.example',
      'other@contoso.example',
      'third@contoso.example',
      null,
    ),
  })
  .map(({ rules, run, person, crmNow, crmLast, one, other, count, preferred }) => ({
    rules,
    run,
    person,
    crm:
      person === null
        ? { now: { onList: false, changedOn: null }, last: crmLast && { onList: false, changedOn: null } }
        : { now: crmNow, last: crmLast },
    addresses: [one, other].slice(0, count),
    preferredAddress: person === null ? null : preferred,
    now,
    crmNow: now,
  }));
