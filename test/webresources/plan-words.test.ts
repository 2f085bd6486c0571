import {
  agreementNeeded,
  agreementSentence,
  automationSentence,
  changesNothing,
  mailSentence,
  planSentences,
  readPlan,
  type PlanNumbers,
} from '../../webresources/sync/manage/plan-words';
import { previewCounts } from './sample-rows';

const spoken = (plan: PlanNumbers, personType: 'contact' | 'lead'): string[] =>
  planSentences(plan, personType).map(({ count, text }) => `${count} ${text}`);

test('the numbers of a preview are read out as sentences', () => {
  expect(spoken(planOf(previewCounts), 'contact')).toEqual([
    '1,214 people will be created as contacts (37 are already leads).',
    '212 contacts join the list.',
    '87 people join Mailchimp.',
    '2 contacts leave the list.',
    '1 person leaves Mailchimp.',
    '3 names are filled in Dynamics 365.',
    '2 names are filled in Mailchimp.',
    '118 people are left out (96 said no, 22 have no address).',
    '100 people will be in sync then.',
  ]);
});

test('one is one, and leads are leads', () => {
  const plan = planOf('{"plan":{"create":1,"otherType":1,"join":1,"leftOut":1,"leftOutBy":{"no-address":1}}}');
  expect(spoken(plan, 'lead')).toEqual([
    '1 person will be created as a lead (1 is already a contact).',
    '1 lead joins the list.',
    '1 person is left out (1 has no address).',
  ]);
});

test('a reason that the page does not know is still said', () => {
  expect(spoken(planOf('{"plan":{"leftOut":2,"leftOutBy":{"on-holiday":2}}}'), 'contact')).toEqual([
    '2 people are left out (2 on holiday).',
  ]);
});

test('people who join Mailchimp must have agreed', () => {
  const plan = planOf(previewCounts);
  expect(agreementNeeded(plan)).toBe(true);
  expect(agreementSentence(plan)).toBe('The 87 people agreed to receive this mailing.');
  expect(agreementSentence({ ...plan, add: 1 })).toBe('The person agreed to receive this mailing.');
  expect(agreementNeeded({ ...plan, add: 0 })).toBe(false);
});

test('what the sync sets off elsewhere is said beforehand', () => {
  const plan = planOf(previewCounts);
  expect(automationSentence(plan)).toBe(
    'Joining can start Mailchimp journeys for 87 people; creating can start your own flows for 1,214 people: pause them first if you do not want that.',
  );
  expect(automationSentence({ ...plan, add: 0, create: 0 })).toBeNull();
  expect(mailSentence(plan)).toBe('No confirmation mail is sent.');
  expect(mailSentence({ ...plan, confirmations: 1 })).toBe('1 confirmation mail is sent.');
});

test('a plan without changes says so', () => {
  expect(changesNothing(planOf('{"plan":{"inSync":5,"leftOut":1}}'))).toBe(true);
  expect(spoken(planOf('{"plan":{"inSync":5}}'), 'contact')).toEqual(['5 people are in sync.']);
  expect(changesNothing(planOf(previewCounts))).toBe(false);
});

test.each([null, '', 'not json', '[]', '{}', '{"plan":7}'])('counts without a plan are no plan: %s', (counts) => {
  expect(readPlan(counts)).toBeNull();
});

function planOf(counts: string): PlanNumbers {
  const plan = readPlan(counts);
  if (plan === null) throw new Error('There is no plan.');
  return plan;
}
