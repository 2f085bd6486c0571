import { comparePeople, outcomeOf } from '../../../sandbox/start/people';
import { asJson, asText } from '../../../sandbox/start/report';
import type { Sides } from '../../../sandbox/start/sides';

const states = {
  mailchimpBefore: null,
  listBefore: false,
  mailchimpAfter: null,
  listAfter: false,
  person: null,
  created: false,
};

test.each([
  [{ mailchimpBefore: 'subscribed', mailchimpAfter: 'subscribed' }, 'stays subscribed'],
  [{ mailchimpBefore: 'cleaned', mailchimpAfter: 'cleaned' }, 'stays as it is'],
  [{ listBefore: true }, 'removed from the list'],
  [{ mailchimpBefore: 'subscribed', mailchimpAfter: 'archived' }, 'archived in Mailchimp'],
  [{ mailchimpBefore: 'subscribed', mailchimpAfter: 'unsubscribed' }, 'removed from Mailchimp'],
  [{ listBefore: true, listAfter: true, mailchimpAfter: 'subscribed' }, 'added to Mailchimp'],
  [{ listBefore: true, listAfter: true, mailchimpAfter: 'pending' }, 'asked to confirm'],
  [
    { mailchimpBefore: 'subscribed', mailchimpAfter: 'subscribed', listAfter: true, person: 'lead', created: true },
    'created as lead, added to the list',
  ],
] as const)('%j is told as "%s"', (changed, outcome) => {
  expect(outcomeOf({ ...states, ...changed })).toBe(outcome);
});

function sides(changed: Partial<Sides>): Sides {
  return { mailchimp: new Map(), people: new Map(), onList: new Map(), ...changed };
}

const many = Array.from({ length: 30 }, (_, index) => `p${index}@b.example`);
const people = comparePeople({
  before: sides({ onList: new Map(many.map((address) => [address, '2026-01-05T09:00:00Z'])) }),
  after: sides({
    mailchimp: new Map(many.map((address) => [address, { status: 'subscribed', name: '', since: '2026-02-01' }])),
    onList: new Map(many.map((address) => [address, '2026-01-05T09:00:00Z'])),
  }),
  reasons: new Map(many.map((address) => [address, 'Because.'])),
  removals: new Map(),
  order: ['p7@B.example', 'stranger@b.example'],
});
const run = { status: 'completed', label: 'Completed', sentence: '', counts: null };

test('people come in the given order, others after them, strangers not at all', () => {
  expect(people).toHaveLength(30);
  expect(people.slice(0, 2).map(({ email }) => email)).toEqual(['p7@b.example', 'p0@b.example']);
});

test('the date that a rehearsal assumes is not told', () => {
  const onList = new Map([['a@b.example', '2000-01-01T00:00:00Z']]);
  const [person] = comparePeople({
    before: sides({ onList }),
    after: sides({ onList }),
    reasons: new Map(),
    removals: new Map(),
    order: [],
  });
  expect(person?.told.crmBefore).toBe('on the list, since when is not known');
});

test('of many people the first twenty are told, and all are counted', () => {
  const text = asText({ people, runs: [run] });
  expect(text).toContain('30 people; the first 20:');
  expect(text.match(/@b\.example/g)).toHaveLength(20);
  expect(text).toMatch(/^30 +added to Mailchimp +Because\.$/m);
});

test('the document holds everybody, and nothing that is told to people only', () => {
  expect(JSON.parse(asJson({ people: people.slice(0, 1), runs: [run] }))).toEqual({
    people: [
      {
        name: 'p7@b.example',
        email: 'p7@b.example',
        mailchimpBefore: null,
        listBefore: true,
        mailchimpAfter: 'subscribed',
        listAfter: true,
        person: null,
        reason: 'Because.',
      },
    ],
    runs: [{ status: 'Completed', mailchimp: null, dataverse: null }],
  });
});
