import { beforeEach, describe, expect, test } from '@jest/globals';
import type { Row } from './web-api';
import { errorOf, members, missingId, useStandIn } from './web-api';
import { parameters, useWebhooks } from './webhooks';

const api = useStandIn();
const webhooks = useWebhooks(api);
let wilma = '';
let double = '';

beforeEach(async () => {
  await api.control('PATCH', 'switches', { mergeCarries: 'blanks' });
  wilma = await api.create('contacts', { firstname: 'Wilma', emailaddress1: 'wilma@example.com' });
  double = await api.create('contacts', {
    firstname: 'Vilma',
    emailaddress1: 'vilma@example.com',
    jobtitle: 'Reporter',
  });
});

const of = (id: string, type = 'contact'): Row => ({
  '@odata.type': `Microsoft.Dynamics.CRM.${type}`,
  [`${type}id`]: id,
});
const merge = (changes: Row = {}) =>
  api.send('POST', 'Merge', {
    Target: of(wilma),
    Subordinate: of(double),
    PerformParentingChecks: false,
    ...changes,
  });
const contact = async (id: string) => (await api.get(`contacts(${id})`)).body;

describe('merging two people', () => {
  test('the double falls asleep, says who stays, and keeps its place on the list', async () => {
    const list = await api.create('lists', { listname: 'Readers', createdfromcode: 2 });
    await api.send('POST', 'AddListMembersList', members(list, 'contact', [double]));
    expect((await merge()).status).toBe(204);
    expect(await contact(double)).toMatchObject({
      statecode: 1,
      statuscode: 2,
      merged: true,
      _masterid_value: wilma,
      emailaddress1: 'vilma@example.com',
    });
    expect(await contact(wilma)).toMatchObject({ statecode: 0, merged: false, _masterid_value: null });
    expect(await api.rows(`listmembers?$filter=_listid_value eq ${list}`)).toMatchObject([{ _entityid_value: double }]);
  });

  test('what stays keeps its values, takes what was given and, unless the switch says otherwise, fills its blanks', async () => {
    await merge({ UpdateContent: { '@odata.type': 'Microsoft.Dynamics.CRM.contact', telephone1: '1' } });
    expect(await contact(wilma)).toMatchObject({ firstname: 'Wilma', telephone1: '1', jobtitle: 'Reporter' });
    await api.control('PATCH', 'switches', { mergeCarries: 'update-content' });
    const third = await api.create('contacts', { firstname: 'W', nickname: 'Willy' });
    expect((await merge({ Subordinate: of(third) })).status).toBe(204);
    expect(await contact(wilma)).toMatchObject({ nickname: null });
  });

  test('notes go over to the one who stays', async () => {
    const note = await api.create('annotations', {
      subject: 'Call back',
      'objectid_contact@odata.bind': `/contacts(${double})`,
    });
    await merge();
    expect((await api.get(`annotations(${note})`)).body['_objectid_value']).toBe(wilma);
  });

  test('steps hear of the merge, and of the two rows that changed with it', async () => {
    await webhooks.register('Merge', 'contact');
    await webhooks.register('Update', 'contact');
    await merge({ UpdateContent: { '@odata.type': 'Microsoft.Dynamics.CRM.contact', telephone1: '1' } });
    await api.standIn().idle();
    const heard = webhooks.received.map(({ context }) => [context.MessageName, context.PrimaryEntityId]);
    expect(heard).toEqual(
      expect.arrayContaining([
        ['Merge', wilma],
        ['Update', wilma],
        ['Update', double],
      ]),
    );
    expect(heard).toHaveLength(3);
    const merged = webhooks.received.find(({ context }) => context.MessageName === 'Merge');
    expect(parameters(merged?.context)).toMatchObject({
      Target: { Id: wilma, LogicalName: 'contact' },
      SubordinateId: double,
      PerformParentingChecks: false,
    });
  });

  test('a doubled lead ends canceled', async () => {
    const stays = await api.create('leads', { lastname: 'Pebbles' });
    const goes = await api.create('leads', { lastname: 'Pebble' });
    await merge({ Target: of(stays, 'lead'), Subordinate: of(goes, 'lead') });
    expect((await api.get(`leads(${goes})`)).body).toMatchObject({ statecode: 2, statuscode: 7, merged: true });
  });

  test.each<[string, () => Row | Promise<Row>, number, string]>([
    ['with oneself', () => ({ Subordinate: of(wilma) }), 400, 'identical'],
    ['with somebody who is not there', () => ({ Subordinate: of(missingId) }), 404, 'Does Not Exist'],
    [
      'with somebody of another kind',
      async () => ({ Subordinate: of(await api.create('leads', { lastname: 'L' }), 'lead') }),
      400,
      'same type',
    ],
    [
      'with somebody asleep',
      async () => {
        await api.send('PATCH', `contacts(${double})`, { statecode: 1 });
        return {};
      },
      400,
      'is deactive',
    ],
    [
      'of people in different companies, where that is to be checked',
      async () => {
        const company = await api.create('accounts', { name: 'Slate' });
        await api.send('PATCH', `contacts(${double})`, {
          'parentcustomerid_account@odata.bind': `/accounts(${company})`,
        });
        return { PerformParentingChecks: true };
      },
      400,
      'differently parented',
    ],
    ['without saying whether to check parents', () => ({ PerformParentingChecks: undefined }), 400, 'is missing'],
    ['with a parameter that there is not', () => ({ Force: true }), 400, 'Force'],
  ])('%s is refused and changes nothing', async (_, changes, status, sentence) => {
    const answer = await merge(await changes());
    expect(answer.status).toBe(status);
    expect(errorOf(answer).message).toContain(sentence);
    expect(await contact(wilma)).toMatchObject({ merged: false, jobtitle: null });
    expect(await contact(double)).toMatchObject({ merged: false });
  });
});
