import { beforeEach, describe, expect, test } from '@jest/globals';
import { errorOf, members, missingId, useStandIn } from './web-api';
import type { Answer } from './web-api';

const api = useStandIn();
let wilma = '';
let barney = '';
let pebbles = '';
let list = '';

beforeEach(async () => {
  await api.control('PATCH', 'switches', {
    addExistingMember: 'ignore',
    removeOnLockedList: 'allowed',
    removeNonMember: 'error',
    listErrorStatus: 400,
    concurrentAdds: 'none',
    mostMembersPerCall: null,
    latencyMs: 0,
  });
  wilma = await api.create('contacts', { firstname: 'Wilma' });
  barney = await api.create('contacts', { firstname: 'Barney' });
  pebbles = await api.create('leads', { lastname: 'Pebbles' });
  list = await api.create('lists', { listname: 'Friends', createdfromcode: 2 });
});

const add = (ids: string[], type = 'contact', to = list) =>
  api.send('POST', 'AddListMembersList', members(to, type, ids));
const remove = (ids: string[], type = 'contact', from = list) =>
  api.send('POST', 'RemoveListMembersList', members(from, type, ids));
const onList = async (of = list) =>
  (await api.rows(`listmembers?$select=_entityid_value&$filter=_listid_value eq '${of}'`))
    .map((row) => String(row['_entityid_value']))
    .sort((a, b) => a.localeCompare(b));
const outcome = (answer: Answer) => (answer.status < 300 ? [answer.status, ''] : [answer.status, errorOf(answer).code]);

describe('members', () => {
  test('are added and removed in bulk, counted, and read as rows', async () => {
    expect(outcome(await add([wilma, barney]))).toEqual([204, '']);
    expect(await onList()).toEqual([wilma, barney].sort((a, b) => a.localeCompare(b)));
    expect((await api.get(`lists(${list})`)).body).toMatchObject({ membercount: 2, membertype: 2 });
    const [row] = await api.rows(`listmembers?$filter=_listid_value eq ${list} and _entityid_value eq ${wilma}`);
    expect(row).toMatchObject({ entitytype: 'contact', name: 'Wilma', _listid_value: list });
    expect(await api.rows(`listmembers?$filter=listmemberid eq ${String(row?.['listmemberid'])}`)).toHaveLength(1);
    expect(outcome(await remove([wilma]))).toEqual([204, '']);
    expect(await onList()).toEqual([barney]);
    expect((await api.get(`lists(${list})`)).body['membercount']).toBe(1);
  });

  test('one who is on the list already stays as he was', async () => {
    await add([wilma]);
    const [before] = await api.rows(`listmembers?$filter=_listid_value eq ${list}`);
    expect(outcome(await add([wilma, barney]))).toEqual([204, '']);
    expect(await api.rows(`listmembers?$filter=_listid_value eq ${list}`)).toContainEqual(before);
    await api.control('PATCH', 'switches', { addExistingMember: 'error' });
    expect(outcome(await add([wilma]))[0]).toBe(400);
  });

  test('one at a time: AddMemberList answers the id of the row, RemoveMemberList takes the person or the row', async () => {
    const bound = `lists(${list})/Microsoft.Dynamics.CRM`;
    const added = await api.send('POST', `${bound}.AddMemberList`, { EntityId: wilma });
    expect(added.status).toBe(200);
    expect(await api.rows(`listmembers?$filter=listmemberid eq ${String(added.body['Id'])}`)).toHaveLength(1);
    const byRow = {
      ListMember: { '@odata.type': 'Microsoft.Dynamics.CRM.listmember', listmemberid: added.body['Id'] },
    };
    expect((await api.send('POST', `${bound}.RemoveMemberList`, byRow)).status).toBe(204);
    await add([wilma]);
    expect((await api.send('POST', `${bound}.RemoveMemberList`, { ListMember: { listmemberid: wilma } })).status).toBe(
      204,
    );
    expect(await onList()).toEqual([]);
    expect(outcome(await api.send('POST', `${bound}.AddMemberList`, { EntityId: pebbles }))).toEqual([
      400,
      '0x80040301',
    ]);
  });

  test('a member row can be deleted, and goes with its person or list', async () => {
    await add([wilma, barney]);
    const [row] = await api.rows(`listmembers?$filter=_entityid_value eq ${wilma}`);
    expect((await api.send('DELETE', `listmembers(${String(row?.['listmemberid'])})`)).status).toBe(204);
    await api.send('DELETE', `contacts(${barney})`);
    expect(await onList()).toEqual([]);
    expect((await api.get(`lists(${list})`)).body['membercount']).toBe(0);
    await add([wilma]);
    await api.send('DELETE', `lists(${list})`);
    expect(await onList()).toEqual([]);
  });

  test('leads are members of lead lists', async () => {
    const leads = await api.create('lists', { listname: 'Leads', createdfromcode: 4 });
    expect(outcome(await add([pebbles], 'lead', leads))).toEqual([204, '']);
    const { body } = await api.get(`lists(${leads})?$select=listname&$expand=listlead_association($select=lastname)`);
    expect(body['listlead_association']).toMatchObject([{ lastname: 'Pebbles' }]);
  });
});

