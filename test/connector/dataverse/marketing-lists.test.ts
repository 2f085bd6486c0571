import { administratorId } from '../../../sandbox/dataverse/users';
import { contactSeed, idOf, startConnection, type Connection } from './connection';

let connection: Connection;
afterEach(() => connection.close());

const listId = idOf('list', 1);
const contacts = Array.from({ length: 30 }, (_, index) => contactSeed(index));
const ids = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, index) => idOf('contact', from + index));

function startWithList(more: object = {}, people: Record<string, unknown>[] = contacts): Promise<Connection> {
  const list = {
    listid: listId,
    listname: 'Customers',
    createdfromcode: 2,
    members: ids(0, 10).map((id) => ({ id, addedOn: '2026-01-02T00:00:00Z' })),
    ...more,
  };
  return startConnection({ seed: { contacts: people, lists: [list] } });
}

async function membersNow(): Promise<string[]> {
  const members = [];
  for await (const page of connection.crm.listMembers(listId)) members.push(...page);
  return members.map(({ personId }) => personId).toSorted();
}

test('a marketing list and the audience it is tied to', async () => {
  connection = await startWithList();
  await expect(connection.crm.marketingList(listId)).resolves.toEqual({
    id: listId,
    name: 'Customers',
    memberType: 'contact',
    dynamic: false,
    locked: false,
    active: true,
    memberCount: 10,
    ownerId: administratorId,
    ownerType: 'systemuser',
    tagId: null,
    audienceId: null,
  });
  const accountId = await connection.crm.saveAccount(account);
  await connection.crm.saveAudiences(accountId, [{ listId: 'a1', name: 'News', doubleOptIn: false, memberCount: 0 }]);
  const [audience] = await connection.crm.audiences();
  await connection.crm.markList(listId, audience?.id ?? '');
  await expect(connection.crm.marketingList(listId)).resolves.toMatchObject({ audienceId: audience?.id });
  await connection.crm.markList(listId, null);
  await expect(connection.crm.marketingList(listId)).resolves.toMatchObject({ audienceId: null });
});

const account = {
  name: 'Contoso Ltd',
  mailchimpAccountId: 'contoso1',
  secretName: 'MAILCHIMP_API_KEY',
  organizationId: null,
  connectionStatus: 'connected',
  datacentre: 'us1',
  error: null,
  checkedOn: '2026-01-05T09:00:00Z',
} as const;

test('a list that does not exist is null', async () => {
  connection = await startWithList();
  await expect(connection.crm.marketingList(idOf('list', 9))).resolves.toBeNull();
});

test.each(['ignore', 'error'])(
  'people are added, whatever becomes of those on it already (%s)',
  async (addExistingMember) => {
    connection = await startWithList();
    await connection.control('PATCH', '/switches', { addExistingMember });
    await expect(connection.crm.addToList(listId, 'contact', ids(5, 20))).resolves.toEqual([]);
    expect(await membersNow()).toEqual(ids(0, 20));
  },
);

test.each(['error', 'silent'])(
  'people are removed, whatever becomes of those who are off it already (%s)',
  async (removeNonMember) => {
    connection = await startWithList();
    await connection.control('PATCH', '/switches', { removeNonMember });
    await expect(connection.crm.removeFromList(listId, 'contact', ids(5, 20))).resolves.toEqual([]);
    expect(await membersNow()).toEqual(ids(0, 5));
  },
);

test('somebody who does not exist is named, everybody else is added', async () => {
  connection = await startWithList();
  const wanted = [...ids(8, 30), idOf('contact', 99)];
  const refused = await connection.crm.addToList(listId, 'contact', wanted);
  expect(refused).toMatchObject([{ id: idOf('contact', 99), code: '0x80040217' }]);
  expect(await membersNow()).toEqual(ids(0, 30));
});

test('2,500 people are added in three calls and counted as written', async () => {
  connection = await startWithList(
    { members: [] },
    Array.from({ length: 2_500 }, (_, index) => contactSeed(index)),
  );
  await expect(connection.crm.addToList(listId, 'contact', ids(0, 2_500))).resolves.toEqual([]);
  expect(connection.crm.traffic()).toMatchObject({ requests: 3, writes: 2_500 });
});

test.each([
  ['locked', { lockstatus: true }, /locked: unlock it/],
  ['dynamic', { type: true, members: [], query: '<fetch><entity name="contact"/></fetch>' }, /dynamic/],
  ['inactive', { statecode: 1, statuscode: 1 }, /inactive: activate it/],
])('a %s list refuses everybody in one sentence and after one call', async (_name, more, sentence) => {
  connection = await startWithList(more);
  await expect(connection.crm.addToList(listId, 'contact', ids(10, 20))).rejects.toMatchObject({
    kind: 'refused',
    message: expect.stringMatching(sentence),
  });
  expect(connection.crm.traffic()).toMatchObject({ requests: 1, writes: 0 });
});

test('a list of leads takes no contacts', async () => {
  connection = await startWithList({ createdfromcode: 4, members: [] });
  await expect(connection.crm.addToList(listId, 'contact', ids(0, 2))).rejects.toMatchObject({ kind: 'refused' });
});

test('a list that was deleted is said to be, after one call', async () => {
  connection = await startWithList();
  await expect(connection.crm.addToList(idOf('list', 9), 'contact', ids(0, 4))).rejects.toMatchObject({
    kind: 'refused',
    message: expect.stringMatching(/does not exist any more/),
  });
});

test('events of a list are kept once, however often they are delivered', async () => {
  connection = await startWithList();
  const event = (index: number, kind: 'added' | 'removed', occurredOn: string) => ({
    marketingListId: listId,
    personId: idOf('contact', index),
    personType: 'contact' as const,
    kind,
    occurredOn,
    byUserId: administratorId,
    operationId: idOf('other', index),
  });
  const events = [event(1, 'added', '2026-01-01T00:00:00Z'), event(2, 'removed', '2026-01-03T00:00:00Z')];
  await connection.crm.saveListEvents(events);
  await connection.crm.saveListEvents([...events, event(3, 'removed', '2026-01-04T00:00:00Z')]);
  const read = async (since?: string) => {
    const found = [];
    for await (const page of connection.crm.listEvents(listId, since)) found.push(...page);
    return found;
  };
  await expect(read()).resolves.toEqual([
    { personId: idOf('contact', 1), kind: 'added', occurredOn: '2026-01-01T00:00:00Z' },
    { personId: idOf('contact', 2), kind: 'removed', occurredOn: '2026-01-03T00:00:00Z' },
    { personId: idOf('contact', 3), kind: 'removed', occurredOn: '2026-01-04T00:00:00Z' },
  ]);
  await expect(read('2026-01-03T00:00:00Z')).resolves.toHaveLength(2);
});
