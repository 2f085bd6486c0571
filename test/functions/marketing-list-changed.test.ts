import { marketingListChanged } from '../../functions/marketing-list-changed';
import { secretHeader } from '../../functions/verify-caller';
import { call, contacts, dataverseSecret, startFunctionsApp, type FunctionsApp } from './functions-app';

jest.mock(
  '@azure/functions-core',
  () =>
    jest
      .requireActual<typeof import('../../sandbox/functions-host/core-stand-in')>(
        '../../sandbox/functions-host/core-stand-in',
      )
      .createCoreStandIn(),
  { virtual: true },
);

const contracts = 'http://schemas.microsoft.com/xrm/2011/Contracts';

let app: FunctionsApp;
let list: string;
let operations = 0;

beforeAll(async () => {
  app = await startFunctionsApp();
  const [found] = await app.world.get<{ listid: string }>("lists?$select=listid&$filter=listname eq 'Readers'");
  list = found?.listid ?? '';
});
afterAll(() => app.close());
afterEach(() => app.requestedRuns());

const message = (MessageName: string, parameters: Record<string, unknown> | null, more: object = {}) => ({
  MessageName,
  InitiatingUserId: '77777777-0000-4000-8000-000000000001',
  OperationId: `88888888-0000-4000-8000-${String((operations += 1)).padStart(12, '0')}`,
  OperationCreatedOn: '/Date(1767949200000+0000)/',
  PrimaryEntityName: 'list',
  PrimaryEntityId: list,
  ...(parameters ? { InputParameters: Object.entries(parameters).map(([key, value]) => ({ key, value })) } : {}),
  ...more,
});

const said = (body: unknown) =>
  call(marketingListChanged, {
    headers: { 'content-type': 'application/json', [secretHeader]: dataverseSecret },
    body: { string: JSON.stringify(body) },
  });

const stored = async (OperationId: string): Promise<string[]> => {
  const rows = await app.world.get<{ mcs_personid: string; mcs_name: string }>(
    `mcs_listevents?$select=mcs_personid,mcs_name&$filter=mcs_operationid eq '${OperationId}'`,
  );
  return rows.map((row) => `${row.mcs_name.split(' ')[0]} ${row.mcs_personid}`).sort();
};

const entity = (Id: string, LogicalName: string) => ({
  __type: `Entity:${contracts}`,
  Attributes: [],
  Id,
  LogicalName,
});
const both = [contacts.wilma, contacts.fred];

test.each([
  ['one is added', 'AddMember', () => ({ ListId: list, EntityId: contacts.fred }), [`Added ${contacts.fred}`]],
  ['one is removed', 'RemoveMember', () => ({ ListId: list, EntityId: contacts.fred }), [`Removed ${contacts.fred}`]],
  [
    'several are added',
    'AddListMembers',
    () => ({ ListId: list, MemberIds: both }),
    both.map((person) => `Added ${person}`),
  ],
  [
    'several are added, as a typed array',
    'AddListMembers',
    () => ({ ListId: `{${list.toUpperCase()}}`, MemberIds: { __type: 'ArrayOfguid', values: both } }),
    both.map((person) => `Added ${person}`),
  ],
  [
    'several are removed, as a collection',
    'RemoveListMembers',
    () => ({
      List: entity(list, 'list'),
      Members: { __type: `EntityCollection:${contracts}`, Entities: both.map((person) => entity(person, 'contact')) },
    }),
    both.map((person) => `Removed ${person}`),
  ],
])('%s: it is written down, and the audience syncs soon', async (_, name, parameters, events) => {
  const change = message(name, parameters());
  expect(await said(change)).toEqual({ status: 202 });
  expect(await stored(change.OperationId)).toEqual(events);
  expect(await app.requestedRuns()).toEqual([{ audienceId: app.audienceId, trigger: 'webhook' }]);
});

test('a message that comes twice is written down once', async () => {
  const change = message('AddMember', { ListId: list, EntityId: contacts.fred });
  await said(change);
  await said(change);
  expect(await stored(change.OperationId)).toHaveLength(1);
});

test('a message that was too large to be sent whole still makes the audience sync', async () => {
  const change = message('AddListMembers', null);
  expect(await said(change)).toEqual({ status: 202 });
  expect(await stored(change.OperationId)).toEqual([]);
  expect(await app.requestedRuns()).toHaveLength(1);
});

test.each(['AddMembersByFetchXml', 'RemoveMembersByFetchXml'])(
  'people added or removed by a query make the audience sync, too (%s)',
  async (name) => {
    const change = message(name, { ListId: list, FetchXml: '<fetch />' });
    expect(await said(change)).toEqual({ status: 202 });
    expect(await stored(change.OperationId)).toEqual([]);
    expect(await app.requestedRuns()).toHaveLength(1);
  },
);

test('other messages about a list are no news', async () => {
  await said(message('Update', { Target: list }));
  expect(await app.requestedRuns()).toEqual([]);
});

test('what the service wrote itself is no news', async () => {
  const { userId } = await app.world.services.crm.me();
  const change = message('AddMember', { ListId: list, EntityId: contacts.fred }, { InitiatingUserId: userId });
  expect(await said(change)).toEqual({ status: 202 });
  expect(await stored(change.OperationId)).toEqual([]);
  expect(await app.requestedRuns()).toEqual([]);
});

test('a list that belongs to no audience is written down too, because it may be tied later', async () => {
  const { world } = app;
  await world.send('POST', `${world.dataverseUrl}/api/data/v9.2/lists`, { listname: 'Guests', createdfromcode: 2 });
  const [guests] = await world.get<{ listid: string }>("lists?$select=listid&$filter=listname eq 'Guests'");
  const change = message('AddMember', { ListId: guests?.listid, EntityId: contacts.fred });
  expect(await said(change)).toEqual({ status: 202 });
  expect(await stored(change.OperationId)).toHaveLength(1);
  expect(await world.services.crm.openRuns()).toEqual([]);
});

test('what is no message is told so', async () => {
  expect(await said({ MessageName: 'AddMember' })).toMatchObject({ status: 400 });
});
