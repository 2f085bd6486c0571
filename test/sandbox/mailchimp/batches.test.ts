import { gunzipSync } from 'node:zlib';
import { Parser } from 'tar';
import { openStandIn, type OpenStandIn, type Reply } from './open-stand-in';

let open: OpenStandIn;
beforeEach(async () => {
  open = await openStandIn([
    { email_address: 'wilma@flint.example', status: 'subscribed' },
    { email_address: 'fred@flint.example', status: 'unsubscribed', unsubscribed_by: 'person' },
    { email_address: 'gone@flint.example', status: 'archived' },
  ]);
});
afterEach(() => open.close());

const member = (name: string): string => `lists/news/members/${name}@flint.example`;
const rename = (name: string, id: string): object => ({
  method: 'PATCH',
  path: member(name),
  operation_id: id,
  body: JSON.stringify({ merge_fields: { FNAME: name.toUpperCase() } }),
});
const start = (...operations: object[]): Promise<Reply> => open.call('POST', '/batches', { operations });
const read = (started: Reply): Promise<Reply> => open.call('GET', `/batches/${String(started.body['id'])}`);
const firstName = async (name: string): Promise<unknown> =>
  Object(Object((await open.call('GET', `/${member(name)}`)).body)['merge_fields'])['FNAME'];

interface Result {
  status_code: number;
  operation_id: string;
  response: string;
}

async function download(batch: Reply): Promise<{ names: string[]; results: Result[] }> {
  const answer = await fetch(String(batch.body['response_body_url']));
  expect(answer.status).toBe(200);
  const names: string[] = [];
  const results: Result[] = [];
  const parser = new Parser({
    strict: true,
    onReadEntry: (entry) => {
      names.push(entry.path);
      const chunks: Buffer[] = [];
      entry.on('data', (chunk) => chunks.push(chunk));
      entry.on('end', () => {
        if (entry.type === 'File') results.push(...JSON.parse(Buffer.concat(chunks).toString('utf8')));
      });
    },
  });
  const done = new Promise((resolve, reject) => parser.on('end', resolve).on('error', reject));
  parser.end(gunzipSync(Buffer.from(await answer.arrayBuffer())));
  await done;
  return { names, results };
}

test('a batch is taken at once and carried out afterwards', async () => {
  const started = await start(rename('wilma', 'one'), rename('fred', 'two'));
  expect(started.body).toMatchObject({
    status: 'pending',
    total_operations: 0,
    finished_operations: 0,
    errored_operations: 0,
    submitted_at: '2026-01-10T09:00:00+00:00',
    completed_at: '',
    response_body_url: '',
  });
  const finished = await read(started);
  expect(finished.body).toMatchObject({
    id: started.body['id'],
    status: 'finished',
    total_operations: 2,
    finished_operations: 2,
    errored_operations: 0,
    completed_at: '2026-01-10T09:00:00+00:00',
  });
  expect([await firstName('wilma'), await firstName('fred')]).toEqual(['WILMA', 'FRED']);
});

test('each operation has its result, refusals are counted, an empty answer is an empty text', async () => {
  const finished = await read(
    await start(
      rename('wilma', 'renamed'),
      { method: 'PUT', path: member('fred'), operation_id: 'refused', body: '{"status":"subscribed"}' },
      { method: 'DELETE', path: member('wilma'), operation_id: 'archived' },
      { method: 'PATCH', path: member('nobody'), operation_id: 'absent', body: '{"merge_fields":{}}' },
      { method: 'GET', path: 'lists/news/members', params: { count: 1, status: 'archived' } },
    ),
  );
  expect(finished.body).toMatchObject({ status: 'finished', total_operations: 5, errored_operations: 2 });
  const { names, results } = await download(finished);
  expect(names[0]).toBe('./');
  const byId = new Map(results.map((result) => [result.operation_id, result]));
  expect(byId.get('archived')).toEqual({ status_code: 204, operation_id: 'archived', response: '' });
  expect(JSON.parse(byId.get('renamed')?.response ?? '')).toMatchObject({ merge_fields: { FNAME: 'WILMA' } });
  expect(JSON.parse(byId.get('refused')?.response ?? '')).toMatchObject({
    status: 400,
    title: 'Member In Compliance State',
  });
  expect(byId.get('absent')?.status_code).toBe(404);
  expect(JSON.parse(results.find(({ operation_id }) => operation_id === null)?.response ?? '')).toMatchObject({
    members: [{ status: 'archived' }],
  });
});

test('the order is not the one given, but always the same', async () => {
  const operations = Array.from({ length: 30 }, (_, index) => rename('wilma', `${index}`));
  const { results } = await download(await read(await start(...operations)));
  const order = results.map(({ operation_id }) => operation_id);
  expect(order.toSorted((one, other) => Number(one) - Number(other))).toEqual(operations.map((_, index) => `${index}`));
  expect(order).not.toEqual(operations.map((_, index) => `${index}`));
});

