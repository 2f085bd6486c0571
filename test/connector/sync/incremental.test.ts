import { startWorld, type World } from '../../world';

const listId = '0be00000-0000-4000-8000-0000000000f1';
const listName = 'Subscribers';
const audienceName = 'Steady';
const mailchimpId = '57eadee001';

const person = (index: number) => ({
  first: `First ${index}`,
  last: `Last ${index}`,
  email: `person.${index}@steady.example`,
});
const people = (size: number) => Array.from({ length: size }, (_, index) => person(index));

async function synced(size: number): Promise<World> {
  const world = await startWorld();
  world.clock.set(new Date('2026-03-01T08:00:00Z'));
  await world.seed({
    mailchimp: {
      accounts: [
        {
          id: 'steady',
          name: 'Steady Ltd',
          key: 'stand-in-us1',
          audiences: [
            {
              id: mailchimpId,
              name: audienceName,
              members: people(size).map(({ first, last, email }) => ({
                email_address: email,
                status: 'subscribed',
                merge_fields: { FNAME: first, LNAME: last },
                timestamp_opt: '2026-01-01T09:00:00Z',
                last_changed: '2026-01-01T09:00:00Z',
              })),
            },
          ],
        },
      ],
    },
    dataverse: {
      contacts: people(size).map(({ first, last, email }) => ({
        firstname: first,
        lastname: last,
        emailaddress1: email,
        createdon: '2025-01-01T09:00:00Z',
      })),
      lists: [
        {
          listid: listId,
          listname: listName,
          createdfromcode: 2,
          members: people(size).map(({ email }) => ({ email, addedOn: '2026-01-01T09:00:00Z' })),
        },
      ],
    },
  });
  await world.tie(audienceName, listName);
  await world.sync(audienceName);
  world.clock.advance(24 * 60 * 60);
  return world;
}

const contactId = async (world: World, index: number): Promise<string> => {
  const [contact] = await world.get<{ contactid: string }>(
    `contacts?$select=contactid&$filter=emailaddress1 eq '${person(index).email}'`,
  );
  return contact?.contactid ?? '';
};

/** What the function marketing-list-changed stores when somebody is taken off the list by hand. */
async function takeOff(world: World, index: number, told: boolean): Promise<void> {
  const id = await contactId(world, index);
  await world.send('POST', `${world.dataverseUrl}/api/data/v9.2/RemoveListMembersList`, {
    List: { '@odata.type': 'Microsoft.Dynamics.CRM.list', listid: listId },
    Members: [{ '@odata.type': 'Microsoft.Dynamics.CRM.contact', contactid: id }],
  });
  if (!told) return;
  await world.services.crm.saveListEvents([
    {
      marketingListId: listId,
      personId: id,
      personType: 'contact',
      kind: 'removed',
      occurredOn: world.clock.now().toISOString(),
      byUserId: id,
      operationId: '0e000000-0000-4000-8000-000000000002',
    },
  ]);
}

const statusOf = async (world: World, index: number) =>
  (await world.services.mailchimp('MAILCHIMP_API_KEY').member(mailchimpId, person(index).email))?.status ?? null;

const isOnList = async (world: World, index: number): Promise<boolean> => {
  const id = await contactId(world, index);
  return (
    (
      await world.get(
        `listmembers?$select=_entityid_value&$filter=_listid_value eq ${listId} and _entityid_value eq ${id}`,
      )
    ).length > 0
  );
};

const play = (world: World, index: number, deed: object) =>
  world.send('POST', `${world.mailchimpUrl}/_sandbox/play`, {
    audience: audienceName,
    email: person(index).email,
    ...deed,
  });

