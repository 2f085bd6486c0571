import { connectMailchimp } from '../../../connector/mailchimp/connect';
import { listId, memberSeed, startConnection, type Connection } from './connection';

let connection: Connection;

beforeAll(async () => {
  connection = await startConnection({ double_optin: true, members: [memberSeed('fred')], tags: ['VIP', 'Press'] });
});
afterAll(() => connection.close());

test('says whose account the key opens', async () => {
  await expect(connection.account.account()).resolves.toEqual({
    accountId: 'contoso00000000000000001',
    name: 'Contoso Ltd',
  });
});

test('a key that Mailchimp refuses is a matter of settings', async () => {
  const stranger = connectMailchimp({ apiKey: 'wrong-us1', baseUrl: `${connection.url}/3.0` });
  await expect(stranger.account()).rejects.toMatchObject({ kind: 'misconfigured', status: 401 });
});

test('an audience with its double opt-in', async () => {
  const expected = {
    listId,
    name: 'Newsletter',
    doubleOptIn: true,
    memberCount: 1,
    dateCreated: '2025-01-01T00:00:00Z',
  };
  await expect(connection.account.audiences()).resolves.toEqual([expected]);
  await expect(connection.account.audience(listId)).resolves.toEqual(expected);
});

test('an audience that does not exist is null', async () => {
  await expect(connection.account.audience('0000000000')).resolves.toBeNull();
});

test('a list id that holds the word server is asked for as it stands', async () => {
  await expect(connection.account.audience('serverlist')).resolves.toBeNull();
  const { byOperation } = Object(await connection.control('GET', '/traffic'));
  expect(JSON.stringify(byOperation)).not.toContain('undefined');
});

test('the tags of the audience', async () => {
  const tags = await connection.account.tags(listId);
  expect(tags.map(({ name }) => name).toSorted()).toEqual(['Press', 'VIP']);
});

test('nobody is absent from an audience that is gone', async () => {
  await expect(connection.account.member('0000000000', 'fred@contoso.test')).rejects.toMatchObject({
    kind: 'not-found',
    message: expect.stringContaining('does not exist in Mailchimp any more'),
  });
});

test('an audience that is gone is said to be, whatever was asked about it', async () => {
  const gone = { kind: 'not-found', message: expect.stringContaining('does not exist in Mailchimp any more') };
  const newcomer = { address: 'a@contoso.test', status: 'subscribed' } as const;
  await expect(connection.account.tags('0000000000')).rejects.toMatchObject(gone);
  await expect(connection.account.addMembers('0000000000', [newcomer])).rejects.toMatchObject(gone);
  await expect(
    connection.account.members('0000000000', { archived: false })[Symbol.asyncIterator]().next(),
  ).rejects.toMatchObject(gone);
});
