import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import { administratorId, ordinaryUserId, serviceUserId, teamId, tokens } from '../../../sandbox/dataverse/users';
import { errorOf, members, missingId, useStandIn, valuesOf } from './web-api';

const api = useStandIn();
const service = { Authorization: `Bearer ${tokens.service}` };
let list = '';
let wilma = '';

beforeEach(async () => {
  wilma = await api.create('contacts', { firstname: 'Wilma' });
  list = await api.create('lists', { listname: 'Readers', createdfromcode: 2 });
  await api.send('POST', 'AddListMembersList', members(list, 'contact', [wilma]));
});

afterEach(async () => {
  await api.control('POST', 'privileges', { user: tokens.service, reset: true });
  await api.control('POST', 'privileges', { user: tokens.user, reset: true });
});

describe('a list made invisible to the service', () => {
  beforeEach(() => api.control('POST', 'hide', { table: 'list', id: list }));

  test.each<[string, () => string]>([
    ['the lists', () => `lists?$filter=listid eq ${list}`],
    ['its member rows', () => `listmembers?$filter=_listid_value eq ${list}`],
    ['its people', () => `contacts?$filter=listcontact_association/any(l:l/listid eq ${list})`],
    [
      'views',
      () =>
        `lists?fetchXml=${encodeURIComponent(`<fetch><entity name="list"><attribute name="listname"/><filter><condition attribute="listid" operator="eq" value="${list}"/></filter></entity></fetch>`)}`,
    ],
  ])('is left out of %s, without an error', async (_, path) => {
    expect(valuesOf(await api.send('GET', path(), undefined, service))).toEqual([]);
    expect(await api.rows(path())).toHaveLength(1);
  });

  test('is left out of expanded rows and counts', async () => {
    const { body } = await api.get(`contacts(${wilma})?$expand=listcontact_association($select=listname)`, service);
    expect(body['listcontact_association']).toEqual([]);
    const count = await api.get(`listmembers/$count?$filter=_listid_value eq ${list}`, service);
    expect(Number(count.text)).toBe(0);
  });

  test.each<[string, string, () => string, () => unknown]>([
    ['read', 'GET', () => `lists(${list})`, () => undefined],
    ['read by its people', 'GET', () => `lists(${list})/listcontact_association`, () => undefined],
    ['changed', 'PATCH', () => `lists(${list})`, () => ({ listname: 'X' })],
    ['deleted', 'DELETE', () => `lists(${list})`, () => undefined],
    ['filled', 'POST', () => 'AddListMembersList', () => members(list, 'contact', [wilma])],
    ['emptied', 'POST', () => 'RemoveListMembersList', () => members(list, 'contact', [wilma])],
    [
      'filled one by one',
      'POST',
      () => `lists(${list})/Microsoft.Dynamics.CRM.AddMemberList`,
      () => ({ EntityId: wilma }),
    ],
    [
      'tied to an audience',
      'POST',
      () => 'mcs_audiences',
      () => ({ mcs_name: 'N', 'mcs_marketinglistid@odata.bind': `/lists(${list})` }),
    ],
  ])('cannot be %s: 403', async (_, method, path, body) => {
    const answer = await api.send(method, path(), body(), service);
    expect([answer.status, errorOf(answer).code]).toEqual([403, '0x80040220']);
  });

  test('is there for everybody else, and again for the service once it is shown', async () => {
    expect((await api.get(`lists(${list})`)).status).toBe(200);
    await api.control('POST', 'show', { table: 'list', id: list });
    expect((await api.get(`lists(${list})`, service)).status).toBe(200);
  });
});

test('a person out of sight cannot be put on a list', async () => {
  const barney = await api.create('contacts', { firstname: 'Barney' });
  await api.control('POST', 'hide', { table: 'contact', id: barney });
  const answer = await api.send('POST', 'AddListMembersList', members(list, 'contact', [barney]), service);
  expect(answer.status).toBe(403);
});

test.each([
  ['a row that is not there', { table: 'list', id: missingId }],
  ['a table that is not there', { table: 'campaign', id: missingId }],
  ['a user who is not there', { table: 'list', id: missingId, user: 'somebody' }],
])('hiding %s is refused with a sentence', async (_, body) => {
  const answer = await api.send('POST', '/_sandbox/hide', body);
  expect([answer.status, String(answer.body['error']).startsWith('There is no')]).toEqual([400, true]);
});

