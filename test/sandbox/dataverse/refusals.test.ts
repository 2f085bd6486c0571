import { beforeAll, describe, expect, test } from '@jest/globals';
import { tokens } from '../../../sandbox/dataverse/users';
import type { Refusal } from './refusals';
import { tryRefusals } from './refusals';
import { errorOf, missingId, useStandIn } from './web-api';

const api = useStandIn();
let contact = '';

beforeAll(async () => {
  contact = await api.create('contacts', { firstname: 'Wilma' });
});

const refusals: Refusal[] = [
  {
    what: 'a set name in the wrong case',
    method: 'GET',
    path: () => 'Contacts',
    status: 404,
    code: '0x8006088a',
    message: "Resource not found for the segment 'Contacts'.",
  },
  {
    what: 'an unknown property in $select',
    method: 'GET',
    path: () => 'contacts?$select=Name',
    status: 400,
    code: '0x0',
    message: "Could not find a property named 'Name' on type 'Microsoft.Dynamics.CRM.contact'.",
  },
  {
    what: 'a lookup selected by its plain name',
    method: 'GET',
    path: () => 'contacts?$select=ownerid',
    status: 400,
    code: '0x0',
    message: "Could not find a property named 'ownerid' on type 'Microsoft.Dynamics.CRM.contact'.",
  },
  {
    what: 'an unknown property in $filter',
    method: 'GET',
    path: () => "contacts?$filter=mail eq 'a'",
    status: 400,
    code: '0x0',
    message: "Could not find a property named 'mail' on type 'Microsoft.Dynamics.CRM.contact'.",
  },
  {
    what: 'an unknown property in $orderby',
    method: 'GET',
    path: () => 'contacts?$orderby=mail',
    status: 400,
    code: '0x0',
    message: /named 'mail'/,
  },
  {
    what: 'a text compared with a number',
    method: 'GET',
    path: () => 'contacts?$filter=firstname eq 5',
    status: 400,
    code: '0x80060888',
    message: /incompatible types/,
  },
  {
    what: 'a date in quotes',
    method: 'GET',
    path: () => "contacts?$filter=createdon gt '2026-01-01T00:00:00Z'",
    status: 400,
    code: '0x80060888',
    message: /incompatible types/,
  },
  {
    what: '$skip',
    method: 'GET',
    path: () => 'contacts?$skip=10',
    status: 400,
    code: '0x80060888',
    message: 'Skip Clause is not supported in CRM',
  },
  {
    what: 'an unknown navigation in $expand of listmember',
    method: 'GET',
    path: () => 'listmembers?$expand=listid',
    status: 400,
    code: '0x0',
    message: "Could not find a property named 'listid' on type 'Microsoft.Dynamics.CRM.listmember'.",
  },
  {
    what: 'the list behind a listmember in a filter path',
    method: 'GET',
    path: () => 'listmembers?$filter=listid/type eq false',
    status: 400,
    code: '0x0',
    message: /named 'listid'/,
  },
  {
    what: 'values of In that are no strings',
    method: 'GET',
    path: () =>
      "contacts?$filter=Microsoft.Dynamics.CRM.In(PropertyName=@p1,PropertyValues=@p2)&@p1='statecode'&@p2=[0]",
    status: 400,
    code: '0x80060888',
    message: /string/,
  },
  {
    what: 'more than 500 conditions',
    method: 'GET',
    path: () => `contacts?$filter=${Array.from({ length: 501 }, () => 'statecode eq 0').join(' or ')}`,
    status: 400,
    code: '0x80060888',
    message: 'Number of conditions in query exceeded maximum limit of 500.',
  },
  {
    what: 'an address longer than 16 KB',
    method: 'GET',
    path: () => `contacts?$filter=firstname eq '${'x'.repeat(16_384)}'`,
    status: 414,
    code: '0x80060888',
    message: /too long/,
  },
  {
    what: 'a column of the key that is none',
    method: 'GET',
    path: () => "contacts(emailaddress1='a@b')",
    status: 400,
    code: '0x80060888',
    message: 'The specified key attributes are not a defined key for the contact entity',
  },
  {
    what: 'POST of a function',
    method: 'POST',
    path: () => 'WhoAmI',
    body: {},
    status: 404,
    code: '',
    message: /^No HTTP resource was found that matches the request URI 'http:.*WhoAmI'\.$/,
  },
  {
    what: 'PUT of a row',
    method: 'PUT',
    path: () => `contacts(${contact})`,
    body: {},
    status: 405,
    code: '0x80060888',
    message: "The requested resource does not support http method 'PUT'.",
  },
  {
    what: 'a listmember by its id',
    method: 'GET',
    path: () => `listmembers(${missingId})`,
    status: 405,
    code: '0x80040800',
    message: /The 'Retrieve' method does not support entities of type 'listmember'/,
  },
  {
    what: 'change tracking of listmember',
    method: 'GET',
    path: () => 'listmembers',
    headers: { Prefer: 'odata.track-changes' },
    status: 400,
    code: '0x80072491',
    message: "Entity listmember isn't enabled for change tracking.",
  },
  {
    what: 'another version of the service',
    method: 'GET',
    path: () => '/api/data/data/contacts',
    status: 400,
    code: '0x80060888',
    message:
      "Requested API Version 'data' was not understood. Please provide in the format /api/data/v<Major>.<Minor>/",
  },
];

