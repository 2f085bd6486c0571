import { choices } from '../../../../connector/dataverse/schema.generated';
import type { MemberRow } from '../../../../connector/dataverse/port';
import { bringForward, type BroughtForward, type Hint } from '../../../../connector/sync/requests/bring-forward';
import { createGathering } from '../../../../connector/sync/requests/gathering';
import { startWorld, type World } from '../../../world';

const listOf = { readers: '11111111-0000-4000-8000-000000000001', visitors: '11111111-0000-4000-8000-000000000002' };
const known = '22222222-0000-4000-8000-000000000001';
const unknown = '22222222-0000-4000-8000-000000000002';
const visitor = '33333333-0000-4000-8000-000000000001';

let world: World;
let newsletter: string;
let events: string;
const calls: string[] = [];

beforeAll(async () => {
  world = await startWorld({ onDataverse: ({ method, url }) => calls.push(`${method} ${url}`) });
  await world.seed({
    mailchimp: {
      accounts: [
        {
          id: 'contoso00000000000000001',
          name: 'Contoso Ltd',
          key: 'stand-in-us1',
          audiences: [
            { id: 'a1b2c3d4e5', name: 'Newsletter', date_created: '2025-01-01T00:00:00Z' },
            { id: 'b1b2c3d4e5', name: 'Events', date_created: '2025-01-01T00:00:00Z' },
          ],
        },
      ],
    },
    dataverse: {
      contacts: [
        { contactid: known, firstname: 'Wilma', emailaddress1: 'wilma@example.com' },
        { contactid: unknown, firstname: 'Fred', emailaddress1: 'fred@example.com' },
      ],
      leads: [{ leadid: visitor, firstname: 'Betty', emailaddress1: 'betty@example.com', subject: 'Visit' }],
      lists: [
        { listid: listOf.readers, listname: 'Readers', createdfromcode: 2, members: [{ id: known }] },
        { listid: listOf.visitors, listname: 'Visitors', createdfromcode: 4 },
      ],
    },
  });
  const running = { mcs_tiestate: choices.mcs_tiestate.running };
  await world.tie('Newsletter', 'Readers', running);
  await world.tie('Events', 'Visitors', running);
  newsletter = (await world.audience('Newsletter')).id;
  events = (await world.audience('Events')).id;
});
afterAll(() => world.close());

afterEach(async () => {
  for (const run of await world.services.crm.openRuns()) {
    await world.services.crm.changeRun(run.id, { status: 'completed' });
  }
  await tieState('Newsletter', 'running');
});

const look = (...hints: Hint[]): Promise<BroughtForward[]> => bringForward(world.services, hints);
const inMailchimp = (): Hint => ({ of: 'audience', audienceId: newsletter });
const people = (type: 'contact' | 'lead', ...personIds: string[]): Hint => ({ of: 'people', type, personIds });

async function tieState(name: string, state: keyof typeof choices.mcs_tiestate): Promise<void> {
  await world.services.crm.changeAudience((await world.audience(name)).id, { tieState: state });
}

test('a change in Mailchimp asks for a run of its audience alone, in the name of a webhook', async () => {
  const [brought, ...others] = await look(inMailchimp());
  expect(others).toEqual([]);
  expect(brought).toMatchObject({ audienceId: newsletter, created: true });
  expect(await world.services.crm.openRuns()).toMatchObject([
    { audienceId: newsletter, mode: 'sync', trigger: 'webhook', status: 'requested' },
  ]);
});

test('whoever comes later joins the run that waits', async () => {
  const [first] = await look(inMailchimp());
  expect(await look({ of: 'list', listId: listOf.readers })).toEqual([{ ...first, created: false }]);
  expect(await world.services.crm.openRuns()).toHaveLength(1);
});

test('a run that works already may have read: one more is asked for', async () => {
  const [first] = await look(inMailchimp());
  await world.services.crm.changeRun(first?.runId ?? '', { status: 'in-progress' });
  expect(await look(inMailchimp())).toMatchObject([{ created: true }]);
});

