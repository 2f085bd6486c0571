import { describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import { administratorId, serviceUserId, tokens } from '../../../sandbox/dataverse/users';
import { members, useStandIn } from './web-api';
import { parameters, useWebhooks } from './webhooks';

const api = useStandIn();
const webhooks = useWebhooks(api);
const { received, register } = webhooks;

describe('which messages there are', () => {
  test('lists have the short names, more with the switch', async () => {
    const names = async () =>
      (
        await api.rows(
          "sdkmessagefilters?$select=sdkmessagefilterid&$filter=primaryobjecttypecode eq 'list' and iscustomprocessingstepallowed eq true&$expand=sdkmessageid($select=name)",
        )
      ).map((row) => z.object({ name: z.string() }).parse(row['sdkmessageid']).name);
    expect(await names()).toEqual(
      expect.arrayContaining(['AddMember', 'AddListMembers', 'RemoveMember', 'Create', 'Update']),
    );
    expect(await names()).not.toContain('RemoveListMembers');
    await api.control('PATCH', 'switches', { listMessages: 'extended' });
    expect(await names()).toContain('RemoveListMembers');
    await api.control('PATCH', 'switches', { listMessages: 'short' });
    expect(await names()).not.toContain('RemoveListMembers');
  });

  test('availability of a bulk message is asked with aliases', async () => {
    const rows = await api.rows(
      "sdkmessagefilters?$select=sdkmessagefilterid&$filter=sdkmessageid/name eq @message and primaryobjecttypecode eq @table&@message='CreateMultiple'&@table='contact'",
    );
    expect(rows).toHaveLength(1);
  });

  test('custom tables of the solution raise events too', async () => {
    const rows = await api.rows(
      "sdkmessagefilters?$filter=sdkmessageid/name eq 'Create' and primaryobjecttypecode eq 'mcs_syncrun'",
    );
    expect(rows).toHaveLength(1);
  });
});

describe('what is delivered', () => {
  test('a created row, whole, with key, headers and the documented context', async () => {
    const step = await register('Create', 'mcs_syncrun');
    const audience = await api.create('mcs_audiences', { mcs_name: 'A' });
    const run = await api.create('mcs_syncruns', {
      mcs_name: 'Now',
      'mcs_audienceid@odata.bind': `/mcs_audiences(${audience})`,
    });
    await api.standIn().idle();
    expect(received).toHaveLength(1);
    const [call] = received;
    if (call === undefined) throw new Error('nothing arrived');
    const { url, headers, context, raw } = call;
    expect(url).toBe('/hook?code=s3cret');
    expect(headers).toMatchObject({
      'x-ms-dynamics-request-name': 'Create',
      'x-ms-dynamics-entity-name': 'mcs_syncrun',
      'x-ms-correlation-request-id': context.CorrelationId,
      'x-ms-dynamics-organization': expect.any(String),
    });
    expect(context).toMatchObject({
      MessageName: 'Create',
      PrimaryEntityName: 'mcs_syncrun',
      PrimaryEntityId: run,
      InitiatingUserId: administratorId,
      UserId: administratorId,
      Stage: 40,
      Mode: 1,
      Depth: 1,
      OwningExtension: { Id: step, LogicalName: 'sdkmessageprocessingstep' },
    });
    expect(parameters(context)['Target']).toMatchObject({
      __type: 'Entity:http://schemas.microsoft.com/xrm/2011/Contracts',
      LogicalName: 'mcs_syncrun',
      Id: run,
      Attributes: expect.arrayContaining([
        { key: 'mcs_name', value: 'Now' },
        { key: 'mcs_audienceid', value: expect.objectContaining({ Id: audience, LogicalName: 'mcs_audience' }) },
        { key: 'statecode', value: expect.objectContaining({ Value: 0 }) },
        { key: 'createdon', value: expect.stringMatching(/^\/Date\(\d+\)\/$/) },
      ]),
    });
    expect(raw).toContain('http:\\/\\/schemas.microsoft.com');
    const [job] = await api.rows(`asyncoperations?$filter=asyncoperationid eq ${context.OperationId}`);
    expect(job).toMatchObject({ statecode: 3, statuscode: 30 });
  });

  test('an update only where a filtering column was sent, with the columns that were sent', async () => {
    await register('Update', 'contact', { filteringattributes: 'emailaddress1, donotemail' });
    const id = await api.create('contacts', { firstname: 'A' });
    await api.send('PATCH', `contacts(${id})`, { firstname: 'B' });
    await api.send('PATCH', `contacts(${id})`, { emailaddress1: 'b@example.com' });
    await api.standIn().idle();
    expect(received.map(({ context }) => context.MessageName)).toEqual(['Update']);
    const target = z
      .object({ Attributes: z.array(z.object({ key: z.string() })) })
      .parse(parameters(received[0]?.context)['Target']);
    expect(target.Attributes.map(({ key }) => key).sort()).toEqual([
      'contactid',
      'emailaddress1',
      'modifiedby',
      'modifiedon',
      'modifiedonbehalfby',
    ]);
  });

  test('a CreateMultiple as one Create a record, a rolled back one not at all', async () => {
    await register('Create', 'contact');
    const target = (firstname: string) => ({ '@odata.type': 'Microsoft.Dynamics.CRM.contact', firstname });
    const call = (targets: unknown[]) =>
      api.send('POST', 'contacts/Microsoft.Dynamics.CRM.CreateMultiple', { Targets: targets });
    await call([target('A'), target('B')]);
    await call([target('C'), target('x'.repeat(51))]);
    await api.standIn().idle();
    expect(received).toHaveLength(2);
    expect(new Set(received.map(({ context }) => context.CorrelationId)).size).toBe(1);
    expect(new Set(received.map(({ context }) => context.OperationId)).size).toBe(2);
  });

  test('joining and leaving a list, under the short names', async () => {
    for (const message of ['AddListMembers', 'AddMember', 'RemoveMember']) await register(message, 'list');
    const list = await api.create('lists', { listname: 'L', createdfromcode: 2 });
    const [a, b] = [await api.create('contacts', { firstname: 'A' }), await api.create('contacts', { firstname: 'B' })];
    await api.send('POST', 'AddListMembersList', members(list, 'contact', [a, b]), {
      Authorization: `Bearer ${tokens.service}`,
    });
    await api.standIn().idle();
    expect(received[0]?.context).toMatchObject({
      MessageName: 'AddListMembers',
      PrimaryEntityName: 'list',
      PrimaryEntityId: list,
      InitiatingUserId: serviceUserId,
    });
    expect(parameters(received[0]?.context)).toEqual({ ListId: list, MemberIds: [a, b] });
    await api.control('DELETE', 'traffic');
    await api.send('POST', 'AddListMembersList', members(list, 'contact', [a, b]));
    expect(await api.control('GET', 'traffic')).toMatchObject({ requests: 1, writes: 0 });
    await api.standIn().idle();
    received.length = 0;
    await api.send('POST', 'RemoveListMembersList', members(list, 'contact', [a, b]));
    await api.standIn().idle();
    expect(received.map(({ context }) => parameters(context))).toEqual([
      { ListId: list, EntityId: a },
      { ListId: list, EntityId: b },
    ]);
    received.length = 0;
    await api.send('POST', `lists(${list})/Microsoft.Dynamics.CRM.AddMemberList?tag=audience-sync`, { EntityId: a });
    const [row] = await api.rows(`listmembers?$filter=_listid_value eq ${list}`);
    await api.send('DELETE', `listmembers(${String(row?.['listmemberid'])})`);
    await api.standIn().idle();
    expect(received.map(({ context }) => context.MessageName)).toEqual(['AddMember', 'RemoveMember']);
    expect(received[0]?.context.SharedVariables).toEqual([{ key: 'tag', value: 'audience-sync' }]);
  });

  test('with the longer set of messages a removal comes as entities, and typed ids as an object', async () => {
    await api.control('PATCH', 'switches', { listMessages: 'extended', memberIdsShape: 'typed' });
    await register('RemoveListMembers', 'list');
    await register('AddListMembers', 'list');
    await register('Delete', 'listmember');
    const list = await api.create('lists', { listname: 'L', createdfromcode: 2 });
    const a = await api.create('contacts', { firstname: 'A' });
    await api.send('POST', 'AddListMembersList', members(list, 'contact', [a]));
    await api.standIn().idle();
    expect(parameters(received[0]?.context)['MemberIds']).toMatchObject({ __type: expect.any(String), values: [a] });
    received.length = 0;
    await api.send('POST', 'RemoveListMembersList', members(list, 'contact', [a]));
    await api.standIn().idle();
    const removal = received.find(({ context }) => context.MessageName === 'RemoveListMembers');
    expect(parameters(removal?.context)).toMatchObject({
      List: { Id: list },
      Members: { Entities: [{ Id: a, LogicalName: 'contact' }] },
    });
    expect(received.map(({ context }) => context.PrimaryEntityName).sort()).toEqual(['list', 'listmember']);
  });

  test('above 256 KB the growing parts are left out, and a header says so', async () => {
    await register('AddListMembers', 'list');
    const { contacts } = z
      .object({ contacts: z.array(z.string()) })
      .parse(
        await api.control('POST', 'seed', { contacts: Array.from({ length: 4000 }, () => ({ firstname: 'Many' })) }),
      );
    const list = await api.create('lists', { listname: 'L', createdfromcode: 2 });
    await api.send('POST', 'AddListMembersList', members(list, 'contact', contacts));
    await api.standIn().idle();
    expect(received[0]?.headers['x-ms-dynamics-msg-size-exceeded']).toBe('true');
    expect(received[0]?.context).not.toHaveProperty('InputParameters');
    expect(received[0]?.context).not.toHaveProperty('ParentContext');
    expect(received[0]?.context).toMatchObject({ MessageName: 'AddListMembers', PrimaryEntityId: list });
  });
});
