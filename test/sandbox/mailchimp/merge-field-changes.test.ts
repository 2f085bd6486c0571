import { openStandIn, type OpenStandIn, type Reply } from './open-stand-in';

const wilma = 'wilma@flint.example';
let open: OpenStandIn;
beforeEach(async () => {
  open = await openStandIn([{ email_address: wilma, status: 'subscribed', merge_fields: { FNAME: 'Wilma' } }]);
});
afterEach(() => open.close());

const create = (body: object, deliberate = false): Promise<Reply> =>
  open.list('POST', '/merge-fields', body, { deliberate });
const values = async (): Promise<Record<string, unknown>> =>
  Object((await open.list('GET', `/members/${wilma}`)).body['merge_fields']);

test('a new field gets the next id, its own tag or one by number, and the options of its type', async () => {
  expect((await create({ name: 'Company', type: 'text', tag: 'company' })).body).toMatchObject({
    merge_id: 6,
    tag: 'COMPANY',
    name: 'Company',
    type: 'text',
    required: false,
    options: { size: 25 },
    list_id: 'news',
  });
  expect((await create({ name: 'Age', type: 'number' })).body).toMatchObject({ merge_id: 7, tag: 'MERGE7' });
  expect(await values()).toMatchObject({ COMPANY: '', MERGE7: '' });
});

test('the id of a deleted field is never given again, and its values are gone', async () => {
  const { body } = await create({ name: 'Age', type: 'number', tag: 'AGE' });
  await open.list('PATCH', `/members/${wilma}`, { merge_fields: { AGE: 41 } });
  expect((await open.list('DELETE', `/merge-fields/${String(body['merge_id'])}`)).status).toBe(204);
  expect(await values()).not.toHaveProperty('AGE');
  expect((await create({ name: 'Age', type: 'number', tag: 'AGE' })).body['merge_id']).toBe(7);
  expect(await values()).toMatchObject({ AGE: '' });
});

test('a field is renamed and made required; its type stays, its values follow its tag', async () => {
  const patched = await open.list('PATCH', '/merge-fields/1', {
    name: 'Given name',
    tag: 'GIVEN',
    required: true,
    help_text: 'As on your passport',
  });
  expect(patched.body).toMatchObject({
    merge_id: 1,
    name: 'Given name',
    tag: 'GIVEN',
    type: 'text',
    required: true,
    help_text: 'As on your passport',
    options: { size: 25 },
  });
  expect(await values()).toMatchObject({ GIVEN: 'Wilma' });
  const nobody = { email_address: 'betty@flint.example', status: 'subscribed' };
  expect((await open.list('POST', '/members', nobody)).body['errors']).toEqual([
    { field: 'GIVEN', message: 'Please enter a value' },
  ]);
});

test.each([
  ['without a name', { type: 'text' }, true],
  ['without a type', { name: 'X' }, true],
  ['of an unknown type', { name: 'X', type: 'boolean' }, true],
  ['with a tag of eleven characters', { name: 'X', type: 'text', tag: 'ABCDEFGHIJK' }, false],
  ['with a blank in its tag', { name: 'X', type: 'text', tag: 'A B' }, false],
  ['with the tag of the address', { name: 'X', type: 'text', tag: 'EMAIL' }, false],
  ['with a tag that is taken', { name: 'X', type: 'text', tag: 'fname' }, false],
  ['that has nothing to choose from', { name: 'X', type: 'dropdown' }, false],
])('a field %s is refused', async (_what, body, deliberate) => {
  expect((await create(body, deliberate)).body).toMatchObject({ status: 400, title: 'Invalid Resource' });
  expect((await open.list('GET', '/merge-fields')).body['total_items']).toBe(5);
});

test('an audience has at most 30 fields, or as many as the plan allows', async () => {
  for (let count = 5; count < 30; count += 1) expect((await create({ name: 'X', type: 'text' })).status).toBe(200);
  expect((await create({ name: 'X', type: 'text' })).status).toBe(400);
  await open.control('PATCH', '/switches', { maxMergeFields: 31 });
  expect((await create({ name: 'X', type: 'text' })).status).toBe(200);
});

test('an American telephone number has ten digits', async () => {
  await create({ name: 'Mobile', type: 'phone', tag: 'MOBILE', options: { phone_format: 'US' } });
  const write = (MOBILE: string) => open.list('PATCH', `/members/${wilma}`, { merge_fields: { MOBILE } });
  expect((await write('(404) 555-0100')).status).toBe(200);
  expect((await write('+49 30 1')).body['errors']).toEqual([
    { field: 'MOBILE', message: 'Please enter a complete phone number' },
  ]);
});
