/** What people do to a marketing list in Dynamics 365, as a connector comes to see it. */
import { beforeEach, describe, expect, test } from '@jest/globals';
import { errorOf, members, useStandIn } from './web-api';
import { useWebhooks } from './webhooks';

const api = useStandIn();
const webhooks = useWebhooks(api);
let list = '';
let wilma = '';
let audience = '';

beforeEach(async () => {
  wilma = await api.create('contacts', { firstname: 'Wilma' });
  list = await api.create('lists', { listname: 'Readers', createdfromcode: 2 });
  await api.send('POST', 'AddListMembersList', members(list, 'contact', [wilma]));
  audience = await api.create('mcs_audiences', {
    mcs_name: 'Newsletter',
    'mcs_marketinglistid@odata.bind': `/lists(${list})`,
  });
});

const rowsOfList = () => api.rows(`listmembers?$filter=_listid_value eq ${list}`);
const heard = async () => {
  await api.standIn().idle();
  return webhooks.received.map(({ context }) => `${context.MessageName} ${context.PrimaryEntityName}`).toSorted();
};

describe('a list', () => {
  test('deleted takes its members along, but not the people, and the audience points at nothing', async () => {
    await webhooks.register('Delete', 'list');
    expect((await api.send('DELETE', `lists(${list})`)).status).toBe(204);
    expect(await rowsOfList()).toEqual([]);
    expect((await api.get(`contacts(${wilma})`)).status).toBe(200);
    expect((await api.get(`mcs_audiences(${audience})`)).body['_mcs_marketinglistid_value']).toBeNull();
    expect(await heard()).toEqual(['Delete list']);
  });

  test('locked or put to sleep and woken tells it as an update', async () => {
    await webhooks.register('Update', 'list', { filteringattributes: 'lockstatus,statecode' });
    await api.send('PATCH', `lists(${list})`, { lockstatus: true });
    await api.send('PATCH', `lists(${list})`, { statecode: 1, statuscode: 1 });
    await api.send('PATCH', `lists(${list})`, { statecode: 0, statuscode: 0 });
    expect(await heard()).toEqual(['Update list', 'Update list', 'Update list']);
    expect(await rowsOfList()).toHaveLength(1);
  });

  test('does not change its kind of member', async () => {
    await api.send('PATCH', `lists(${list})`, { createdfromcode: 4 });
    expect((await api.get(`lists(${list})`)).body).toMatchObject({ createdfromcode: 2, membertype: 2 });
  });

  test('made dynamic takes nobody any more', async () => {
    await api.send('PATCH', `lists(${list})`, { type: true, query: '<fetch/>' });
    const answer = await api.send('POST', 'AddListMembersList', members(list, 'contact', [wilma]));
    expect(errorOf(answer).code).toBe('0x8004F701');
  });
});

describe('a person', () => {
  test('deleted leaves the list, and with the longer set of messages the row tells it too', async () => {
    await api.control('PATCH', 'switches', { listMessages: 'extended' });
    await webhooks.register('Delete', 'contact');
    await webhooks.register('Delete', 'listmember');
    await api.send('DELETE', `contacts(${wilma})`);
    expect(await rowsOfList()).toEqual([]);
    expect((await api.get(`lists(${list})`)).body['membercount']).toBe(0);
    expect(await heard()).toEqual(['Delete contact', 'Delete listmember']);
  });

  test('put to sleep stays on the list, and wakes up again', async () => {
    await webhooks.register('Update', 'contact', { filteringattributes: 'statecode' });
    await api.send('PATCH', `contacts(${wilma})`, { statecode: 1, statuscode: 2 });
    expect(await rowsOfList()).toHaveLength(1);
    await api.send('PATCH', `contacts(${wilma})`, { statecode: 0 });
    expect((await api.get(`contacts(${wilma})`)).body).toMatchObject({ statecode: 0, statuscode: 1 });
    expect(await heard()).toEqual(['Update contact', 'Update contact']);
    const wrong = await api.send('PATCH', `contacts(${wilma})`, { statecode: 1, statuscode: 1 });
    expect([wrong.status, errorOf(wrong).code]).toEqual([400, '0x80048408']);
  });
});
