import { memberIdOf } from '../../../connector/mailchimp/member';
import type { Member, MemberChange, Refusal } from '../../../connector/mailchimp/port';
import { listId, memberSeed, startConnection, type Connection } from './connection';

const size = 400;
const nameOf = (index: number) => `m${index}`;
const idOf = (name: string) => memberIdOf(`${name}@contoso.test`);

let connection: Connection;
beforeEach(async () => {
  const many = Array.from({ length: size }, (_, index) => memberSeed(nameOf(index), { merge_fields: {} }));
  connection = await startConnection({
    members: [
      ...many,
      memberSeed('quitter', { status: 'unsubscribed', unsubscribed_by: 'person' }),
      memberSeed('cleaned', { status: 'cleaned' }),
      memberSeed('archived', { status: 'archived' }),
    ],
  });
});
afterEach(() => connection.close());

const naming = (index: number): MemberChange => ({
  memberId: idOf(nameOf(index)),
  do: 'names',
  names: { firstName: `First ${index}`, lastName: 'Last' },
});
const namings = (count = size) => Array.from({ length: count }, (_, index) => naming(index));
const archive = (name: string): MemberChange => ({ memberId: idOf(name), do: 'archive' });
const change = (changes: MemberChange[]) => connection.account.changeMembers(listId, changes);
const firstNames = (answers: (Member | Refusal | null)[]) => answers.map((answer) => (answer as Member).firstName);
const expected = (count = size) => Array.from({ length: count }, (_, index) => `First ${index}`);

async function asked(): Promise<Record<string, number>> {
  const report = (await connection.control('GET', '/traffic')) as { byOperation: Record<string, number> };
  return report.byOperation;
}

test('400 names cost at most four calls, and everybody gets their own', async () => {
  const answers = await change(namings());
  expect(firstNames(answers)).toEqual(expected());
  expect(connection.account.traffic()).toMatchObject({ writes: size });
  expect(connection.account.traffic().requests).toBeLessThanOrEqual(4);
  expect(await connection.account.member(listId, 'm399@contoso.test')).toMatchObject({ firstName: 'First 399' });
});

test('ten changes are calls of their own, eleven a batch', async () => {
  await change(namings(10));
  expect(await asked()).toEqual({ 'PATCH /lists/{list_id}/members/{subscriber_hash}': 10 });
  await change(namings(11));
  expect(await asked()).toMatchObject({ 'PATCH /lists/{list_id}/members/{subscriber_hash}': 10, 'POST /batches': 1 });
});

test('people who are refused in a batch stop nobody else', async () => {
  const answers = await change([
    ...namings(20),
    { memberId: idOf('quitter'), do: 'status', status: 'subscribed' },
    { memberId: idOf('nobody'), do: 'names', names: { firstName: 'N' } },
    archive('cleaned'),
    archive('archived'),
    archive('nobody'),
    archive('m30'),
  ]);
  expect(firstNames(answers.slice(0, 20))).toEqual(expected(20));
  expect(answers.slice(20)).toEqual([
    { address: 'quitter@contoso.test', kind: 'compliance', message: expect.not.stringContaining('@') },
    expect.objectContaining({ kind: 'other' }),
    expect.objectContaining({ kind: 'cannot-archive', address: 'cleaned@contoso.test' }),
    null,
    null,
    null,
  ]);
  expect(connection.account.traffic().writes).toBe(21);
});

test('many who are archived already cost a second batch, not a call each', async () => {
  const leaving = Array.from({ length: 100 }, (_, index) => archive(nameOf(index)));
  await change(leaving);
  const before = connection.account.traffic();
  expect(await change(leaving)).toEqual(leaving.map(() => null));
  const after = connection.account.traffic();
  expect([after.requests - before.requests, after.writes - before.writes]).toEqual([6, 0]);
});

test('a slow batch is looked at less and less often', async () => {
  await connection.control('PATCH', '/switches', { batchLatencyMs: 10_000 });
  expect(firstNames(await change(namings()))).toEqual(expected());
  expect(connection.waits).toEqual([1_000, 2_000, 4_000, 8_000, 15_000, 15_000]);
});

test('a batch that takes too long is stopped, to be looked at again later', async () => {
  await connection.control('PATCH', '/switches', { batchLatencyMs: 3_600_000 });
  await expect(change(namings(20))).rejects.toMatchObject({ kind: 'transient' });
  expect(connection.waits.reduce((sum, ms) => sum + ms)).toBeLessThanOrEqual(135_000);
  connection.clock.advance(24 * 3_600);
  expect(await connection.account.member(listId, 'm0@contoso.test')).toMatchObject({ firstName: '' });
});

test('results spread over many files', async () => {
  await connection.control('PATCH', '/switches', { batchResultsPerFile: 7 });
  expect(firstNames(await change(namings()))).toEqual(expected());
});

test.each([
  ['lost on its way', { reset: true }, 2],
  ['taken although its answer is lost', { status: 502, body: '<html>', afterApply: true }, 1],
  ['taken although the connection broke', { reset: true, afterApply: true }, 1],
])('a batch that is %s is looked for before it is sent again', async (_what, fault, posts) => {
  await connection.control('POST', '/faults', { method: 'POST', pathContains: '/batches', ...fault });
  expect(firstNames(await change(namings(50)))).toEqual(expected(50));
  const batches = await asked();
  expect(batches['GET /batches']).toBe(1);
  expect((batches['POST /batches'] ?? 0) + (batches['POST (fault)'] ?? 0)).toBe(posts);
});

test('the batch of another program is not taken for the one that was lost', async () => {
  const authorization = `Basic ${Buffer.from('any:stand-in-us1').toString('base64')}`;
  const operations = Array.from({ length: 50 }, () => ({ method: 'GET', path: 'ping', operation_id: 'ping' }));
  for (const count of [50, 3]) {
    await fetch(`${connection.url}/3.0/batches`, {
      method: 'POST',
      headers: { authorization },
      body: JSON.stringify({ operations: operations.slice(0, count) }),
    });
  }
  await connection.control('POST', '/faults', { method: 'POST', pathContains: '/batches', reset: true });
  expect(firstNames(await change(namings(50)))).toEqual(expected(50));
});

test('a person who fails for a passing reason within a batch is tried again', async () => {
  await connection.control('POST', '/faults', { method: 'PATCH', status: 500, times: 3 });
  expect(firstNames(await change(namings(50)))).toEqual(expected(50));
  expect(await asked()).toMatchObject({ 'PATCH /lists/{list_id}/members/{subscriber_hash}': 3, 'POST /batches': 1 });
});

test.each([
  ['breaks', { reset: true }],
  ['is refused for a moment', { status: 503 }],
  ['is no longer allowed', { status: 403 }],
])('a download that %s is fetched again', async (_what, fault) => {
  await connection.control('POST', '/faults', { pathContains: '/_results/', ...fault });
  expect(firstNames(await change(namings(50)))).toEqual(expected(50));
  expect(connection.account.traffic().writes).toBe(50);
});

test('where Mailchimp takes only small batches, several are sent', async () => {
  await connection.control('PATCH', '/switches', { maxBatchOperations: 150 });
  expect(firstNames(await change(namings()))).toEqual(expected());
  expect(connection.account.traffic().requests).toBeLessThan(20);
});

test('an audience that is gone is not a matter of one person', async () => {
  await expect(connection.account.changeMembers('gone', namings(20))).rejects.toMatchObject({ kind: 'not-found' });
});
