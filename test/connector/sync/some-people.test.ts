import type { World } from '../../world';
import { ask, changeList, startSteady, steady } from './steady';

const address = 'test@test.example';

let world: World;
beforeAll(async () => {
  world = await startSteady(20);
});
afterAll(() => world.close());

const memberOf = async (email: string) => {
  const { id } = await world.audience(steady.audience);
  for await (const rows of world.services.crm.memberRows(id)) {
    const row = rows.find((one) => one.address === email);
    if (row) return row;
  }
  return null;
};

const status = async (): Promise<string | null> =>
  (await world.services.mailchimp('MAILCHIMP_API_KEY').member(steady.mailchimpId, address))?.status ?? null;

test('somebody whom Mailchimp refused is tried again when a person asks for it, and not before', async () => {
  const created = await world.send('POST', `${world.dataverseUrl}/api/data/v9.2/contacts`, {
    firstname: 'Refused',
    lastname: 'First',
    emailaddress1: address,
  });
  const contactid = /\(([0-9a-f-]{36})\)/.exec(created.headers.get('OData-EntityId') ?? '')?.[1] ?? '';
  await world.send('POST', `${world.dataverseUrl}/api/data/v9.2/AddListMembersList`, {
    List: { '@odata.type': 'Microsoft.Dynamics.CRM.list', listid: steady.listId },
    Members: [{ '@odata.type': 'Microsoft.Dynamics.CRM.contact', contactid }],
  });
  await world.sync(steady.audience);
  const refused = await memberOf(address);
  expect(refused).toMatchObject({ outcome: 'attention', reason: 'address-refused' });

  await world.send('PATCH', `${world.mailchimpUrl}/_sandbox/switches`, { fakeAddressRule: 'off' });
  world.clock.advance(60 * 60);
  await world.sync(steady.audience);
  expect(await status()).toBeNull();

  const run = await ask(world, 'sync', { people: [refused?.id] });
  expect(run).toMatchObject({ status: 'completed' });
  expect(await status()).toBe('subscribed');
  expect(await memberOf(address)).toMatchObject({ outcome: 'in-sync' });
});

test('naming people costs few calls, and everybody else is as before', async () => {
  world.clock.advance(60 * 60);
  const before = (await world.audience(steady.audience)).counts;
  const row = await memberOf('person.3@steady.example');
  const run = await ask(world, 'sync', { people: [row?.id, row?.personId] });
  expect(run).toMatchObject({ status: 'completed', counts: { mailchimp: { writes: 0 } } });
  expect((await world.audience(steady.audience)).counts).toEqual(before);
});

test('what else has changed is carried over all the same', async () => {
  world.clock.advance(60 * 60);
  await changeList(world, 'Remove', [5]);
  const row = await memberOf('person.3@steady.example');
  const run = await ask(world, 'sync', { people: [row?.id] });
  expect(run).toMatchObject({ counts: { plan: { leaveMailchimp: 1 } } });
});

test.each([[['nobody']], [[]], ['all']])('a wish that names %j is a sentence', async (people) => {
  const run = await ask(world, 'sync', { people });
  expect(run.status).toBe('failed');
  expect(run.sentence).toMatch(/^A sync of some people says whom, like \{"people": \["MEMBER"\]\}: people/);
});
