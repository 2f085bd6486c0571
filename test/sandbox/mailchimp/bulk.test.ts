import { openStandIn, type OpenStandIn, type Reply } from './open-stand-in';

let open: OpenStandIn;
beforeEach(async () => {
  open = await openStandIn([
    { email_address: 'wilma@flint.example', status: 'subscribed', tags: ['VIP', 'old'] },
    { email_address: 'fred@flint.example', status: 'unsubscribed', unsubscribed_by: 'person' },
    { email_address: 'gone@flint.example', status: 'archived', tags: ['kept'] },
  ]);
});
afterEach(() => open.close());

const bulk = (body: object, query = ''): Promise<Reply> => open.list('POST', query, body);
const person = (name: string, more: object = {}): object => ({
  email_address: `${name}@flint.example`,
  status: 'subscribed',
  ...more,
});
const addresses = (list: unknown): unknown[] => Object.values(Object(list)).map((item) => Object(item).email_address);

test('newcomers are written, known ones are errors unless they may be updated', async () => {
  const { status, body } = await bulk({ members: [person('betty', { tags: ['new'] }), person('wilma')] });
  expect(status).toBe(200);
  expect(body).toMatchObject({ total_created: 1, total_updated: 0, error_count: 1, updated_members: [] });
  expect(body['new_members']).toMatchObject([{ email_address: 'betty@flint.example', tags: [{ name: 'new' }] }]);
  expect(body['errors']).toEqual([
    {
      email_address: 'wilma@flint.example',
      error:
        'wilma@flint.example is already a list member, do you want to update? please provide update_existing:true in the request body',
      error_code: 'ERROR_CONTACT_EXISTS',
      field: '',
      field_message: '',
    },
  ]);
});

test('500 members fit into one call, 501 do not', async () => {
  const people = (count: number): object[] => Array.from({ length: count }, (_, index) => person(`p${index}`));
  expect((await open.list('POST', '', { members: people(501) }, { deliberate: true })).status).toBe(400);
  expect((await bulk({ members: people(500) })).body['total_created']).toBe(500);
});

test('what one member is refused for does not stop the others', async () => {
  const { body } = await bulk({
    update_existing: true,
    members: [
      person('fred'),
      { email_address: 'someone@example.com', status: 'subscribed' },
      person('pebbles', { merge_fields: { BIRTHDAY: 'soon' } }),
      { email_address: 'nostatus@flint.example' },
      { status: 'subscribed' },
      person('wilma', { merge_fields: { FNAME: 'Wilma' } }),
    ],
  });
  expect(addresses(body['updated_members'])).toEqual(['wilma@flint.example']);
  expect(body['errors']).toMatchObject([
    {
      email_address: 'fred@flint.example',
      error: expect.stringContaining('is in a compliance state'),
      error_code: 'ERROR_GENERIC',
    },
    { error: 'someone@example.com looks fake or invalid, please enter a real email address.' },
    { error: 'Your merge fields were invalid.', field: 'BIRTHDAY', field_message: 'Please enter a month and a day' },
    { error: 'Required fields were not provided: status' },
    { email_address: '', error: 'Please provide a valid email address.' },
  ]);
  expect(body['error_count']).toBe(5);
});

test('an update without a status leaves the status alone', async () => {
  const { body } = await bulk({
    update_existing: true,
    members: [{ email_address: 'fred@flint.example', merge_fields: { FNAME: 'Fred' } }],
  });
  expect(body['updated_members']).toMatchObject([{ status: 'unsubscribed', merge_fields: { FNAME: 'Fred' } }]);
});

test('the same address twice is an error, or ignored on demand; the first one counts', async () => {
  const members = [person('betty'), { email_address: 'BETTY@flint.example', status: 'unsubscribed' }];
  const { body } = await bulk({ members });
  expect(body).toMatchObject({
    total_created: 1,
    error_count: 1,
    errors: [{ email_address: 'BETTY@flint.example', error_code: 'ERROR_GENERIC' }],
  });
  const again = await bulk(
    { members: [person('dino'), { ...members[1], email_address: 'Dino@flint.example' }] },
    '?skip_duplicate_check=true',
  );
  expect(again.body).toMatchObject({ total_created: 1, error_count: 0, new_members: [{ status: 'subscribed' }] });
});

test('sync_tags replaces the tags of known members, otherwise they stay', async () => {
  const wilma = person('wilma', { tags: ['VIP', 'new'] });
  const names = (body: Record<string, unknown>): unknown => {
    const [member] = Object.values(Object(body['updated_members']));
    return new Set(Object.values(Object(member).tags).map((tag) => Object(tag).name));
  };
  expect(names((await bulk({ update_existing: true, members: [wilma] })).body)).toEqual(new Set(['VIP', 'old']));
  expect(names((await bulk({ update_existing: true, sync_tags: true, members: [wilma] })).body)).toEqual(
    new Set(['VIP', 'new']),
  );
});

test('an archived address: exists, comes back by an update with a status, or comes back at once by switch', async () => {
  const gone = person('gone');
  expect((await bulk({ members: [gone] })).body['errors']).toMatchObject([{ error_code: 'ERROR_CONTACT_EXISTS' }]);
  await open.control('PATCH', '/switches', { bulkArchived: 'resubscribed' });
  expect((await bulk({ members: [gone] })).body['new_members']).toMatchObject([
    { status: 'subscribed', tags: [{ name: 'kept' }] },
  ]);
  await open.list('DELETE', '/members/gone@flint.example');
  const update = await bulk({ update_existing: true, members: [gone] });
  expect(update.body['updated_members']).toMatchObject([{ status: 'subscribed' }]);
});

test('a member that can be refused by the shape of the request refuses the whole request', async () => {
  const answer = await open.list(
    'POST',
    '',
    { members: [person('betty'), { email_address: 'x@flint.example', status: 'archived' }] },
    { deliberate: true },
  );
  expect(answer.body).toMatchObject({ status: 400, errors: [{ field: 'members.item:1.status' }] });
  expect((await open.list('GET', '/members/betty@flint.example')).status).toBe(404);
});
