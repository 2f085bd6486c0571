import { facetsOf, mailchimpAddress } from '../../webresources/members/audience-facts';
import { memberOf, memberQuery, visibleAs } from '../../webresources/members/member';
import { decision, storyOf } from '../../webresources/members/story';
import { choices } from '../../webresources/schema.generated';
import type { Row } from '../../webresources/web-api';

const rules = { resubscribe: 'leave-out', removal: 'untag' } as const;

const told = (row: Row): string[] =>
  storyOf(memberOf(row)).map(({ at, text }) => `${at.toISOString().slice(0, 10)} ${text}`);

test('a no is remembered, asked about and seen in the order in which it was', () => {
  expect(
    told({
      createdon: '2026-01-01T00:00:00Z',
      mcs_memberstatus: choices.mcs_memberstatus.archived,
      mcs_mailchimpchangedon: '2026-01-06T00:00:00Z',
      mcs_lastmailchimp: '{"by":"us"}',
      mcs_onlist: false,
      mcs_listchangedon: '2026-01-05T00:00:00Z',
      mcs_consent: JSON.stringify({
        no: {
          kind: 'complained',
          since: '2026-01-02T00:00:00Z',
          seenOn: '2026-01-03T00:00:00Z',
          askedOn: '2026-01-04T00:00:00Z',
        },
        optOut: { did: 'set', on: '2026-01-07T00:00:00Z' },
      }),
    }),
  ).toEqual([
    '2026-01-01 a sync first saw the person.',
    '2026-01-02 said no: reported a mailing as unwanted.',
    '2026-01-03 a sync first saw the no.',
    '2026-01-04 asked once more to confirm, by the rule for people who said no.',
    '2026-01-05 not on the marketing list any more.',
    '2026-01-06 archived in Mailchimp by a sync.',
    '2026-01-07 the record was marked as wanting no bulk e-mail.',
  ]);
});

test.each([null, '', 'not json', '[]', '7', '{"no":7}', '{"no":{"kind":"moon","since":"x"}}'])(
  'a memory that cannot be read tells nothing: %s',
  (mcs_consent) => {
    expect(told({ mcs_consent })).toEqual([]);
  },
);

test('the decision names the rule where a rule decided', () => {
  const decided = (reason: keyof typeof choices.mcs_reason): string =>
    decision(memberOf({ mcs_outcome: choices.mcs_outcome['left-out'], mcs_reason: choices.mcs_reason[reason] }), rules);
  expect(decided('said-no')).toMatch(/ The rule is: leave out and say so\.$/);
  expect(decided('untagged')).toMatch(/ The rule is: only take the tag away\.$/);
  expect(decided('no-address')).toBe('The person has no e-mail address in Dynamics 365.');
});

test('a row without an address is named by its person, and one without a record by itself', () => {
  expect(memberOf({ mcs_name: 'Fred', mcs_audiencememberid: 'm' })).toMatchObject({ address: '', name: 'Fred' });
  expect(visibleAs(memberOf({ mcs_name: 'x@y', mcs_audiencememberid: 'm' }))).toEqual({ type: 'member', id: 'm' });
  expect(visibleAs(memberOf({ _mcs_leadid_value: 'l', mcs_audiencememberid: 'm' }))).toEqual({ type: 'lead', id: 'l' });
  // The record was deleted; its name is nobody's to read any more.
  const deleted = { mcs_personid: 'p', mcs_persontype: choices.mcs_persontype.contact, mcs_personname: 'Ana' };
  expect(visibleAs(memberOf(deleted))).toEqual({ type: 'contact', id: 'p' });
});

test('the server narrows, and quotes are quotes', () => {
  expect(memberQuery('a', { outcome: 'waiting', reason: null, text: " o'r " }).filter).toBe(
    `_mcs_audienceid_value eq a and mcs_outcome eq ${choices.mcs_outcome.waiting} and (contains(mcs_name,'o''r') or contains(mcs_personname,'o''r'))`,
  );
});

test('reasons are counted under their outcome', () => {
  const facets = facetsOf({ agreed: 5, 'said-no': 2, 'no-address': 3, 'on-holiday': 9 });
  expect(facets.map(({ count, outcome }) => `${outcome} ${count}`)).toEqual([
    'in-sync 5',
    'waiting 0',
    'left-out 5',
    'attention 0',
  ]);
  expect(facets[2]?.reasons.map(({ reason }) => reason)).toEqual(['no-address', 'said-no']);
});

test.each([
  ['us1', '12', 'https://us1.admin.mailchimp.com/lists/members/view?id=12'],
  ['us21', '1&2', 'https://us21.admin.mailchimp.com/lists/members/view?id=1%262'],
  ['evil.com/', '12', null],
  [null, '12', null],
  ['us1', null, null],
])('the member of the data centre %s with the id %s is at %s', (dataCentre, webId, address) => {
  expect(mailchimpAddress(dataCentre, webId)).toBe(address);
});
