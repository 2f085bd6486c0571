import { openStandIn, type OpenStandIn } from './open-stand-in';

const wilma = 'wilma@flint.example';
const betty = 'betty@flint.example';
let open: OpenStandIn;
let vip: string;
beforeEach(async () => {
  open = await openStandIn(
    [
      { email_address: wilma, status: 'subscribed', tags: ['VIP'] },
      { email_address: betty, status: 'subscribed' },
    ],
    { tags: ['VIP', 'Press'] },
  );
  const { body } = await open.list('GET', '/segments');
  vip = `/segments/${Object(body['segments'])[0].id}`;
});
afterEach(() => open.close());

const tagsOf = async (address: string): Promise<string[]> => {
  const tags: { name: string }[] = Object((await open.list('GET', `/members/${address}`)).body['tags']);
  return tags.map(({ name }) => name);
};
const play = async (order: object): Promise<number> =>
  (await open.control('POST', '/play', { audience: 'news', ...order })).status;

test('a renamed tag keeps its id and its members', async () => {
  expect((await open.list('PATCH', vip, { name: 'Friends' })).body).toMatchObject({ name: 'Friends', member_count: 1 });
  expect(await tagsOf(wilma)).toEqual(['Friends']);
  expect((await open.list('PATCH', vip, { name: 'friends' })).body).toMatchObject({ name: 'friends' });
  expect((await open.list('GET', '/tag-search?name=vip')).body['total_items']).toBe(0);
});

test('a list of addresses replaces the members of a tag', async () => {
  const body = { name: 'VIP', static_segment: [betty, 'nobody@flint.example'] };
  expect((await open.list('PATCH', vip, body)).body).toMatchObject({ member_count: 1 });
  expect([await tagsOf(wilma), await tagsOf(betty)]).toEqual([[], ['VIP']]);
  await open.list('PATCH', vip, { name: 'VIP', static_segment: [] });
  expect(await tagsOf(betty)).toEqual([]);
});

test('a tag cannot take the name of another one, nor none', async () => {
  expect((await open.list('PATCH', vip, { name: 'press' })).status).toBe(400);
  expect((await open.list('PATCH', vip, { name: ' ' })).status).toBe(400);
});

test('an administrator renames and deletes tags', async () => {
  expect(await play({ do: 'rename-tag', tag: 'vip', new_name: 'Friends' })).toBe(200);
  expect(await tagsOf(wilma)).toEqual(['Friends']);
  expect(await play({ do: 'rename-tag', tag: 'Friends', new_name: 'Press' })).toBe(400);
  expect(await play({ do: 'delete-tag', tag: 'Friends' })).toBe(200);
  expect(await tagsOf(wilma)).toEqual([]);
  expect((await open.list('GET', vip)).status).toBe(404);
  expect(await play({ do: 'delete-tag', tag: 'Friends' })).toBe(400);
});
