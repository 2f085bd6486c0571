import { beforeAll, describe, expect, test } from '@jest/globals';
import { administratorId, nobodyId, ordinaryUserId, serviceUserId, tokens } from '../../../sandbox/dataverse/users';
import { errorOf, useStandIn } from './web-api';

const api = useStandIn();
let audience = '';

beforeAll(async () => {
  audience = await api.create('mcs_audiences', { mcs_name: 'Newsletter' });
});

const by = (token: string) => ({ Authorization: `Bearer ${token}` });

describe('who may do what', () => {
  test.each<[string, string, string, unknown, number]>([
    [tokens.user, 'GET', 'mcs_audiences', undefined, 200],
    [tokens.user, 'GET', 'contacts', undefined, 200],
    [tokens.user, 'PATCH', 'mcs_audiences(#)', { mcs_name: 'N' }, 204],
    [tokens.user, 'POST', 'mcs_syncruns', { mcs_name: 'Now' }, 204],
    [tokens.user, 'POST', 'mcs_tags', { mcs_name: 'T' }, 403],
    [tokens.user, 'POST', 'contacts', { firstname: 'X' }, 204],
    [tokens.user, 'POST', 'mcs_audiences', { mcs_name: 'X' }, 403],
    [tokens.user, 'DELETE', 'mcs_audiences(#)', undefined, 403],
    [tokens.nobody, 'GET', 'mcs_audiences', undefined, 403],
    [tokens.nobody, 'GET', 'mcs_audiences(#)', undefined, 403],
    [tokens.nobody, 'POST', 'mcs_syncruns', { mcs_name: 'Now' }, 403],
    [tokens.nobody, 'GET', 'contacts', undefined, 200],
    [tokens.service, 'POST', 'mcs_tags', { mcs_name: 'T' }, 204],
  ])('%s: %s %s', async (token, method, path, body, status) => {
    const answer = await api.send(method, path.replace('#', audience), body, by(token));
    expect(answer.status).toBe(status);
    if (status === 403) {
      expect(errorOf(answer).code).toBe('0x80040220');
      expect(errorOf(answer).message).toMatch(/^Principal user \(Id=.*is missing prv\w+ privilege/);
    }
  });

  test('RetrievePrincipalAccess says what a user may do with a row', async () => {
    const rights = async (user: string) => {
      const target = encodeURIComponent(`{'@odata.id':'mcs_audiences(${audience})'}`);
      const path = `systemusers(${user})/Microsoft.Dynamics.CRM.RetrievePrincipalAccess(Target=@t)?@t=${target}`;
      return String((await api.get(path)).body['AccessRights']).split(', ');
    };
    expect(await rights(ordinaryUserId)).toEqual(['ReadAccess', 'WriteAccess', 'AppendAccess', 'AppendToAccess']);
    expect(await rights(nobodyId)).toEqual(['None']);
    expect(await rights(serviceUserId)).toContain('DeleteAccess');
    expect(await rights(administratorId)).toContain('DeleteAccess');
  });

  test('only those who may act for others can impersonate', async () => {
    const answer = await api.get('WhoAmI', { ...by(tokens.user), MSCRMCallerID: administratorId });
    expect([answer.status, errorOf(answer).code]).toEqual([403, '0x80040220']);
  });

  test('further users can be made', async () => {
    const made = await api.control('POST', 'users', { fullname: 'Nina New', token: 'stand-in-nina', role: 'user' });
    const whoAmI = await api.get('WhoAmI', by('stand-in-nina'));
    expect(whoAmI.body['UserId']).toBe(made['id']);
    expect((await api.get(`systemusers(${String(made['id'])})?$select=fullname`)).body['fullname']).toBe('Nina New');
  });
});