describe('refusals, all or nothing', () => {
  const locked = async () => {
    await api.send('PATCH', `lists(${list})`, { lockstatus: true });
  };

  test.each<[string, () => Promise<Answer>, [number, string]]>([
    ['a person of the wrong type', () => add([pebbles], 'lead'), [400, '0x80040301']],
    ['a person who does not exist, among others', () => add([wilma, missingId]), [404, '0x80040217']],
    ['a list that does not exist', () => add([wilma], 'contact', missingId), [404, '0x80040217']],
    ['removing one who is not on it, among others', () => remove([wilma]), [400, '0x80048458']],
    ['a call without members', () => add([]), [400, '0x80040203']],
  ])('%s', async (_, act, expected) => {
    expect(outcome(await act())).toEqual(expected);
    expect(await onList()).toEqual([]);
  });

  test('a locked list takes nobody, and lets people go unless the switch says otherwise', async () => {
    await add([wilma, barney]);
    await locked();
    expect(outcome(await add([wilma]))).toEqual([400, '0x80040302']);
    expect(outcome(await remove([wilma]))).toEqual([204, '']);
    await api.control('PATCH', 'switches', { removeOnLockedList: 'refused' });
    expect(outcome(await remove([barney]))).toEqual([400, '0x80040302']);
  });

  test('an inactive list is left alone and wakes up first', async () => {
    await api.send('PATCH', `lists(${list})`, { statecode: 1 });
    expect((await api.get(`lists(${list})`)).body).toMatchObject({ statecode: 1, statuscode: 1 });
    expect(outcome(await add([wilma]))).toEqual([400, '0x8004033A']);
    expect(outcome(await api.send('PATCH', `lists(${list})`, { listname: 'X' }))).toEqual([400, '0x8004022E']);
    expect(outcome(await api.send('PATCH', `lists(${list})`, { statecode: 0 }))).toEqual([204, '']);
  });

  test('a dynamic list takes nobody', async () => {
    const dynamic = await api.create('lists', { listname: 'D', createdfromcode: 2, type: true, query: '<fetch/>' });
    expect(outcome(await add([wilma], 'contact', dynamic))).toEqual([400, '0x8004F701']);
  });

  test('members need their type', async () => {
    const body = { ...members(list, 'contact', []), Members: [{ contactid: wilma }] };
    const answer = await api.send('POST', 'AddListMembersList', body);
    expect(outcome(answer)).toEqual([400, '0x80048d19']);
    expect(errorOf(answer).message).toContain('@odata.type');
  });

  test('switches: silence about strangers, another status, a limit of members', async () => {
    await api.control('PATCH', 'switches', { removeNonMember: 'silent', listErrorStatus: 403, mostMembersPerCall: 1 });
    expect(outcome(await remove([wilma]))).toEqual([204, '']);
    expect(outcome(await add([pebbles], 'lead'))).toEqual([403, '0x80040301']);
    expect(outcome(await add([wilma, barney]))).toEqual([400, '0x80040203']);
  });

  test('two additions at once collide only where the switch says so', async () => {
    await api.control('PATCH', 'switches', { latencyMs: 30 });
    await Promise.all([add([wilma]), add([wilma])]);
    expect(await onList()).toEqual([wilma]);
    await api.control('PATCH', 'switches', { concurrentAdds: 'duplicates' });
    await Promise.all([add([barney]), add([barney])]);
    expect(await onList()).toEqual([wilma, barney, barney].sort((a, b) => a.localeCompare(b)));
    await add([barney]);
    expect(await onList()).toHaveLength(3);
  });
});
