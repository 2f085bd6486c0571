import { beforeAll, describe } from '@jest/globals';
import type { Refusal } from './refusals';
import { tryRefusals } from './refusals';
import { missingId, useStandIn } from './web-api';

const api = useStandIn();
let contact = '';
let list = '';

beforeAll(async () => {
  contact = await api.create('contacts', { firstname: 'Wilma' });
  list = await api.create('lists', { listname: 'Press', createdfromcode: 2 });
});

const payload = (set: string) =>
  new RegExp(`^Error identified in Payload provided by the user for Entity :'${set}'.* ----> `);

const refusals: Refusal[] = [
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
];

describe('what is written wrong is refused as the live service refuses it', () => {
  tryRefusals(api, refusals);
});
