import { openStandIn, type AudienceSeed, type OpenStandIn } from './open-stand-in';

const fields: NonNullable<AudienceSeed['merge_fields']> = [
  { tag: 'FNAME', name: 'First Name', type: 'text' },
  { tag: 'LNAME', name: 'Last Name', type: 'text', required: true },
  { tag: 'AGE', name: 'Age', type: 'number' },
  { tag: 'ADDRESS', name: 'Address', type: 'address' },
  { tag: 'JOINED', name: 'Joined', type: 'date' },
  { tag: 'BIRTHDAY', name: 'Birthday', type: 'birthday' },
  { tag: 'SIZE', name: 'Size', type: 'dropdown', options: { choices: ['S', 'L'] } },
  { tag: 'ZIP', name: 'Zip', type: 'zip' },
  { tag: 'PHONE', name: 'Phone', type: 'phone' },
];
const stored = { LNAME: 'Flintstone' };

let open: OpenStandIn;
beforeEach(async () => {
  open = await openStandIn([{ email_address: 'wilma@flint.example', status: 'subscribed', merge_fields: stored }], {
    merge_fields: fields,
  });
});
afterEach(() => open.close());

const home = { addr1: '1 Rock St', city: 'Bedrock', state: 'BC', zip: '12345' };
const write = async (merge_fields: object, query = ''): Promise<Record<string, unknown>> =>
  (await open.list('PATCH', `/members/wilma@flint.example${query}`, { merge_fields })).body;

test.each([
  ['AGE', 41, 41],
  ['AGE', '41.5', 41.5],
  ['AGE', '', ''],
  ['FNAME', 12, '12'],
  ['FNAME', 'ä'.repeat(200), 'ä'.repeat(127)],
  ['ADDRESS', home, home],
  ['ADDRESS', '', ''],
  ['JOINED', '2024-02-29', '2024-02-29'],
  ['BIRTHDAY', '02/29', '02/29'],
  ['SIZE', 'L', 'L'],
  ['ZIP', '02139', '02139'],
  ['PHONE', '+49 30 1', '+49 30 1'],
])('%s takes %j and reads back %j', async (tag, given, read) => {
  expect(Object((await write({ [tag]: given }))['merge_fields'])[tag]).toEqual(read);
});

test.each([
  ['AGE', 'old', 'Please enter a number'],
  ['ADDRESS', { addr1: '1 Rock St' }, 'Please enter a complete address'],
  ['ADDRESS', '1 Rock St', 'Please enter a complete address'],
  ['LNAME', '', 'Please enter a value'],
  ['JOINED', '2023-02-29', 'Please enter a date'],
  ['BIRTHDAY', '13/01', 'Please enter a month and a day'],
  ['SIZE', 'XL', 'Please choose one of the options'],
  ['ZIP', '0213', 'Please enter a zip code of 5 digits'],
  ['FNAME', null, 'Data did not match any of the schemas described in anyOf.'],
])('%s refuses %j', async (tag, given, message) => {
  expect(await write({ [tag]: given })).toMatchObject({
    status: 400,
    title: 'Invalid Resource',
    detail: 'Your merge fields were invalid.',
    errors: [{ field: tag, message }],
  });
});

test('a required field may be waived', async () => {
  expect(Object((await write({ LNAME: '' }, '?skip_merge_validation=true'))['merge_fields']).LNAME).toBe('');
  const body = { email_address: 'betty@flint.example', status: 'subscribed' };
  expect((await open.list('POST', '/members', body)).body['errors']).toEqual([
    { field: 'LNAME', message: 'Please enter a value' },
  ]);
  expect((await open.list('POST', '/members?skip_merge_validation=true', body)).status).toBe(200);
});

test('the messages speak the language of the audience', async () => {
  await open.control('PATCH', '/switches', { localisedMessages: 'de' });
  expect((await write({ LNAME: '' }))['errors']).toEqual([{ field: 'LNAME', message: 'Bitte gib einen Wert ein.' }]);
});

test('an incomplete address that is stored already blocks unrelated updates until it is cleared', async () => {
  await open.control('POST', '/play', {
    audience: 'news',
    email: 'wilma@flint.example',
    do: 'edit',
    merge_fields: { ADDRESS: { addr1: '1 Rock St' } },
  });
  expect((await write({ FNAME: 'Wilma' }))['errors']).toEqual([
    { field: 'ADDRESS', message: 'Please enter a complete address' },
  ]);
  expect(Object((await write({ FNAME: 'Wilma', ADDRESS: '' }))['merge_fields'])).toMatchObject({
    FNAME: 'Wilma',
    ADDRESS: '',
  });
});

test('the fields of an audience are listed ten at a time, or one', async () => {
  const { body } = await open.list('GET', '/merge-fields?count=2&offset=1');
  expect(body).toMatchObject({
    total_items: 9,
    merge_fields: [{ merge_id: 2, tag: 'LNAME', required: true }, { tag: 'AGE' }],
  });
  expect((await open.list('GET', '/merge-fields?required=true')).body['total_items']).toBe(1);
  expect((await open.list('GET', '/merge-fields?type=zip')).body['total_items']).toBe(1);
  expect((await open.list('GET', '/merge-fields/7')).body).toMatchObject({
    tag: 'SIZE',
    options: { choices: ['S', 'L'] },
  });
  expect((await open.list('GET', '/merge-fields/99')).status).toBe(404);
  expect((await open.list('GET', '/interest-categories')).body).toMatchObject({ categories: [], total_items: 0 });
});