test('a preview that waits is no run to join: it changes nothing', async () => {
  await world.services.crm.createRun({
    audienceId: newsletter,
    mode: 'preview',
    trigger: 'person',
    consentConfirmed: false,
    name: 'Preview',
  });
  expect(await look(inMailchimp())).toMatchObject([{ created: true }]);
});

test.each(['ready', 'paused', 'not-tied'] as const)('a tie that is %s is left alone', async (state) => {
  await tieState('Newsletter', state);
  expect(await look(inMailchimp(), { of: 'list', listId: listOf.readers }, people('contact', known))).toEqual([]);
  expect(await world.services.crm.openRuns()).toEqual([]);
});

test('an audience that nobody knows asks for nothing', async () => {
  expect(await look({ of: 'audience', audienceId: unknown })).toEqual([]);
});

test('many processes that hear of changes at once ask for one run', async () => {
  await Promise.all(Array.from({ length: 6 }, () => look(inMailchimp())));
  expect(await world.services.crm.openRuns()).toHaveLength(1);
});

describe('a change of people', () => {
  test('on the list concerns the audience', async () => {
    expect(await look(people('contact', unknown, known))).toMatchObject([{ audienceId: newsletter, created: true }]);
  });

  test('who are unknown to every audience concerns nobody', async () => {
    expect(await look(people('contact', unknown))).toEqual([]);
    expect(await look(people('lead', visitor))).toEqual([]);
  });

  test('who were seen in the audience concerns it, whether they still exist or not', async () => {
    const gone = '33333333-0000-4000-8000-000000000099';
    await world.services.crm.createMemberRows(
      { id: events, ownerId: (await world.audience('Events')).ownerId, ownerType: 'systemuser' },
      (await look({ of: 'audience', audienceId: events }))[0]?.runId ?? '',
      [{ ...memberRow, personId: gone, personType: 'lead', reason: 'deleted' }],
    );
    for (const run of await world.services.crm.openRuns()) {
      await world.services.crm.changeRun(run.id, { status: 'completed' });
    }
    expect(await look(people('lead', gone))).toMatchObject([{ audienceId: events, created: true }]);
  });

  test('costs two questions, however many people there are, while runs of their audiences wait', async () => {
    await look(inMailchimp(), { of: 'list', listId: listOf.visitors });
    calls.length = 0;
    await look(people('contact', ...Array.from({ length: 5000 }, () => unknown), known));
    expect(calls).toHaveLength(2);
  });

  test('is found among thousands', async () => {
    const others = Array.from({ length: 1200 }, (_, n) => `44444444-0000-4000-8000-${String(n).padStart(12, '0')}`);
    expect(await look(people('contact', ...others))).toEqual([]);
    expect(await look(people('contact', ...others, known))).toMatchObject([{ created: true }]);
  });
});

test('a bulk edit of people is one run and few questions', async () => {
  const hint = createGathering((changes: readonly Hint[]) => bringForward(world.services, changes), 0);
  calls.length = 0;
  await Promise.all(Array.from({ length: 50_000 }, (_, n) => hint(people('contact', n % 2 ? known : unknown))));
  expect(await world.services.crm.openRuns()).toHaveLength(1);
  expect(calls.length).toBeLessThan(20);
});

const memberRow: MemberRow = {
  id: '55555555-0000-4000-8000-000000000001',
  address: 'gone@example.com',
  memberId: null,
  mailchimpContactId: null,
  webId: null,
  personId: null,
  personType: null,
  personName: 'Pearl',
  addressColumn: null,
  status: 'archived',
  onList: false,
  listChangedOn: null,
  mailchimpChangedOn: null,
  tags: [],
  outcome: 'left-out',
  reason: 'deleted',
  last: { crm: null, mailchimp: null },
  no: null,
  wasIn: true,
  retryDue: null,
};
