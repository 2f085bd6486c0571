import { beforeAll, describe, expect, test } from '@jest/globals';
import { ordinaryUserId, serviceUserId, tokens } from '../../../sandbox/dataverse/users';
import { errorOf, idOf, useStandIn } from './web-api';

const api = useStandIn();
const as = (token: string) => ({ Authorization: `Bearer ${token}` });
const uma = as(tokens.user);

let own = '';
let others = '';

beforeAll(async () => {
  own = idOf(await api.send('POST', 'lists', { listname: 'Own', createdfromcode: 2 }, uma));
  others = await api.create('lists', { listname: 'Others', createdfromcode: 2 });
});

describe('how far a privilege reaches', () => {
  test('a privilege on own records alone lets change them and no others', async () => {
    expect((await api.send('PATCH', `lists(${own})`, { purpose: 'a' }, uma)).status).toBe(204);
    const refused = await api.send('PATCH', `lists(${others})`, { purpose: 'a' }, uma);
    expect([refused.status, errorOf(refused).message]).toEqual([403, expect.stringContaining('WriteAccess')]);
  });

  test('queries answer the records within reach and no others', async () => {
    const run = idOf(await api.send('POST', 'mcs_syncruns', { mcs_name: 'Mine' }, uma));
    await api.create('mcs_syncruns', { mcs_name: 'Not mine' });
    await api.control('POST', 'users', { fullname: 'Rita Roleless', token: 'rita', role: 'nobody', roles: [] });
    expect((await api.get('mcs_syncruns', as('rita'))).status).toBe(403);
    expect(await api.rows('mcs_syncruns?$select=mcs_name', uma)).toHaveLength(2);
    const notes = { subject: 'On my run', 'objectid_mcs_syncrun@odata.bind': `/mcs_syncruns(${run})` };
    await api.create('annotations', notes);
    await api.create('annotations', { subject: 'On nothing' });
    // Whoever owns a record sees what hangs on it.
    expect((await api.rows('annotations?$select=subject', uma)).map(({ subject }) => subject)).toEqual(['On my run']);
  });

  test('a share opens one record, as far as it goes', async () => {
    const share = (mask: string) =>
      api.send('POST', 'GrantAccess', {
        Target: { '@odata.type': 'Microsoft.Dynamics.CRM.list', listid: others },
        PrincipalAccess: {
          Principal: { '@odata.type': 'Microsoft.Dynamics.CRM.systemuser', systemuserid: ordinaryUserId },
          AccessMask: mask,
        },
      });
    expect((await share('ReadAccess, WriteAccess')).status).toBe(204);
    expect((await api.send('PATCH', `lists(${others})`, { purpose: 'b' }, uma)).status).toBe(204);
    expect((await api.send('DELETE', `lists(${others})`, undefined, uma)).status).toBe(403);
    await api.send('POST', 'RevokeAccess', {
      Target: { '@odata.type': 'Microsoft.Dynamics.CRM.list', listid: others },
      Revokee: { '@odata.type': 'Microsoft.Dynamics.CRM.systemuser', systemuserid: ordinaryUserId },
    });
    expect((await api.send('PATCH', `lists(${others})`, { purpose: 'c' }, uma)).status).toBe(403);
  });

  test('only those with the privilege to share may share', async () => {
    const refused = await api.send(
      'POST',
      'GrantAccess',
      {
        Target: { '@odata.type': 'Microsoft.Dynamics.CRM.list', listid: others },
        PrincipalAccess: {
          Principal: { '@odata.type': 'Microsoft.Dynamics.CRM.systemuser', systemuserid: ordinaryUserId },
          AccessMask: 'WriteAccess',
        },
      },
      uma,
    );
    expect(refused.status).toBe(403);
  });
});

describe('what it takes', () => {
  test('a lookup is set only by those who may append the one record and append to the other', async () => {
    const audience = await api.create('mcs_audiences', { mcs_name: 'A' });
    const bind = { mcs_name: 'Run', 'mcs_audienceid@odata.bind': `/mcs_audiences(${audience})` };
    expect((await api.send('POST', 'mcs_syncruns', bind, uma)).status).toBe(204);
    for (const privilege of ['prvAppendmcs_syncrun', 'prvAppendTomcs_audience']) {
      await api.control('POST', 'privileges', { user: tokens.user, revoke: [privilege] });
      const refused = await api.send('POST', 'mcs_syncruns', bind, uma);
      expect([refused.status, errorOf(refused).message]).toEqual([403, expect.stringContaining(privilege)]);
      await api.control('POST', 'privileges', { user: tokens.user, reset: true });
    }
  });

  test('a record can be made only for those who may read it', async () => {
    const { id } = await api.control('POST', 'users', { fullname: 'Otto Owner', token: 'otto', role: 'nobody' });
    const refused = await api.send(
      'POST',
      'mcs_audiences',
      { mcs_name: 'Not for Otto', 'ownerid@odata.bind': `/systemusers(${String(id)})` },
      as(tokens.service),
    );
    expect([refused.status, errorOf(refused).message]).toEqual([
      403,
      expect.stringMatching(new RegExp(`Id=${String(id)}.*prvReadmcs_audience`)),
    ]);
    await api.create('mcs_audiences', {
      mcs_name: 'For Uma',
      'ownerid@odata.bind': `/systemusers(${ordinaryUserId})`,
    });
  });

  test('definitions are read with privileges of their own', async () => {
    await api.control('POST', 'privileges', { user: tokens.service, revoke: ['prvReadEntity'] });
    const refused = await api.get("EntityDefinitions(LogicalName='contact')", as(tokens.service));
    expect([refused.status, errorOf(refused).message]).toEqual([403, expect.stringContaining('prvReadEntity')]);
    await api.control('POST', 'privileges', { user: tokens.service, reset: true });
    expect((await api.get("EntityDefinitions(LogicalName='contact')", as(tokens.service))).status).toBe(200);
  });

  test('a joined table is read with its own privilege', async () => {
    await api.control('POST', 'privileges', { user: tokens.user, revoke: ['prvReadList'] });
    const path = 'mcs_audiences?$expand=mcs_marketinglistid($select=listname)';
    expect((await api.get(path, uma)).status).toBe(403);
    await api.control('POST', 'privileges', { user: tokens.user, reset: true });
    expect((await api.get(path, uma)).status).toBe(200);
  });
});

test('the application user has the role of the solution and no other', async () => {
  const roles = await api.rows(`systemusers(${serviceUserId})/systemuserroles_association?$select=name`);
  expect(roles.map(({ name }) => name)).toEqual(['Audience Sync Service']);
  const everything = await api.get(`systemusers(${serviceUserId})/Microsoft.Dynamics.CRM.RetrieveUserPrivileges()`);
  expect(JSON.stringify(everything.body)).not.toContain('prvImportCustomization');
});

test('the control side tells which privileges somebody has made use of', async () => {
  await api.control('DELETE', 'privileges');
  await api.get('contacts?$select=fullname', as(tokens.service));
  expect(await api.control('GET', 'privileges')).toMatchObject({
    [tokens.service]: ['prvReadContact'],
    [tokens.user]: [],
  });
});
