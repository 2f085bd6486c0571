import { openStandIn, type OpenStandIn } from './open-stand-in';

const wilma = '9d9b33c5f0f7f3e6d9c7ac14a5a6b1f4';

let open: OpenStandIn;
let hash: string;
beforeEach(async () => {
  open = await openStandIn([
    {
      email_address: 'wilma@flint.example',
      status: 'subscribed',
      tags: ['VIP'],
      timestamp_opt: '2026-01-01T00:00:00Z',
    },
    { email_address: 'barney@flint.example', status: 'unsubscribed', tags: ['VIP'] },
    { email_address: 'gone@flint.example', status: 'archived' },
  ]);
  hash = String((await open.list('GET', '/members/wilma@flint.example')).body['id']);
});
afterEach(() => open.close());

const tagsOf = async (address = 'wilma@flint.example'): Promise<unknown[]> =>
  Object.values(Object((await open.list('GET', `/members/${address}`)).body['tags'])).map((tag) => Object(tag).name);
const segmentId = async (name: string): Promise<unknown> =>
  Object(Object.values(Object((await open.list('GET', `/tag-search?name=${name}`)).body['tags']))[0]).id;

test('tags are created, added and taken away by name; the latest comes first', async () => {
  const tags = [
    { name: 'one', status: 'active' },
    { name: 'two', status: 'active' },
    { name: 'vip', status: 'inactive' },
    { name: 'unknown', status: 'inactive' },
  ];
  expect((await open.list('POST', `/members/${hash}/tags`, { tags, is_syncing: true })).status).toBe(204);
  expect(await tagsOf()).toEqual(['two', 'one']);
});

test('the case of a name does not matter, the first spelling stays', async () => {
  await open.list('POST', `/members/${hash}/tags`, { tags: [{ name: 'vIp', status: 'active' }] });
  expect(await tagsOf()).toEqual(['VIP']);
});

test('an archived member can be tagged, a stranger cannot', async () => {
  const gone = String((await open.list('GET', '/members/gone@flint.example')).body['id']);
  const tags = [{ name: 'late', status: 'active' }];
  expect((await open.list('POST', `/members/${gone}/tags`, { tags })).status).toBe(204);
  expect(await tagsOf('gone@flint.example')).toEqual(['late']);
  expect((await open.list('POST', `/members/${wilma}/tags`, { tags })).status).toBe(404);
});

test.each([
  [{}, 'Required fields were not provided: tags'],
  [{ tags: [{ name: 'x' }] }, 'Required fields were not provided: status'],
  [{ tags: [{ name: 'x', status: 'on' }] }, 'Data presented is not one of the accepted values: inactive, active.'],
])('%j is refused', async (body, message) => {
  const answer = await open.list('POST', `/members/${hash}/tags`, body, { deliberate: true });
  expect(answer.body).toMatchObject({ status: 400, errors: [{ message }] });
});

test('a member shows 50 tags and says how many there are; the rest is read in pages', async () => {
  const tags = Array.from({ length: 60 }, (_, index) => ({ name: `tag ${index}`, status: 'active' }));
  await open.list('POST', `/members/${hash}/tags`, { tags });
  const { body } = await open.list('GET', `/members/${hash}`);
  expect([body['tags_count'], body['tags']]).toMatchObject([61, { length: 50, 0: { name: 'tag 59' } }]);
  const page = await open.list('GET', `/members/${hash}/tags?count=100&offset=50`);
  expect(page.body).toMatchObject({ total_items: 61, tags: { length: 11 } });
  expect((await open.list('GET', `/members/${hash}/tags`)).body['tags']).toHaveLength(10);
});

test('a tag is a static segment with the same id; without asking it counts those who may be mailed', async () => {
  const { body } = await open.list('GET', '/segments?type=static');
  expect(body['segments']).toMatchObject([
    { id: await segmentId('vip'), name: 'VIP', type: 'static', member_count: 1 },
  ]);
  expect((await open.list('GET', '/segments?include_unsubscribed=true')).body['segments']).toMatchObject([
    { member_count: 2 },
  ]);
  expect((await open.list('GET', '/segments?type=saved')).body).toMatchObject({ segments: [], total_items: 0 });
});

test('a segment is created with those of the addresses that are in the audience', async () => {
  const created = await open.list('POST', '/segments', {
    name: 'Guests',
    static_segment: ['wilma@flint.example', 'stranger@flint.example'],
  });
  expect(created.body).toMatchObject({ name: 'Guests', member_count: 1, type: 'static' });
  const again = await open.list('POST', '/segments', { name: 'guests', static_segment: [] });
  expect([again.status, again.body['detail']]).toEqual([400, 'Sorry, that tag already exists.']);
  const conditions = await open.list('POST', '/segments', { name: 'saved', options: { match: 'any', conditions: [] } });
  expect(conditions.status).toBe(501);
});

test('500 addresses at a time enter and leave a segment; strangers and archived ones are reported', async () => {
  const id = String(await segmentId('vip'));
  const before = (await open.list('GET', `/members/${hash}`)).body['last_changed'];
  const { body } = await open.list('POST', `/segments/${id}`, {
    members_to_add: ['wilma@flint.example', 'stranger@flint.example', 'gone@flint.example'],
    members_to_remove: ['BARNEY@flint.example'],
  });
  expect(body).toMatchObject({
    members_added: [{ email_address: 'wilma@flint.example' }],
    members_removed: [{ email_address: 'barney@flint.example', tags: [] }],
    errors: [{ email_addresses: ['stranger@flint.example', 'gone@flint.example'] }],
    total_added: 1,
    total_removed: 1,
    error_count: 1,
  });
  expect((await open.list('GET', `/members/${hash}`)).body['last_changed']).not.toBe(before);
  const many = Array.from({ length: 501 }, (_, index) => `p${index}@flint.example`);
  expect((await open.list('POST', `/segments/${id}`, { members_to_add: many }, { deliberate: true })).status).toBe(400);
});

test('who is in a segment is read in pages, the unsubscribed only when asked for', async () => {
  const path = `/segments/${String(await segmentId('vip'))}/members`;
  expect((await open.list('GET', path)).body).toMatchObject({
    total_items: 1,
    members: [{ email_address: 'wilma@flint.example' }],
  });
  const all = await open.list('GET', `${path}?include_unsubscribed=true&fields=members.email_address,total_items`);
  expect(all.body).toEqual({
    total_items: 2,
    members: [{ email_address: 'wilma@flint.example' }, { email_address: 'barney@flint.example' }],
  });
});

test('one member enters and leaves a segment', async () => {
  const id = String(await segmentId('vip'));
  expect((await open.list('DELETE', `/segments/${id}/members/${hash}`)).status).toBe(204);
  expect(await tagsOf()).toEqual([]);
  expect((await open.list('DELETE', `/segments/${id}/members/${hash}`)).status).toBe(404);
  expect((await open.list('POST', `/segments/${id}/members`, { email_address: 'wilma@flint.example' })).status).toBe(
    200,
  );
  expect((await open.list('POST', `/segments/${id}/members`, { email_address: 'x@flint.example' })).status).toBe(400);
});

test('a deleted tag is gone from everybody', async () => {
  const id = String(await segmentId('vip'));
  expect((await open.list('DELETE', `/segments/${id}`)).status).toBe(204);
  expect(await tagsOf()).toEqual([]);
  expect((await open.list('GET', `/segments/${id}`)).status).toBe(404);
  expect((await open.list('GET', '/tag-search')).body).toEqual({ tags: [], total_items: 0 });
});
