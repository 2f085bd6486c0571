import { memberIdOf } from '../../../connector/mailchimp/member';
import type { Member, MemberChange, Refusal } from '../../../connector/mailchimp/port';
import { listId, memberSeed, startConnection, type Connection } from './connection';

let connection: Connection;

beforeEach(async () => {
  connection = await startConnection({
    members: [
      memberSeed('subscribed', { tags: ['VIP'] }),
      memberSeed('unsubscribed', { status: 'unsubscribed', unsubscribed_by: 'admin' }),
      memberSeed('quitter', { status: 'unsubscribed', unsubscribed_by: 'person' }),
      memberSeed('cleaned', { status: 'cleaned' }),
      memberSeed('pending', { status: 'pending' }),
      memberSeed('archived', { status: 'archived' }),
    ],
  });
});
afterEach(() => connection.close());

const idOf = (name: string) => memberIdOf(`${name}@contoso.test`);
const change = async (one: MemberChange) => (await connection.account.changeMembers(listId, [one]))[0];

test('a member with everything that decisions need', async () => {
  const fred = await connection.account.member(listId, ' Subscribed@Contoso.test ');
  expect(fred).toMatchObject({
    id: idOf('subscribed'),
    address: 'subscribed@contoso.test',
    status: 'subscribed',
    firstName: 'subscribed',
    lastName: 'Tester',
    timestampOpt: '2025-12-31T00:00:00Z',
    lastChanged: '2026-01-01T00:00:00Z',
    tags: ['VIP'],
    tagsCount: 1,
    unsubscribeReason: null,
  });
  expect(fred?.contactId).toMatch(/^[0-9a-f]{32}$/);
});

test('somebody who is not there is null, somebody archived is archived', async () => {
  await expect(connection.account.member(listId, 'nobody@contoso.test')).resolves.toBeNull();
  await expect(connection.account.member(listId, 'archived@contoso.test')).resolves.toMatchObject({
    status: 'archived',
  });
});

test('new members are added and the others come back as refusals, every address answered once', async () => {
  const { added, refused } = await connection.account.addMembers(listId, [
    { address: 'new@contoso.test', status: 'subscribed', fields: { FNAME: 'New' } },
    { address: 'New@contoso.test', status: 'subscribed', fields: { FNAME: 'New' } },
    { address: 'asked@contoso.test', status: 'pending' },
    { address: 'subscribed@contoso.test', status: 'subscribed', fields: { FNAME: 'Changed' } },
    { address: 'not an address', status: 'subscribed' },
    { address: 'fake@example.com', status: 'subscribed' },
  ]);
  expect(added.map(({ address, status }) => [address.toLowerCase(), status])).toEqual([
    ['new@contoso.test', 'subscribed'],
    ['asked@contoso.test', 'pending'],
  ]);
  expect(refused.map(({ address, kind }) => [address, kind])).toEqual([
    ['subscribed@contoso.test', 'exists'],
    ['not an address', 'fake-address'],
    ['fake@example.com', 'fake-address'],
  ]);
  expect(refused.every(({ message }) => !message.includes('@'))).toBe(true);
  expect(connection.account.traffic().writes).toBe(2);
  const untouched = await connection.account.member(listId, 'subscribed@contoso.test');
  expect(untouched).toMatchObject({ firstName: 'subscribed', tags: ['VIP'], lastChanged: '2026-01-01T00:00:00Z' });
});

test('1,001 new members cost three calls', async () => {
  const many = Array.from({ length: 1001 }, (_, index) => ({
    address: `n${index}@contoso.test`,
    status: 'subscribed' as const,
  }));
  const before = connection.account.traffic().requests;
  const { added, refused } = await connection.account.addMembers(listId, many);
  expect([added.length, refused.length]).toEqual([1001, 0]);
  expect(connection.account.traffic().requests - before).toBe(3);
});

test.each([
  ['unsubscribed', 'subscribed'],
  ['subscribed', 'unsubscribed'],
  ['archived', 'subscribed'],
  ['quitter', 'pending'],
] as const)('%s becomes %s and keeps names and tags', async (name, status) => {
  const before = await connection.account.member(listId, `${name}@contoso.test`);
  const after = await change({ memberId: idOf(name), do: 'status', status });
  expect(after).toMatchObject({
    status,
    contactId: before?.contactId,
    firstName: before?.firstName,
    tags: before?.tags,
  });
});

test.each(['refused', 'ignored'])(
  'whoever unsubscribed in person is refused when Mailchimp has it %s',
  async (setting) => {
    await connection.control('PATCH', '/switches', { personUnsubscribeReversible: setting });
    const answer = await change({ memberId: idOf('quitter'), do: 'status', status: 'subscribed' });
    expect(answer).toMatchObject({ kind: 'compliance', address: 'quitter@contoso.test' } satisfies Partial<Refusal>);
    expect((answer as Refusal).message).not.toContain('@');
    expect(connection.account.traffic().writes).toBe(0);
  },
);

test('a status for somebody who is gone is refused, not invented', async () => {
  const answer = await change({ memberId: idOf('nobody'), do: 'status', status: 'subscribed' });
  expect(answer).toMatchObject({ kind: 'other' });
});

test('names alone: blanks are not sent, the status stays', async () => {
  const after = (await change({
    memberId: idOf('unsubscribed'),
    do: 'names',
    names: { firstName: 'Una', lastName: '' },
  })) as Member;
  expect(after).toMatchObject({ firstName: 'Una', lastName: 'Tester', status: 'unsubscribed' });
});

test.each([
  ['subscribed', null],
  ['unsubscribed', null],
  ['archived', null],
  ['nobody', null],
  ['cleaned', 'cannot-archive'],
  ['pending', 'cannot-archive'],
])('archiving somebody %s', async (name, kind) => {
  const refusal = await change({ memberId: idOf(name), do: 'archive' });
  expect(refusal).toEqual(kind === null ? null : expect.objectContaining({ kind, address: `${name}@contoso.test` }));
});

test('a member with more than 50 tags has them all', async () => {
  const tags = Array.from({ length: 60 }, (_, index) => `tag ${index}`);
  await connection.control('POST', '/seed', {
    mailchimp: {
      accounts: [
        {
          id: 'contoso00000000000000001',
          name: 'Contoso Ltd',
          key: 'stand-in-us1',
          audiences: [{ id: listId, name: 'Newsletter', members: [memberSeed('tagged', { tags })] }],
        },
      ],
    },
  });
  const member = await connection.account.member(listId, 'tagged@contoso.test');
  expect([member?.tags.length, member?.tagsCount]).toEqual([50, 60]);
  const all = await connection.account.tagsOfMember(listId, idOf('tagged'));
  expect(all?.toSorted()).toEqual(tags.toSorted());
});

test('of a member who is gone there are no tags and no activity; of an audience that is gone that is said', async () => {
  expect(await connection.account.tagsOfMember(listId, idOf('gone'))).toBeNull();
  expect(await connection.account.activity(listId, idOf('gone'))).toBeNull();
  await expect(connection.account.activity('0000000000', idOf('gone'))).rejects.toThrow('does not exist in Mailchimp');
});

test('the activity tells of an unsubscribe, newest first', async () => {
  await connection.play('subscribed@contoso.test', 'unsubscribe');
  const activity = await connection.account.activity(listId, idOf('subscribed'));
  expect(activity?.[0]).toEqual({
    type: 'unsub',
    createdAt: '2026-01-05T09:00:00Z',
    byAdmin: false,
    reason: 'None given',
  });
});