test('a batch may take its time in each state', async () => {
  await open.control('PATCH', '/switches', { batchLatencyMs: 10_000 });
  const started = await start(rename('wilma', 'one'));
  const seen: unknown[] = [];
  for (let step = 0; step < 5; step += 1) {
    const { body } = await read(started);
    seen.push([body['status'], body['total_operations'], body['finished_operations'], body['completed_at'] !== '']);
    open.clock.advance(10);
  }
  expect(seen).toEqual([
    ['pending', 0, 0, false],
    ['preprocessing', 0, 0, false],
    ['started', 1, 0, false],
    ['finalizing', 1, 1, false],
    ['finished', 1, 1, true],
  ]);
});

test('a batch that is deleted in time does nothing', async () => {
  await open.control('PATCH', '/switches', { batchLatencyMs: 10_000 });
  const started = await start(rename('wilma', 'one'));
  expect((await open.call('DELETE', `/batches/${String(started.body['id'])}`)).status).toBe(204);
  open.clock.advance(60);
  expect((await read(started)).status).toBe(404);
  expect(await firstName('wilma')).toBe('');
});

test('the batches of the account, newest first', async () => {
  const ids = [await start(), await start(), await start()].map(({ body }) => body['id']);
  const { body } = await open.call('GET', '/batches?count=2&fields=batches.id,batches.status,total_items');
  expect(body).toEqual({
    batches: [
      { id: ids[2], status: 'finished' },
      { id: ids[1], status: 'finished' },
    ],
    total_items: 3,
  });
});

test('the address of the results is good for ten minutes, is renewed by asking, and takes no API key', async () => {
  const started = await start(rename('wilma', 'one'));
  const url = String((await read(started)).body['response_body_url']);
  expect((await fetch(url, { headers: { authorization: 'Bearer stand-in-us1' } })).status).toBe(400);
  open.clock.advance(601);
  expect((await fetch(url)).status).toBe(403);
  const again = await read(started);
  expect(again.body['response_body_url']).not.toBe(url);
  expect((await download(again)).results).toHaveLength(1);
  open.clock.advance(8 * 24 * 60 * 60);
  expect((await read(started)).body['response_body_url']).toBe('');
  expect(open.exchanges.filter((exchange) => exchange.url.includes('_results'))).toEqual([]);
});

test('results may be spread over several files', async () => {
  await open.control('PATCH', '/switches', { batchResultsPerFile: 2 });
  const operations = Array.from({ length: 5 }, (_, index) => rename('wilma', `${index}`));
  const { names, results } = await download(await read(await start(...operations)));
  expect(names).toHaveLength(4);
  expect(results).toHaveLength(5);
});

test('a collection without a count is read to its end', async () => {
  const members = Array.from({ length: 500 }, (_, index) => ({
    email_address: `p${index}@flint.example`,
    status: 'subscribed',
  }));
  await open.list('POST', '', { members });
  const operation = { method: 'GET', path: 'lists/news/members', params: { fields: 'members.id,total_items' } };
  const { results } = await download(await read(await start(operation)));
  const ids = results.flatMap(({ response }) => Object(JSON.parse(response))['members']);
  expect(ids).toHaveLength(502);
});

test.each([
  ['a method in lower case', { method: 'patch', path: member('wilma') }],
  ['no path', { method: 'GET' }],
  ['a body that is no text', { method: 'PATCH', path: member('wilma'), body: {} }],
])('%s refuses the whole batch', async (_what, operation) => {
  const operations = [rename('wilma', 'one'), operation];
  const answer = await open.call('POST', '/batches', { operations }, { deliberate: true });
  expect(answer.body).toMatchObject({ status: 400, title: 'Invalid Resource' });
  expect((await open.call('GET', '/batches')).body['total_items']).toBe(0);
});

test('limits of a batch, where somebody sets them', async () => {
  await open.control('PATCH', '/switches', { maxBatchOperations: 1 });
  expect((await start(rename('wilma', 'one'), rename('fred', 'two'))).status).toBe(400);
  await open.control('PATCH', '/switches', { maxBatchOperations: null, maxBatchPayload: 100 });
  expect((await start(rename('wilma', 'one'))).status).toBe(400);
});

test('no more than 500 batches wait at a time', async () => {
  await open.control('PATCH', '/switches', { batchLatencyMs: 1 });
  for (let count = 0; count < 500; count += 1) await start();
  expect((await start()).status).toBe(429);
  open.clock.advance(1);
  expect((await start()).status).toBe(200);
});
