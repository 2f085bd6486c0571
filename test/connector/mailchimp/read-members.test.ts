import type { Member } from '../../../connector/mailchimp/port';
import { listId, memberSeed, startConnection, type Connection, type MemberSeed } from './connection';

let connection: Connection;
afterEach(() => connection.close());

function many(count: number, more: (index: number) => Partial<MemberSeed>): MemberSeed[] {
  return Array.from({ length: count }, (_, index) => memberSeed(`m${String(index).padStart(5, '0')}`, more(index)));
}

async function readAll(
  query: { archived?: boolean; sinceLastChanged?: string } = {},
  afterPage?: (page: number) => Promise<unknown>,
) {
  const members: Member[] = [];
  let pages = 0;
  let total = 0;
  let serverTime = '';
  for await (const page of connection.account.members(listId, { archived: false, ...query })) {
    members.push(...page.members);
    ({ total, serverTime } = page);
    pages += 1;
    await afterPage?.(pages);
  }
  return { members, total, serverTime, addresses: members.map(({ address }) => address) };
}

const atTheSameSecond = () => ({ last_changed: '2026-01-01T00:00:00Z' });
const everySecondInTurn = (index: number) => ({
  last_changed: new Date(Date.UTC(2026, 0, 1) + index * 1000).toISOString(),
});
const importedBy500 = (index: number) => everySecondInTurn(Math.floor(index / 500));

test.each([
  ['each at a second of its own', everySecondInTurn],
  ['imported 500 a second', importedBy500],
  ['all in the same second', atTheSameSecond],
])('10,000 members, %s, in 11 requests', async (_name, when) => {
  connection = await startConnection({ members: many(10_000, when) });
  const { addresses, total, serverTime } = await readAll();
  expect(new Set(addresses).size).toBe(10_000);
  expect(addresses).toHaveLength(10_000);
  expect(total).toBe(10_000);
  expect(serverTime).toBe('2026-01-05T09:00:00Z');
  expect(connection.account.traffic().requests).toBe(11);
});

test.each([
  ['exclusive', false],
  ['inclusive', true],
])('nobody is missed or doubled when "since" is %s', async (_name, sinceInclusive) => {
  connection = await startConnection({ members: many(3_300, importedBy500) });
  await connection.control('PATCH', '/switches', { sinceInclusive });
  const { addresses } = await readAll();
  expect(addresses).toHaveLength(3_300);
  expect(new Set(addresses).size).toBe(3_300);
});

test('members who change while they are read are not missed, nor is anybody behind them', async () => {
  connection = await startConnection({ members: many(3_500, atTheSameSecond) });
  const { members } = await readAll({}, async (page) => {
    if (page > 2) return;
    connection.clock.advance(1);
    for (const index of [0, 1, 2, 999]) {
      const address = `m${String((page - 1) * 1000 + index).padStart(5, '0')}@contoso.test`;
      await connection.play(address, 'unsubscribe');
    }
  });
  const latest = new Map(members.map((member) => [member.address, member.status]));
  expect(latest.size).toBe(3_500);
  expect([...latest.values()].filter((status) => status === 'unsubscribed')).toHaveLength(8);
});

test('members who are archived while they are read hide nobody', async () => {
  connection = await startConnection({ members: many(2_500, atTheSameSecond) });
  const { addresses } = await readAll({}, async (page) => {
    if (page > 1) return;
    await connection.play('m00000@contoso.test', 'archive', { by: 'admin' });
    await connection.play('m00001@contoso.test', 'archive', { by: 'admin' });
  });
  expect(new Set(addresses).size).toBe(2_500);
});

test('only what changed since, with the second itself at most', async () => {
  connection = await startConnection({ members: many(100, everySecondInTurn) });
  const { addresses } = await readAll({ sinceLastChanged: '2026-01-01T00:01:29Z' });
  expect(addresses.filter((address) => address > 'm00089')).toHaveLength(10);
  expect(addresses.length).toBeLessThanOrEqual(11);
  expect(connection.account.traffic().requests).toBe(1);
});

test('archived members come only when asked for', async () => {
  connection = await startConnection({ members: [memberSeed('here'), memberSeed('gone', { status: 'archived' })] });
  expect((await readAll()).addresses).toEqual(['here@contoso.test']);
  expect((await readAll({ archived: true })).members).toMatchObject([
    { address: 'gone@contoso.test', status: 'archived' },
  ]);
});

test('an empty audience is one empty page', async () => {
  connection = await startConnection();
  await expect(readAll()).resolves.toMatchObject({ members: [], total: 0 });
});
