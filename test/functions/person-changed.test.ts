import { personChanged } from '../../functions/person-changed';
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

const user = '77777777-0000-4000-8000-000000000001';
const contracts = 'http://schemas.microsoft.com/xrm/2011/Contracts';

let app: FunctionsApp;

beforeAll(async () => {
  app = await startFunctionsApp();
});
afterAll(() => app.close());
afterEach(() => app.requestedRuns());

const message = (more: object) => ({
  MessageName: 'Update',
  InitiatingUserId: user,
  OperationId: '88888888-0000-4000-8000-000000000001',
  OperationCreatedOn: '/Date(1506409448000-0700)/',
  PrimaryEntityName: 'contact',
  PrimaryEntityId: contacts.wilma,
  ...more,
});

const said = (body: unknown, headers: Record<string, string> = {}) =>
  call(personChanged, {
    headers: { 'content-type': 'application/json', [secretHeader]: dataverseSecret, ...headers },
    body: { string: JSON.stringify(body) },
  });

const reference = (Id: string, LogicalName = 'contact') => ({
  __type: `EntityReference:${contracts}`,
  Id,
  LogicalName,
});

test.each([
  ['changed', {}],
  [
    'changed, with all that Dataverse sends',
    {
      InputParameters: [
        {
          key: 'Target',
          value: {
            __type: `Entity:${contracts}`,
            Id: contacts.wilma,
            LogicalName: 'contact',
            Attributes: [{ key: 'donotbulkemail', value: true }],
          },
        },
      ],
    },
  ],
  ['written in capitals and braces', { PrimaryEntityId: `{${contacts.wilma.toUpperCase()}}` }],
  ['deleted', { MessageName: 'Delete', InputParameters: [{ key: 'Target', value: reference(contacts.wilma) }] }],
  [
    'merged into somebody whom nobody knows',
    {
      MessageName: 'Merge',
      PrimaryEntityId: contacts.fred,
      InputParameters: [
        { key: 'Target', value: reference(contacts.fred) },
        { key: 'SubordinateId', value: contacts.wilma },
      ],
    },
  ],
  [
    'deactivated',
    {
      MessageName: 'SetStateDynamicEntity',
      PrimaryEntityId: '00000000-0000-0000-0000-000000000000',
      InputParameters: [{ key: 'EntityMoniker', value: reference(contacts.wilma) }],
    },
  ],
])('somebody on the list was %s: the audience syncs soon', async (_, more) => {
  expect(await said(message(more))).toEqual({ status: 202 });
  expect(await app.requestedRuns()).toEqual([{ audienceId: app.audienceId, trigger: 'webhook' }]);
});

test.each([
  ['somebody whom no audience knows', { PrimaryEntityId: contacts.fred }],
  ['a lead, where the list holds contacts', { PrimaryEntityName: 'lead' }],
  ['an account', { PrimaryEntityName: 'account' }],
  ['another message', { MessageName: 'Assign' }],
])('%s changes nothing', async (_, more) => {
  expect(await said(message(more))).toEqual({ status: 202 });
  expect(await app.requestedRuns()).toEqual([]);
});

test('what the service wrote itself is no news', async () => {
  const { userId } = await app.world.services.crm.me();
  expect(await said(message({ InitiatingUserId: userId.toUpperCase() }))).toEqual({ status: 202 });
  expect(await app.requestedRuns()).toEqual([]);
});

test('a bulk edit is one run', async () => {
  const answers = await Promise.all(Array.from({ length: 500 }, () => said(message({}))));
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([202]));
  expect(await app.requestedRuns()).toHaveLength(1);
});

test('a stranger is refused, and what is no message is told so', async () => {
  expect(await said(message({}), { [secretHeader]: 'guessed' })).toEqual({ status: 401 });
  expect(await said('hello')).toMatchObject({ status: 400 });
  expect(await said({ MessageName: 'Update' })).toMatchObject({ status: 400 });
  expect(await app.requestedRuns()).toEqual([]);
});
