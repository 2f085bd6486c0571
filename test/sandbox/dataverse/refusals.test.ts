import { beforeAll, describe, expect, test } from '@jest/globals';
import { tokens } from '../../../sandbox/dataverse/users';
import { errorOf, missingId, useStandIn } from './web-api';

const api = useStandIn();
let contact = '';
let list = '';

beforeAll(async () => {
  contact = await api.create('contacts', { firstname: 'Wilma' });
  list = await api.create('lists', { listname: 'Press', createdfromcode: 2 });
});

interface Refusal {
  what: string;
  method: string;
  path: () => string;
  body?: unknown;
  headers?: Record<string, string>;
  status: number;
  code: string;
  message: string | RegExp;
}

const payload = (set: string) =>
  new RegExp(`^Error identified in Payload provided by the user for Entity :'${set}'.* ----> `);

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
    what: 'an unknown property in a payload',
    method: 'POST',
    path: () => 'contacts',
    body: { gendercod: 1 },
    status: 400,
    code: '0x80048d19',
    message: /The property 'gendercod' does not exist on type 'Microsoft.Dynamics.CRM.contact'. Make sure to only use/,
  },
  {
    what: 'a navigation name that does not exist',
    method: 'POST',
    path: () => 'contacts',
    body: { 'parentcustomerid@odata.bind': `/accounts(${missingId})` },
    status: 400,
    code: '0x80048d19',
    message: /An undeclared property 'parentcustomerid' which only has property annotations in the payload/,
  },
  {
    what: 'a navigation name in the wrong case',
    method: 'POST',
    path: () => 'mcs_tags',
    body: { 'mcs_AudienceId@odata.bind': `/mcs_audiences(${missingId})` },
    status: 400,
    code: '0x80048d19',
    message: /An undeclared property 'mcs_AudienceId'/,
  },
  {
    what: 'a lookup set by its value',
    method: 'POST',
    path: () => 'mcs_tags',
    body: { _mcs_audienceid_value: missingId },
    status: 400,
    code: '0x80048d19',
    message: /CRM do not support direct update of Entity Reference properties/,
  },
  {
    what: 'a lookup to a row that does not exist',
    method: 'POST',
    path: () => 'mcs_tags',
    body: { 'mcs_audienceid@odata.bind': `/mcs_audiences(${missingId})` },
    status: 404,
    code: '0x80040217',
    message: `Entity 'mcs_audience' With Id = ${missingId} Does Not Exist`,
  },
  {
    what: 'a lookup to a row of another table',
    method: 'POST',
    path: () => 'mcs_tags',
    body: () => ({ 'mcs_audienceid@odata.bind': `/contacts(${contact})` }),
    status: 400,
    code: '0x80048d19',
    message: payload('mcs_tags'),
  },
  {
    what: 'a number where text belongs',
    method: 'POST',
    path: () => 'contacts',
    body: { firstname: 5 },
    status: 400,
    code: '0x80048d19',
    message: /Cannot convert the literal '5' to the expected type 'Edm.String'/,
  },
  {
    what: 'text where a number belongs',
    method: 'POST',
    path: () => 'contacts',
    body: { numberofchildren: '2' },
    status: 400,
    code: '0x80048d19',
    message: /Cannot convert the literal '2' to the expected type 'Edm.Int32'/,
  },
  {
    what: 'a time where a day belongs',
    method: 'POST',
    path: () => 'contacts',
    body: { birthdate: '1990-01-01T00:00:00Z' },
    status: 400,
    code: '0x80048d19',
    message: /'Edm.Date'/,
  },
  {
    what: 'text that is too long',
    method: 'POST',
    path: () => 'leads',
    body: { subject: 'x'.repeat(301) },
    status: 400,
    code: '0x80044331',
    message:
      "A validation error occurred.  The length of the 'subject' attribute of the 'lead' entity exceeded the maximum allowed length of '300'.",
  },
  {
    what: 'a choice that does not exist',
    method: 'POST',
    path: () => 'mcs_audiences',
    body: { mcs_syncstatus: 937500002 },
    status: 400,
    code: '0x8004431A',
    message: 'The picklist value is out of the range.',
  },
  {
    what: 'a number out of its range',
    method: 'POST',
    path: () => 'mcs_audiences',
    body: { mcs_limitpercent: 101 },
    status: 400,
    code: '0x80044330',
    message: /outside the valid range. Accepted Values: 0 to 100/,
  },
  {
    what: 'a status of another state',
    method: 'PATCH',
    path: () => `contacts(${contact})`,
    body: { statecode: 1, statuscode: 1 },
    status: 400,
    code: '0x80048408',
    message: /not a valid status code/,
  },
  {
    what: 'a payload that is not JSON',
    method: 'POST',
    path: () => 'contacts',
    body: '{"firstname":',
    status: 400,
    code: '0x80048d19',
    message: payload('contacts'),
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
    what: 'a change of a listmember',
    method: 'PATCH',
    path: () => `listmembers(${missingId})`,
    body: {},
    status: 405,
    code: '0x80040800',
    message: /The 'Update' method does not support entities of type 'listmember'/,
  },
  {
    what: 'creation of a listmember, whose lookups cannot be bound',
    method: 'POST',
    path: () => 'listmembers',
    body: () => ({ 'listid@odata.bind': `/lists(${list})` }),
    status: 400,
    code: '0x80048d19',
    message: /An undeclared property 'listid'/,
  },
  {
    what: 'creation of a listmember from nothing',
    method: 'POST',
    path: () => 'listmembers',
    body: {},
    status: 400,
    code: '0x80040203',
    message: /missing/,
  },
  {
    what: 'joining a list by $ref',
    method: 'POST',
    path: () => `lists(${list})/listcontact_association/$ref`,
    body: () => ({ '@odata.id': `contacts(${contact})` }),
    status: 405,
    code: '0x80040203',
    message: 'Associate is not supported for ListMember',
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
    what: 'a list without a member type',
    method: 'POST',
    path: () => 'lists',
    body: { listname: 'X' },
    status: 400,
    code: '0x80040203',
    message: /createdfromcode/,
  },
  {
    what: 'a query on a static list',
    method: 'POST',
    path: () => 'lists',
    body: { listname: 'X', createdfromcode: 2, query: '<fetch/>' },
    status: 400,
    code: '0x8004F702',
    message: 'Query cannot be specified for a static list.',
  },
  {
    what: 'a lock on a dynamic list',
    method: 'POST',
    path: () => 'lists',
    body: { listname: 'X', createdfromcode: 2, type: true, lockstatus: true },
    status: 400,
    code: '0x8004F703',
    message: 'Lock Status cannot be specified for a dynamic list.',
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
  test.each(refusals)('$what', async ({ method, path, body, headers, status, code, message }) => {
    const sent: unknown = typeof body === 'function' ? body() : body;
    const answer = await api.send(method, path(), sent, headers);
    const error = errorOf(answer);
    expect([answer.status, error.code]).toEqual([status, code]);
    if (typeof message === 'string') expect(error.message).toBe(message);
    else expect(error.message).toMatch(message);
    expect(answer.headers.get('odata-version')).toBe('4.0');
  });

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
