import { openStandIn, type OpenStandIn } from './open-stand-in';

const wilma = 'wilma@flint.example';
const betty = 'betty@flint.example';
let open: OpenStandIn;
beforeEach(async () => {
  open = await openStandIn(
    [
      { email_address: wilma, status: 'subscribed', interests: ['Red'], timestamp_opt: '2026-01-01T00:00:00Z' },
      { email_address: betty, status: 'subscribed', interests: ['red', 'Colours: Blue'] },
      { email_address: 'fred@flint.example', status: 'unsubscribed', interests: ['Red'] },
    ],
    { interest_categories: [{ title: 'Colours', type: 'radio', interests: ['Red', 'Blue', 'Green'] }] },
  );
});
afterEach(() => open.close());

const list = async (path: string): Promise<Record<string, string>[]> => {
  const { body } = await open.list('GET', path);
  return Object(body['categories'] ?? body['interests']);
};
const category = async (): Promise<string> => String((await list('/interest-categories'))[0]?.['id']);
const interests = async (): Promise<string> => `/interest-categories/${await category()}/interests`;
const idOf = async (name: string): Promise<string> => {
  const found = (await list(`${await interests()}?count=100`)).find((interest) => interest['name'] === name);
  return found?.['id'] ?? 'no such interest';
};
const member = async (address = wilma): Promise<Record<string, unknown>> =>
  (await open.list('GET', `/members/${address}`)).body;

test('categories and their interests are listed', async () => {
  expect((await open.list('GET', '/interest-categories')).body).toMatchObject({
    categories: [{ title: 'Colours', type: 'radio', list_id: 'news' }],
    total_items: 1,
  });
  expect((await open.list('GET', '/interest-categories?type=hidden')).body['total_items']).toBe(0);
  expect((await open.list('GET', await interests())).body).toMatchObject({
    interests: [
      { name: 'Red', subscriber_count: '2' },
      { name: 'Blue', subscriber_count: '1' },
      { name: 'Green', subscriber_count: '0' },
    ],
    category_id: await category(),
    total_items: 3,
  });
  expect((await open.list('GET', `${await interests()}?count=1&offset=1`)).body).toMatchObject({
    interests: [{ name: 'Blue' }],
    total_items: 3,
  });
});

test('a category and an interest are made, renamed and deleted', async () => {
  const made = await open.list('POST', '/interest-categories', { title: 'Hobbies', type: 'checkboxes' });
  const path = `/interest-categories/${String(made.body['id'])}`;
  expect((await open.list('PATCH', path, { title: 'Pastimes', type: 'hidden' })).body).toMatchObject({
    id: made.body['id'],
    title: 'Pastimes',
    type: 'hidden',
  });
  const bowling = await open.list('POST', `${path}/interests`, { name: 'Bowling' });
  const one = `${path}/interests/${String(bowling.body['id'])}`;
  expect((await open.list('PATCH', one, { name: 'Darts' })).body).toMatchObject({ name: 'Darts' });
  expect((await open.list('GET', one)).body).toMatchObject({ name: 'Darts', subscriber_count: '0' });
  expect((await open.list('DELETE', one)).status).toBe(204);
  expect((await open.list('GET', one)).status).toBe(404);
  expect((await open.list('DELETE', path)).status).toBe(204);
  expect((await open.list('GET', `${path}/interests`)).status).toBe(404);
});

test.each([
  ['a category without a title', '/interest-categories', { type: 'radio' }, true],
  ['a category of an unknown type', '/interest-categories', { title: 'X', type: 'menu' }, true],
  ['a category that is there already', '/interest-categories', { title: 'colours', type: 'radio' }, false],
  ['an interest without a name', 'interests', {}, true],
  ['an interest that is there already', 'interests', { name: 'red' }, false],
])('%s is refused', async (_what, path, body, deliberate) => {
  const place = path === 'interests' ? await interests() : path;
  const refused = await open.list('POST', place, body, { deliberate });
  expect(refused.body).toMatchObject({ status: 400, title: 'Invalid Resource' });
});