describe('refused as the live service refuses it', () => {
  tryRefusals(api, refusals);

  test('errors say more to those who ask for all annotations', async () => {
    const answer = await api.get('contacts?$select=Name', { Prefer: 'odata.include-annotations="*"' });
    expect(answer.body['error']).toHaveProperty(['@Microsoft.PowerApps.CDS.InnerError.Message']);
  });

  test('who brings no token is not let in', async () => {
    for (const token of ['', 'Bearer wrong', tokens.administrator]) {
      const answer = await api.get('WhoAmI', { Authorization: token });
      expect([answer.status, answer.text]).toEqual([401, '']);
      expect(answer.headers.get('www-authenticate')).toMatch(/^Bearer authorization_uri=/);
    }
  });
});

describe('what the stand-in does not have is named, with 501', () => {
  test.each([
    ['GET', 'contacts?$apply=aggregate($count as n)', '$apply'],
    ['GET', "contacts?$filter=Microsoft.Dynamics.CRM.Today(PropertyName='createdon')", 'Microsoft.Dynamics.CRM.Today'],
    ['GET', '$metadata', '$metadata'],
    ['GET', 'contacts?savedQuery=00000000-0000-0000-00aa-000010001004', 'savedQuery'],
    ['GET', 'campaigns', 'campaigns'],
    ['GET', '/api/data/v9.1/contacts', 'v9.1'],
    ['POST', 'BulkDelete', 'BulkDelete'],
    ['POST', 'contacts/Microsoft.Dynamics.CRM.DeleteMultiple', 'DeleteMultiple'],
    ['POST', 'solutions', 'solution'],
    ['GET', 'contacts?fetchXml=<fetch aggregate="true"><entity name="contact"/></fetch>', 'aggregates'],
  ])('%s %s', async (method, path, name) => {
    const answer = await api.send(method, path, method === 'POST' ? {} : undefined);
    expect(answer.status).toBe(501);
    expect(errorOf(answer).message).toContain('The stand-in does not implement');
    expect(errorOf(answer).message).toContain(name);
  });

  test.each([
    [{ 'MSCRM.SuppressDuplicateDetection': 'false' }, 'duplicate detection'],
    [{ 'MSCRM.SolutionUniqueName': 'AudienceSync' }, 'MSCRM.SolutionUniqueName'],
    [{ Prefer: 'respond-async' }, 'respond-async'],
  ])('%j', async (headers, name) => {
    const answer = await api.send('POST', 'contacts', { firstname: 'A' }, headers);
    expect([answer.status, errorOf(answer).message.includes(name)]).toEqual([501, true]);
  });
});
