import { describe, expect, test } from '@jest/globals';
import { errorOf, missingId, useStandIn } from './web-api';
import type { Row } from './web-api';

const api = useStandIn();
const call = (set: string, message: string, targets: unknown) =>
  api.send('POST', `${set}/Microsoft.Dynamics.CRM.${message}`, { Targets: targets });
const contact = (row: Row): Row => ({ '@odata.type': 'Microsoft.Dynamics.CRM.contact', ...row });

describe('CreateMultiple', () => {
  test('makes all rows and answers their ids in order', async () => {
    const names = Array.from({ length: 1000 }, (_, index) => `N${index}`);
    const answer = await call(
      'contacts',
      'CreateMultiple',
      names.map((firstname) => contact({ firstname })),
    );
    expect(answer.status).toBe(200);
    const ids = answer.body['Ids'];
    if (!Array.isArray(ids)) throw new Error('no Ids');
    expect(ids).toHaveLength(1000);
    expect((await api.get(`contacts(${String(ids[999])})?$select=firstname`)).body['firstname']).toBe('N999');
  });

  test('one bad target undoes all', async () => {
    const answer = await call('contacts', 'CreateMultiple', [
      contact({ firstname: 'undone' }),
      contact({ firstname: 'x'.repeat(51) }),
    ]);
    expect([answer.status, errorOf(answer).code]).toEqual([400, '0x80044331']);
    expect(await api.rows("contacts?$filter=firstname eq 'undone'")).toHaveLength(0);
  });

  test.each<[string, unknown, string]>([
    ['a target without its type', [{ firstname: 'A' }], "needs an '@odata.type' annotation on every target"],
    ['a target of another type', [{ '@odata.type': 'Microsoft.Dynamics.CRM.lead' }], 'does not fit the entity set'],
    ['no targets', [], "The parameter 'Targets' is missing or empty"],
    ['an unknown property', [contact({ nick: 'A' })], "The property 'nick' does not exist"],
  ])('%s is refused', async (_, targets, message) => {
    const answer = await call('contacts', 'CreateMultiple', targets);
    expect([answer.status, errorOf(answer).code]).toEqual([400, '0x80048d19']);
    expect(errorOf(answer).message).toContain(message);
  });

  test('an id that is taken is a duplicate', async () => {
    const id = await api.create('contacts', { firstname: 'A' });
    const answer = await call('contacts', 'CreateMultiple', [contact({ contactid: id })]);
    expect(errorOf(answer).message).toBe('Cannot insert duplicate key.');
  });
});

describe('UpdateMultiple', () => {
  test('changes all rows or none', async () => {
    const one = await api.create('contacts', { firstname: 'One' });
    const two = await api.create('contacts', { firstname: 'Two' });
    const done = await call('contacts', 'UpdateMultiple', [
      contact({ contactid: one, jobtitle: 'A' }),
      contact({ contactid: two, jobtitle: 'B' }),
    ]);
    expect([done.status, done.text]).toEqual([204, '']);
    const refused = await call('contacts', 'UpdateMultiple', [
      contact({ contactid: one, jobtitle: 'C' }),
      contact({ contactid: missingId, jobtitle: 'D' }),
    ]);
    expect(errorOf(refused)).toEqual({ code: '0x80040217', message: `Contact With Ids = ${missingId} Do Not Exist` });
    expect((await api.get(`contacts(${one})`)).body).toMatchObject({ firstname: 'One', jobtitle: 'A' });
    const without = await call('contacts', 'UpdateMultiple', [contact({ jobtitle: 'E' })]);
    expect(errorOf(without).message).toContain("'contactid' is missing");
  });
});

describe('UpsertMultiple', () => {
  const audience = (row: Row): Row => ({ '@odata.type': 'Microsoft.Dynamics.CRM.mcs_audience', ...row });

  test('finds rows by a relative address with an alternate key, or by their id', async () => {
    const key = "mcs_audiences(mcs_mailchimplistid='bulk')";
    expect(
      (await call('mcs_audiences', 'UpsertMultiple', [audience({ '@odata.id': key, mcs_name: 'One' })])).status,
    ).toBe(204);
    expect(
      (await call('mcs_audiences', 'UpsertMultiple', [audience({ '@odata.id': key, mcs_name: 'Two' })])).status,
    ).toBe(204);
    expect(await api.rows("mcs_audiences?$select=mcs_name&$filter=mcs_mailchimplistid eq 'bulk'")).toMatchObject([
      { mcs_name: 'Two' },
    ]);
    const id = 'c0000000-0000-4000-8000-0000000000c1';
    await call('mcs_audiences', 'UpsertMultiple', [audience({ mcs_audienceid: id, mcs_name: 'Three' })]);
    expect((await api.get(`mcs_audiences(${id})`)).body['mcs_name']).toBe('Three');
  });

  test.each<[string, Row]>([
    ['an absolute address', { '@odata.id': "http://127.0.0.1/api/data/v9.2/mcs_audiences(mcs_mailchimplistid='a')" }],
    [
      'a key column repeated in the target',
      { '@odata.id': "mcs_audiences(mcs_mailchimplistid='a')", mcs_mailchimplistid: 'a' },
    ],
    ['neither id nor address', { mcs_name: 'X' }],
  ])('%s is refused', async (_, row) => {
    expect((await call('mcs_audiences', 'UpsertMultiple', [audience(row)])).status).toBe(400);
  });
});
