import { beforeAll, describe, expect, test } from '@jest/globals';
import { administratorId, businessUnitId, ordinaryUserId, tokens } from '../../../sandbox/dataverse/users';
import { errorOf, missingId, useStandIn } from './web-api';

const api = useStandIn();
let role = '';

const rolesOf = async (user: string) =>
  (await api.rows(`systemusers(${user})/systemuserroles_association?$select=name`)).map((row) => row['name']);
const give = (user: string, roleId: string, headers = {}) =>
  api.send(
    'POST',
    `systemusers(${user})/systemuserroles_association/$ref`,
    { '@odata.id': `roles(${roleId})` },
    headers,
  );

beforeAll(async () => {
  const [row] = await api.rows("roles?$select=roleid&$filter=name eq 'System Administrator'");
  role = String(row?.['roleid']);
});

describe('roles of users', () => {
  test('are given and taken, once each', async () => {
    expect(new Set(await rolesOf(ordinaryUserId))).toEqual(new Set(['Audience Sync User', 'Salesperson']));
    expect((await give(ordinaryUserId, role)).status).toBe(204);
    expect((await give(ordinaryUserId, role)).status).toBe(204);
    expect(await rolesOf(ordinaryUserId)).toHaveLength(3);
    expect(await rolesOf(ordinaryUserId)).toContain('System Administrator');
    const holders = await api.rows(`roles(${role})/systemuserroles_association?$select=fullname`);
    expect(holders.map((row) => row['systemuserid'])).toEqual(
      expect.arrayContaining([administratorId, ordinaryUserId]),
    );
    const path = `systemusers(${ordinaryUserId})/systemuserroles_association(${role})/$ref`;
    expect((await api.send('DELETE', path)).status).toBe(204);
    expect((await api.send('DELETE', path)).status).toBe(404);
    expect(await rolesOf(ordinaryUserId)).not.toContain('System Administrator');
  });

  test('are found by who holds them', async () => {
    const found = await api.rows(
      `systemusers?$select=fullname&$filter=systemuserroles_association/any(r:r/roleid eq ${role})`,
    );
    expect(found.map((row) => row['fullname'])).toEqual(['Alex Admin']);
  });

  test('can only be given by those who may, and only where there is such a role', async () => {
    const refused = await give(ordinaryUserId, role, { Authorization: `Bearer ${tokens.user}` });
    expect([refused.status, errorOf(refused).message]).toEqual([403, expect.stringContaining('prvAssignRole')]);
    expect((await give(ordinaryUserId, missingId)).status).toBe(404);
  });
});

describe('application users', () => {
  const application = 'cccccccc-0000-4000-8000-000000000001';
  const unit = { 'businessunitid@odata.bind': `/businessunits(${businessUnitId})` };

  test('are made for an app registration, once', async () => {
    const id = await api.create('systemusers', { applicationid: application, ...unit });
    expect((await api.get(`systemusers(${id})?$select=accessmode,isdisabled,applicationid`)).body).toMatchObject({
      accessmode: 4,
      isdisabled: false,
      applicationid: application,
    });
    expect((await api.send('POST', 'systemusers', { applicationid: application, ...unit })).status).toBe(412);
  });

  test('need a business unit; other users are not made here', async () => {
    expect((await api.send('POST', 'systemusers', { applicationid: missingId })).status).toBe(400);
    expect((await api.send('POST', 'systemusers', { lastname: 'Person', ...unit })).status).toBe(501);
  });
});
