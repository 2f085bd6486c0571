import type { World } from '../../../world';
import { changeList, contactIds, isOnList, person, play, startSteady, statusOf, steady } from '../steady';

const { listId, audience: audienceName } = steady;

const contactId = async (world: World, index: number): Promise<string> => (await contactIds(world, [index]))[0] ?? '';

/** What the function marketing-list-changed stores when somebody is taken off the list by hand. */
async function takeOff(world: World, index: number, told: boolean): Promise<void> {
  await changeList(world, 'Remove', [index]);
  if (!told) return;
  const id = await contactId(world, index);
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

describe('an incremental run', () => {
  test('costs the same few calls for 100 people and for 3,000 when nothing has changed', async () => {
    const calls: unknown[] = [];
    for (const size of [100, 3_000]) {
      const world = await startSteady(size);
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
      world = await startSteady(1_200);
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
    const world = await startSteady(50);
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
