import { beforeEach, describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import type { Row } from './web-api';
import { errorOf, members, useStandIn } from './web-api';
import { parameters, useWebhooks } from './webhooks';

const api = useStandIn();
const webhooks = useWebhooks(api);
let pebbles = '';

beforeEach(async () => {
  pebbles = await api.create('leads', {
    firstname: 'Pebbles',
    lastname: 'Flint',
    subject: 'Ten bowls',
    companyname: 'Slate Gravel',
    emailaddress1: 'pebbles@example.com',
    donotbulkemail: true,
  });
});

const qualify = (changes: Row = {}) =>
  api.send('POST', `leads(${pebbles})/Microsoft.Dynamics.CRM.QualifyLead`, {
    CreateAccount: true,
    CreateContact: true,
    CreateOpportunity: true,
    Status: 3,
    ...changes,
  });
const lead = async () => (await api.get(`leads(${pebbles})`)).body;
const made = z.array(z.record(z.string(), z.string()));

describe('qualifying a lead', () => {
  test('makes an account, a contact in it and an opportunity, and closes the lead, which stays on its list', async () => {
    const list = await api.create('lists', { listname: 'Leads', createdfromcode: 4 });
    await api.send('POST', 'AddListMembersList', members(list, 'lead', [pebbles]));
    const answer = await qualify();
    expect(answer.status).toBe(200);
    const [account, contact, opportunity] = made.parse(answer.body['value']);
    expect(account?.['@odata.type']).toBe('#Microsoft.Dynamics.CRM.account');
    expect((await api.get(`accounts(${account?.['accountid'] ?? ''})`)).body['name']).toBe('Slate Gravel');
    expect((await api.get(`contacts(${contact?.['contactid'] ?? ''})`)).body).toMatchObject({
      fullname: 'Pebbles Flint',
      emailaddress1: 'pebbles@example.com',
      donotbulkemail: true,
      _parentcustomerid_value: account?.['accountid'],
    });
    expect((await api.get(`opportunities(${opportunity?.['opportunityid'] ?? ''})`)).body).toMatchObject({
      name: 'Ten bowls',
      _originatingleadid_value: pebbles,
      statecode: 0,
    });
    expect(await lead()).toMatchObject({
      statecode: 1,
      statuscode: 3,
      _parentcontactid_value: contact?.['contactid'],
      _qualifyingopportunityid_value: opportunity?.['opportunityid'],
    });
    expect(await api.rows(`listmembers?$filter=_listid_value eq ${list}`)).toHaveLength(1);
  });

  test('makes only what it was asked for', async () => {
    const answer = await qualify({ CreateAccount: false, CreateContact: false, CreateOpportunity: false, Status: -1 });
    expect(answer.body['value']).toEqual([]);
    expect(await lead()).toMatchObject({ statecode: 1, statuscode: 3, _parentcontactid_value: null });
  });

  test('steps hear of it, of the new rows and of the closed lead', async () => {
    await webhooks.register('QualifyLead', 'lead');
    await webhooks.register('Update', 'lead');
    await webhooks.register('Create', 'contact');
    await qualify();
    await api.standIn().idle();
    const heard = webhooks.received.map(({ context }) => context.MessageName);
    expect(heard.toSorted((a, b) => a.localeCompare(b))).toEqual(['Create', 'QualifyLead', 'Update']);
    const qualified = webhooks.received.find(({ context }) => context.MessageName === 'QualifyLead');
    expect(parameters(qualified?.context)).toMatchObject({
      LeadId: { Id: pebbles, LogicalName: 'lead' },
      CreateContact: true,
      Status: { Value: 3 },
    });
  });

  test('a closed lead is read-only and not qualified again, until it is opened', async () => {
    await qualify();
    const again = await qualify();
    expect([again.status, errorOf(again).message]).toEqual([400, 'The lead is already closed.']);
    const edit = await api.send('PATCH', `leads(${pebbles})`, { firstname: 'P' });
    expect([edit.status, errorOf(edit).code]).toEqual([400, '0x8004022E']);
    expect((await api.send('PATCH', `leads(${pebbles})`, { statecode: 0, statuscode: 1 })).status).toBe(204);
    expect((await api.send('PATCH', `leads(${pebbles})`, { firstname: 'P' })).status).toBe(204);
  });

  test.each<[Row, string]>([
    [{ Status: 4 }, 'not a valid status code'],
    [{ Status: undefined }, "'Status' is missing"],
    [{ CreateContact: undefined }, "'CreateContact' is missing"],
    [{ CreateCampaign: true }, 'CreateCampaign'],
  ])('%j is refused', async (changes, sentence) => {
    const answer = await qualify(changes);
    expect(answer.status).toBe(400);
    expect(errorOf(answer).message).toContain(sentence);
    expect(await lead()).toMatchObject({ statecode: 0 });
  });

  test('a won opportunity carries its day', async () => {
    const id = await api.create('opportunities', { name: 'Bowls' });
    const won = { statecode: 1, statuscode: 3, actualclosedate: '2026-01-05' };
    expect((await api.send('PATCH', `opportunities(${id})`, won)).status).toBe(204);
    expect(
      await api.rows('opportunities?$select=name&$filter=statecode eq 1&$orderby=actualclosedate desc'),
    ).toHaveLength(1);
    expect((await api.send('PATCH', `opportunities(${id})`, { statecode: 0, statuscode: 3 })).status).toBe(400);
  });
});