describe('privileges', () => {
  test('taken from the service, the table is closed to it; given back, it is open', async () => {
    await api.control('POST', 'privileges', { user: tokens.service, revoke: ['prvReadList', 'prvWriteContact'] });
    const answer = await api.get('lists', service);
    expect([answer.status, errorOf(answer).message.includes('is missing prvReadList privilege')]).toEqual([403, true]);
    expect((await api.get('listmembers', service)).status).toBe(403);
    expect((await api.send('PATCH', `contacts(${wilma})`, { firstname: 'W' }, service)).status).toBe(403);
    expect((await api.get('contacts', service)).status).toBe(200);
    await api.control('POST', 'privileges', { user: tokens.service, grant: ['prvReadList'] });
    expect((await api.get('lists', service)).status).toBe(200);
  });

  test('that do not exist are refused', async () => {
    const answer = await api.send('POST', '/_sandbox/privileges', { user: tokens.service, revoke: ['prvReedList'] });
    expect(answer.status).toBe(400);
  });

  const names = async (path: string) =>
    z
      .array(z.object({ PrivilegeName: z.string(), Depth: z.enum(['Basic', 'Local', 'Deep', 'Global']) }))
      .parse((await api.get(path)).body['RolePrivileges'])
      .map((one) => one.PrivilegeName);

  test('of a user can be listed, and asked for by name', async () => {
    const bound = (user: string) => `systemusers(${user})/Microsoft.Dynamics.CRM`;
    const held = await names(`${bound(ordinaryUserId)}.RetrieveUserPrivileges()`);
    expect(held).toEqual(expect.arrayContaining(['prvReadList', 'prvReadContact', 'prvWritemcs_audience']));
    expect(held).not.toContain('prvDeletemcs_audience');
    const asked = (user: string, name: string) =>
      names(`${bound(user)}.RetrieveUserPrivilegeByPrivilegeName(PrivilegeName='${name}')`);
    expect(await asked(ordinaryUserId, 'prvCreatemcs_syncrun')).toEqual(['prvCreatemcs_syncrun']);
    expect(await asked(ordinaryUserId, 'prvCreatemcs_tag')).toEqual([]);
    expect(await asked(administratorId, 'prvCreatemcs_tag')).toEqual(['prvCreatemcs_tag']);
  });

  test('of a table are named by its definition', async () => {
    const { body } = await api.get("EntityDefinitions(LogicalName='mcs_syncrun')?$select=Privileges");
    expect(body['Privileges']).toEqual(
      expect.arrayContaining([expect.objectContaining({ Name: 'prvCreatemcs_syncrun', PrivilegeType: 'Create' })]),
    );
  });
});

describe('what somebody may do with one row', () => {
  const rights = async (principal: string) => {
    const target = encodeURIComponent(`{'@odata.id':'lists(${list})'}`);
    const path = `${principal}/Microsoft.Dynamics.CRM.RetrievePrincipalAccess(Target=@t)?@t=${target}`;
    return (await api.get(path)).body['AccessRights'];
  };

  test('may be less than the role allows: reading the list, not writing it', async () => {
    await api.control('POST', 'privileges', { user: tokens.user, grant: ['prvWriteList'] });
    const by = { Authorization: `Bearer ${tokens.user}` };
    expect((await api.send('PATCH', `lists(${list})`, { purpose: 'a' }, by)).status).toBe(204);
    await api.control('POST', 'access', { user: 'Uma User', table: 'list', id: list, rights: ['Read'] });
    expect(await rights(`systemusers(${ordinaryUserId})`)).toBe('ReadAccess');
    expect((await api.get(`lists(${list})`, by)).status).toBe(200);
    expect((await api.send('PATCH', `lists(${list})`, { purpose: 'b' }, by)).status).toBe(403);
    await api.control('POST', 'access', { user: 'Uma User', table: 'list', id: list, rights: null });
    expect((await api.send('PATCH', `lists(${list})`, { purpose: 'b' }, by)).status).toBe(204);
  });

  test('may be more: a row shared with an ordinary user, or with a team', async () => {
    expect(await rights(`systemusers(${ordinaryUserId})`)).not.toContain('WriteAccess');
    for (const user of [tokens.user, teamId]) {
      await api.control('POST', 'access', { user, table: 'list', id: list, rights: ['Write', 'Read'] });
    }
    expect(await rights(`systemusers(${ordinaryUserId})`)).toBe('ReadAccess, WriteAccess');
    expect(await rights(`teams(${teamId})`)).toBe('ReadAccess, WriteAccess');
  });

  test('is what its roles say for a team, and nothing for the service where the row is hidden', async () => {
    expect(await rights(`teams(${teamId})`)).toBe('ReadAccess, AppendToAccess');
    await api.control('POST', 'hide', { table: 'list', id: list });
    expect(await rights(`systemusers(${serviceUserId})`)).toBe('None');
  });
});