test('a member shows all interests of the audience, in an audience without any it shows none', async () => {
  expect((await member())['interests']).toEqual({
    [await idOf('Red')]: true,
    [await idOf('Blue')]: false,
    [await idOf('Green')]: false,
  });
  await open.list('DELETE', `/interest-categories/${await category()}`);
  expect(await member()).not.toHaveProperty('interests');
});

test('PATCH, PUT, POST and the bulk call write interests; what is not named stays', async () => {
  const [red, blue, green] = [await idOf('Red'), await idOf('Blue'), await idOf('Green')];
  await open.list('PATCH', `/members/${wilma}`, { interests: { [blue]: true } });
  expect((await member())['interests']).toEqual({ [red]: true, [blue]: true, [green]: false });
  expect((await member())['last_changed']).toBe('2026-01-10T09:00:00+00:00');
  await open.list('PUT', `/members/${wilma}`, { interests: { [red]: false } });
  expect((await member())['interests']).toEqual({ [red]: false, [blue]: true, [green]: false });
  const barney = { email_address: 'barney@flint.example', status: 'subscribed', interests: { [green]: true } };
  expect((await open.list('POST', '/members', barney)).body['interests']).toMatchObject({ [green]: true });
  const bulk = await open.list('POST', '', {
    members: [
      { email_address: betty, status: 'subscribed', interests: { [red]: false } },
      { email_address: 'new@flint.example', status: 'subscribed', interests: { [blue]: true } },
    ],
    update_existing: true,
  });
  expect(bulk.body).toMatchObject({
    new_members: [{ interests: { [blue]: true } }],
    updated_members: [{ interests: { [red]: false, [blue]: true } }],
  });
});

test('an interest that the audience has not is refused, or passed over', async () => {
  const write = () =>
    open.list('PATCH', `/members/${wilma}`, { interests: { abcdef1234: true }, merge_fields: { FNAME: 'W.' } });
  expect((await write()).body['errors']).toEqual([
    { field: 'interests', message: 'Invalid interest ID: "abcdef1234".' },
  ]);
  expect((await member())['full_name']).toBe('');
  await open.control('PATCH', '/switches', { unknownInterests: 'ignored' });
  expect((await write()).body['full_name']).toBe('W.');
});

test('a deleted interest vanishes from its members', async () => {
  const red = await idOf('Red');
  await open.list('DELETE', `${await interests()}/${red}`);
  expect((await member())['interests']).not.toHaveProperty(red);
});

test('a change of interests may leave last_changed alone', async () => {
  await open.control('PATCH', '/switches', { interestsBumpLastChanged: false });
  await open.list('PATCH', `/members/${wilma}`, { interests: { [await idOf('Blue')]: true } });
  expect((await member())['last_changed']).toBe('2026-01-01T00:00:00+00:00');
});

test.each([
  ['any', 'Red,Blue', [betty, 'fred@flint.example', wilma]],
  ['all', 'Red,Blue', [betty]],
  ['none', 'Blue', ['fred@flint.example', wilma]],
])('members with %s of %s', async (match, names, expected) => {
  const ids = await Promise.all(names.split(',').map(idOf));
  const query = `interest_category_id=${await category()}&interest_ids=${ids.join(',')}&interest_match=${match}`;
  const { body } = await open.list('GET', `/members?${query}`);
  const found: { email_address: string }[] = Object(body['members']);
  expect(found.map(({ email_address }) => email_address).toSorted()).toEqual(expected);
});

test('members are asked for by interest with all three parameters or none', async () => {
  expect((await open.list('GET', '/members?interest_match=any')).status).toBe(400);
  const query = `interest_category_id=${await category()}&interest_ids=nothing&interest_match=any`;
  expect((await open.list('GET', `/members?${query}`)).status).toBe(400);
});

test('a seed that names an interest which the audience lacks is refused', async () => {
  const members = [{ email_address: wilma, status: 'subscribed', interests: ['Red'] }];
  const accounts = [{ id: 'c', name: 'C', key: 'stand-in-us1', audiences: [{ id: 'a', name: 'A', members }] }];
  expect((await open.control('POST', '/seed', { accounts })).body['error']).toBe(
    `Audience "A" has no interest "Red" (${wilma}).`,
  );
});
