import { choices } from '../../../connector/dataverse/schema.generated';
import { runSlice } from '../../../connector/sync/run-slice';
import { startWorld, type World } from '../../world';
import { sliceUntilPlanned } from './slices';

const listId = '0be00000-0000-4000-8000-0000000000aa';
const names = ['Ann', 'Bea', 'Cid'] as const;
/** Subscribed in Mailchimp and known in the CRM, so the plan puts her on the list. */
const dee = {
  email_address: 'dee@resumed.example',
  status: 'subscribed',
  merge_fields: { FNAME: 'Dee', LNAME: 'Resumed' },
  timestamp_opt: '2026-02-01T00:00:00Z',
  last_changed: '2026-02-01T00:00:00Z',
};
/** Unsubscribed before, and out of every audience: the plan marks his record. */
const eli = {
  ...dee,
  email_address: 'eli@resumed.example',
  status: 'unsubscribed',
  merge_fields: { FNAME: 'Eli', LNAME: 'Resumed' },
};
const emailOf = (name: string) => `${name.toLowerCase()}@resumed.example`;

/** A plan is made and its process dies; then somebody does something; then the next process goes on with the plan. */
describe('a run that is resumed', () => {
  let world: World;
  let runId: string;
  beforeEach(async () => {
    world = await startWorld();
    world.clock.set(new Date('2026-05-01T08:00:00Z'));
    await world.seed({
      mailchimp: {
        accounts: [
          {
            id: 'resumed',
            name: 'Resumed Ltd',
            key: 'stand-in-us1',
            audiences: [{ id: '4e50aed001', name: 'Resumed', members: [dee, eli] }],
          },
        ],
      },
      dataverse: {
        contacts: [...names, 'Dee', 'Eli'].map((firstname) => ({
          firstname,
          lastname: 'Resumed',
          emailaddress1: emailOf(firstname),
          createdon: '2025-01-01T00:00:00Z',
        })),
        lists: [
          {
            listid: listId,
            listname: 'Resumed',
            createdfromcode: 2,
            members: names.map((name) => ({ email: emailOf(name), addedOn: '2026-01-01T00:00:00Z' })),
          },
        ],
      },
    });
    await world.tie('Resumed', 'Resumed');
    const { id } = await world.audience('Resumed');
    runId = await world.services.crm.createRun({
      audienceId: id,
      mode: 'full',
      trigger: 'command',
      consentConfirmed: true,
      name: 'Resumed',
    });
    await sliceUntilPlanned(world.services, runId);
    world.clock.advance(60);
  });
  afterEach(() => world.close());

  const goOn = async () => {
    expect(await runSlice(world.services, runId, { until: new Date(Date.now() + 60_000) })).toEqual({
      kind: 'finished',
    });
  };
  const statusOf = async (name: string) =>
    (await world.services.mailchimp('MAILCHIMP_API_KEY').member('4e50aed001', emailOf(name)))?.status ?? null;
  const contactOf = async (name: string): Promise<string> => {
    const [contact] = await world.get<{ contactid: string }>(
      `contacts?$select=contactid&$filter=firstname eq '${name}'`,
    );
    return contact?.contactid ?? '';
  };

  test('adds whom it planned to add', async () => {
    await goOn();
    expect(await Promise.all(names.map(statusOf))).toEqual(['subscribed', 'subscribed', 'subscribed']);
  });

  test('adds nobody who said meanwhile that they want no mail', async () => {
    await world.send('PATCH', `${world.dataverseUrl}/api/data/v9.2/contacts(${await contactOf('Bea')})`, {
      donotbulkemail: true,
    });
    await goOn();
    expect(await Promise.all(names.map(statusOf))).toEqual(['subscribed', null, 'subscribed']);
  });

  test('adds nobody who was taken off the list meanwhile', async () => {
    await world.send('POST', `${world.dataverseUrl}/api/data/v9.2/RemoveListMembersList`, {
      List: { '@odata.type': 'Microsoft.Dynamics.CRM.list', listid: listId },
      Members: [{ '@odata.type': 'Microsoft.Dynamics.CRM.contact', contactid: await contactOf('Cid') }],
    });
    await goOn();
    expect(await Promise.all(names.map(statusOf))).toEqual(['subscribed', 'subscribed', null]);
  });

  test('in doubt about a chunk, too, adds nobody who wants no mail', async () => {
    // The chunk was begun, and nobody knows how far it came.
    const path = `runs/${runId}/state.json`;
    const state = await world.services.storage.documents.read<object>(path);
    await world.services.storage.documents.write(path, { ...state, begun: 0 });
    await world.send('PATCH', `${world.dataverseUrl}/api/data/v9.2/contacts(${await contactOf('Bea')})`, {
      donotbulkemail: true,
    });
    await goOn();
    expect(await Promise.all(names.map(statusOf))).toEqual(['subscribed', null, 'subscribed']);
    const report = await world.sync('Resumed', { full: true });
    expect(report).toMatchObject({ status: 'completed' });
    expect(await statusOf('Bea')).toBeNull();
  });

  test('in doubt about a chunk, does not put back on the list whom somebody took off it', async () => {
    const path = `runs/${runId}/state.json`;
    const state = await world.services.storage.documents.read<object>(path);
    await world.services.storage.documents.write(path, { ...state, begun: 0 });
    // The dead process had put her on; somebody took her off again, as the plug-in noted.
    await world.services.crm.saveListEvents([
      {
        marketingListId: listId,
        personId: await contactOf('Dee'),
        personType: 'contact',
        kind: 'removed',
        occurredOn: world.clock.now().toISOString(),
        byUserId: listId,
        operationId: '0e000000-0000-4000-8000-000000000003',
      },
    ]);
    await goOn();
    const onList = async () =>
      (
        await world.get(
          `listmembers?$filter=_listid_value eq ${listId} and _entityid_value eq ${await contactOf('Dee')}`,
        )
      ).length;
    expect(await onList()).toBe(0);
    // Taken off after she had signed up: the next run carries that over.
    await world.sync('Resumed', { full: true });
    expect([await onList(), await statusOf('Dee')]).toEqual([0, 'archived']);
  });

  const play = (name: string, order: object) =>
    world.send('POST', `${world.mailchimpUrl}/_sandbox/play`, {
      audience: 'Resumed',
      email: emailOf(name),
      by: 'admin',
      ...order,
    });
  const rename = async (side: string, lastName: string) => {
    if (side === 'Mailchimp') return play('Dee', { do: 'edit', merge_fields: { LNAME: lastName } });
    const path = `contacts(${await contactOf('Dee')})`;
    return world.send('PATCH', `${world.dataverseUrl}/api/data/v9.2/${path}`, { lastname: lastName });
  };
  const namesOf = async (name: string) => {
    const [contact] = await world.get<{ firstname: string; lastname: string }>(
      `contacts?$select=firstname,lastname&$filter=emailaddress1 eq '${emailOf(name)}'`,
    );
    const member = await world.services.mailchimp('MAILCHIMP_API_KEY').member('4e50aed001', emailOf(name));
    return [`${contact?.firstname} ${contact?.lastname}`, `${member?.firstName} ${member?.lastName}`];
  };
  const inDoubt = async (id: string) => {
    const path = `runs/${id}/state.json`;
    const state = await world.services.storage.documents.read<object>(path);
    await world.services.storage.documents.write(path, { ...state, begun: 0 });
  };

  test('in doubt about a chunk, keeps what somebody made of the name of a member whom it had added', async () => {
    await inDoubt(runId);
    await play('Ann', { do: 'subscribe', merge_fields: { FNAME: 'Anna', LNAME: 'Resumed' } });
    await goOn();
    await world.sync('Resumed', { full: true });
    expect(await namesOf('Ann')).toEqual(['Anna Resumed', 'Anna Resumed']);
  });

  test.each([
    ['Mailchimp', 'Dynamics 365'],
    ['Dynamics 365', 'Mailchimp'],
  ])('in doubt about a name that came from %s, keeps the one that somebody gave since in %s', async (from, to) => {
    await goOn();
    await rename(from, 'New');
    world.clock.advance(60);
    const { id } = await world.audience('Resumed');
    const second = await world.services.crm.createRun({
      audienceId: id,
      mode: 'full',
      trigger: 'command',
      consentConfirmed: false,
      name: 'Second',
    });
    await sliceUntilPlanned(world.services, second);
    world.clock.advance(60);
    await inDoubt(second);
    await rename(to, 'Newest');
    await runSlice(world.services, second, { until: new Date(Date.now() + 60_000) });
    await world.sync('Resumed', { full: true });
    expect(await namesOf('Dee')).toEqual(['Dee Newest', 'Dee Newest']);
  });

  test('what somebody sets meanwhile is for the next run', async () => {
    const { id } = await world.audience('Resumed');
    const change = (columns: object) =>
      world.send('PATCH', `${world.dataverseUrl}/api/data/v9.2/mcs_audiences(${id})`, columns);
    await change({ mcs_trustoverride: choices.mcs_trustoverride.crm });
    await goOn();
    expect(await world.audience('Resumed')).toMatchObject({ trustOverride: 'crm', tieState: 'running' });
    const next = await world.sync('Resumed');
    expect(next).toMatchObject({ status: 'completed' });
    expect((await world.audience('Resumed')).trustOverride).toBe('none');

    await rename('Dynamics 365', 'New');
    world.clock.advance(60);
    const second = await world.services.crm.createRun({
      audienceId: id,
      mode: 'sync',
      trigger: 'command',
      consentConfirmed: false,
      name: 'Second',
    });
    await sliceUntilPlanned(world.services, second);
    await change({ mcs_optoutrule: choices.mcs_optoutrule.once });
    await runSlice(world.services, second, { until: new Date(Date.now() + 60_000) });
    const { watermarks } = await world.audience('Resumed');
    world.clock.advance(60);
    await world.sync('Resumed');
    // Everybody is looked at under the new rule.
    expect((await world.audience('Resumed')).watermarks?.full).not.toBe(watermarks?.full);
  });

  test('changes nobody on another list that the audience was tied to meanwhile', async () => {
    const other = '0be00000-0000-4000-8000-0000000000ab';
    await world.send('POST', `${world.dataverseUrl}/api/data/v9.2/lists`, {
      listid: other,
      listname: 'Other',
      createdfromcode: 2,
      type: false,
    });
    const { id } = await world.audience('Resumed');
    await world.send('PATCH', `${world.dataverseUrl}/api/data/v9.2/mcs_audiences(${id})`, {
      'mcs_marketinglistid@odata.bind': `/lists(${other})`,
      mcs_tiestate: choices.mcs_tiestate.ready,
    });
    await goOn();
    expect(await world.services.crm.run(runId)).toMatchObject({
      status: 'failed',
      sentence: expect.stringMatching(/^Resumed was tied anew while this run was under way/),
    });
    expect(await Promise.all(names.map(statusOf))).toEqual([null, null, null]);
    expect(await world.get(`listmembers?$filter=_listid_value eq ${other}`)).toEqual([]);
    expect((await world.audience('Resumed')).tieState).toBe('ready');
  });

  test('looks anew at a person who would join the list and was edited meanwhile', async () => {
    const dee = await contactOf('Dee');
    await world.send('PATCH', `${world.dataverseUrl}/api/data/v9.2/contacts(${dee})`, { telephone1: '+1 555 0100' });
    await goOn();
    const places = `listmembers?$filter=_listid_value eq ${listId} and _entityid_value eq ${dee}`;
    expect(await world.get(places)).toHaveLength(0);
    await world.sync('Resumed');
    expect(await world.get(places)).toHaveLength(1);
  });

  test('does not mark anew as wanting no bulk e-mail whose record was edited meanwhile', async () => {
    const record = `contacts(${await contactOf('Eli')})`;
    const isMarked = async () => {
      const [contact] = await world.get<{ donotbulkemail: boolean }>(
        `contacts?$select=donotbulkemail&$filter=firstname eq 'Eli'`,
      );
      return contact?.donotbulkemail;
    };
    await world.send('PATCH', `${world.dataverseUrl}/api/data/v9.2/${record}`, { donotbulkemail: true });
    await world.send('PATCH', `${world.dataverseUrl}/api/data/v9.2/${record}`, { donotbulkemail: false });
    await goOn();
    expect(await isMarked()).toBe(false);
    world.clock.advance(60);
    await world.sync('Resumed');
    expect(await isMarked()).toBe(true);
  });
});