describe('an incremental run', () => {
  test('costs the same few calls for 100 people and for 3,000 when nothing has changed', async () => {
    const calls: unknown[] = [];
    for (const size of [100, 3_000]) {
      const world = await synced(size);
      const { status, mailchimp, dataverse } = await world.sync(audienceName);
      expect({ status, writes: mailchimp.writes + dataverse.writes }).toEqual({ status: 'completed', writes: 0 });
      calls.push({ mailchimp: mailchimp.requests, dataverse: dataverse.requests });
      await world.close();
    }
    expect(calls[0]).toEqual(calls[1]);
    expect(calls[0]).toEqual({ mailchimp: 5, dataverse: expect.any(Number) });
  });

  describe('among 1,200 people', () => {
    let world: World;
    let before: Awaited<ReturnType<World['audience']>>['counts'];
    beforeAll(async () => {
      world = await synced(1_200);
      before = (await world.audience(audienceName)).counts;
    });
    afterAll(() => world.close());
    afterEach(async () => {
      world.clock.advance(60 * 60);
      // Whatever an incremental run did, a full one finds nothing left, and counts the same.
      const { counts } = await world.audience(audienceName);
      const full = await world.sync(audienceName, { full: true });
      expect({ mailchimp: full.mailchimp.writes, dataverse: full.dataverse.writes }).toEqual({
        mailchimp: 0,
        dataverse: 0,
      });
      expect((await world.audience(audienceName)).counts).toEqual(counts);
      world.clock.advance(60 * 60);
    });

    test('knows everybody', () => {
      expect(before).toMatchObject({ audience: 1_200, list: 1_200, inSync: 1_200, mailable: 1_200 });
    });

    test('takes off the list who unsubscribed, in few calls', async () => {
      await play(world, 1, { by: 'person', do: 'unsubscribe' });
      const report = await world.sync(audienceName);
      expect(await isOnList(world, 1)).toBe(false);
      expect(report.mailchimp.requests).toBeLessThanOrEqual(6);
      expect(report.counts.plan).toMatchObject({ leaveList: 1, leaveMailchimp: 0 });
      expect((await world.audience(audienceName)).counts).toMatchObject({
        audience: 1_199,
        list: 1_199,
        inSync: 1_199,
      });
    });

    test('archives in Mailchimp who was taken off the list', async () => {
      await takeOff(world, 2, true);
      await world.sync(audienceName);
      expect(await statusOf(world, 2)).toBe('archived');
    });

    test('archives who was taken off the list although the message about it was lost', async () => {
      await takeOff(world, 3, false);
      await world.sync(audienceName);
      expect(await statusOf(world, 3)).toBe('archived');
    });

    test('adds who joined the list, and who signed up', async () => {
      const created = await world.send('POST', `${world.dataverseUrl}/api/data/v9.2/contacts`, {
        firstname: 'New',
        lastname: 'Reader',
        emailaddress1: person(5_000).email,
      });
      const id = /\(([0-9a-f-]{36})\)/.exec(created.headers.get('OData-EntityId') ?? '')?.[1];
      await world.send('POST', `${world.dataverseUrl}/api/data/v9.2/AddListMembersList`, {
        List: { '@odata.type': 'Microsoft.Dynamics.CRM.list', listid: listId },
        Members: [{ '@odata.type': 'Microsoft.Dynamics.CRM.contact', contactid: id }],
      });
      await play(world, 5_001, { by: 'person', do: 'subscribe', merge_fields: { FNAME: 'Signed', LNAME: 'Up' } });
      const report = await world.sync(audienceName);
      expect(report.counts.plan).toMatchObject({ add: 1, create: 1, join: 1 });
      expect(await statusOf(world, 5_000)).toBe('subscribed');
      expect(await isOnList(world, 5_001)).toBe(true);
    });

    test('carries a name over, and honours an opt-out set in Dynamics 365', async () => {
      await world.send('PATCH', `${world.dataverseUrl}/api/data/v9.2/contacts(${await contactId(world, 6)})`, {
        lastname: 'Renamed',
      });
      await world.send('PATCH', `${world.dataverseUrl}/api/data/v9.2/contacts(${await contactId(world, 7)})`, {
        donotbulkemail: true,
      });
      const report = await world.sync(audienceName);
      expect(report.counts.plan).toMatchObject({ namesToMailchimp: 1, leaveMailchimp: 1 });
      expect(await statusOf(world, 7)).toBe('unsubscribed');
      expect(await isOnList(world, 7)).toBe(true);
    });

    test('reads everything once after the settings were changed', async () => {
      const { id } = await world.audience(audienceName);
      await world.send('PATCH', `${world.dataverseUrl}/api/data/v9.2/mcs_audiences(${id})`, { mcs_limitpeople: 20 });
      const first = await world.sync(audienceName);
      const second = await world.sync(audienceName);
      expect(first.dataverse.requests).toBeGreaterThan(second.dataverse.requests);
    });
  });

  test('loses nothing while the other side could not be reached', async () => {
    const world = await synced(50);
    await play(world, 1, { by: 'person', do: 'unsubscribe' });
    world.clock.advance(3 * 60 * 60);
    await world.send('POST', `${world.dataverseUrl}/_sandbox/faults`, {
      pathContains: 'listmembers',
      times: 1_000,
      status: 400,
      body: '{"error":{"code":"0x80040265","message":"ISV code aborted the operation."}}',
    });
    const failed = await world.sync(audienceName);
    expect(failed.status).toBe('failed');
    await world.send('DELETE', `${world.dataverseUrl}/_sandbox/faults`);
    world.clock.advance(3 * 60 * 60);
    const after = await world.sync(audienceName);
    expect(after.status).toBe('completed');
    expect(await isOnList(world, 1)).toBe(false);
    await world.close();
  });
});
