import { createHash } from 'node:crypto';
import { openStandIn, type OpenStandIn } from './open-stand-in';

const wilma = 'wilma@flint.example';
const hash = (address: string): string => createHash('md5').update(address.toLowerCase()).digest('hex');

let open: OpenStandIn;
beforeEach(async () => {
  open = await openStandIn([
    {
      email_address: wilma,
      status: 'subscribed',
      merge_fields: { FNAME: 'Wilma' },
      tags: ['VIP'],
      timestamp_opt: '2026-01-01T00:00:00Z',
    },
    { email_address: 'barney@flint.example', status: 'unsubscribed', unsubscribed_by: 'admin' },
    { email_address: 'gone@flint.example', status: 'archived' },
  ]);
});
afterEach(() => open.close());

const get = async (name: string): Promise<Record<string, unknown>> => (await open.list('GET', `/members/${name}`)).body;
const lastChanged = async (): Promise<unknown> => (await get(wilma))['last_changed'];
const before = '2026-01-01T00:00:00+00:00';
const now = '2026-01-10T09:00:00+00:00';

describe('a member is found', () => {
  test.each(['hash', 'address', 'address in capitals', 'contact_id'])('by %s', async (how) => {
    const { contact_id } = await get(wilma);
    const names: Record<string, string> = {
      hash: hash(wilma),
      address: wilma,
      'address in capitals': wilma.toUpperCase(),
      contact_id: String(contact_id),
    };
    expect(await get(names[how] ?? '')).toMatchObject({ email_address: wilma, status: 'subscribed' });
  });

  test('only by hash where only the hash is documented', async () => {
    const { contact_id } = await get(wilma);
    for (const name of [wilma, String(contact_id)]) {
      expect((await open.list('POST', `/members/${name}/tags`, { tags: [] })).status).toBe(404);
      expect((await open.list('POST', `/members/${name}/actions/delete-permanent`)).status).toBe(404);
      expect((await open.list('GET', `/members/${name}/activity-feed`)).status).toBe(404);
    }
    expect((await open.list('POST', `/members/${hash(wilma)}/tags`, { tags: [] })).status).toBe(204);
  });
});

test('a new member has the ids, dates and texts of the service', async () => {
  const { body } = await open.list('POST', '/members', {
    email_address: 'Betty@Flint.example',
    status: 'subscribed',
    merge_fields: { FNAME: 'Betty', LNAME: 'Rubble', NONSENSE: 'x' },
    tags: ['VIP', 'new'],
  });
  expect(body).toMatchObject({
    id: hash('betty@flint.example'),
    email_address: 'Betty@Flint.example',
    full_name: 'Betty Rubble',
    timestamp_opt: now,
    timestamp_signup: '',
    last_changed: now,
    member_rating: 2,
    source: 'API - Generic',
    merge_fields: { FNAME: 'Betty', LNAME: 'Rubble', ADDRESS: '', PHONE: '', BIRTHDAY: '' },
    tags_count: 2,
    tags: [{ name: 'new' }, { name: 'VIP' }],
  });
  expect([body['unique_email_id'], body['contact_id']]).toEqual([
    expect.stringMatching(/^[0-9a-f]{10}$/),
    expect.stringMatching(/^[0-9a-f]{32}$/),
  ]);
  expect(body).not.toHaveProperty('unsubscribe_reason');
});

test.each([
  ['no address at all', { status: 'subscribed' }, 'Required fields were not provided: email_address'],
  ['no status', { email_address: 'a@flint.example' }, 'Required fields were not provided: status'],
  ['null for an address', { email_address: null, status: 'subscribed' }, 'Schema describes string, NULL found'],
  [
    'null for merge fields',
    { email_address: 'a@flint.example', status: 'subscribed', merge_fields: null },
    'Schema describes object, NULL found',
  ],
  [
    'no IP address',
    { email_address: 'a@flint.example', status: 'subscribed', ip_opt: 'here' },
    'Please provide a valid IP address.',
  ],
  [
    'an unknown interest',
    { email_address: 'a@flint.example', status: 'subscribed', interests: { abc: true } },
    'Invalid interest ID: "abc".',
  ],
])('%s is refused with the place and the reason', async (_what, body, message) => {
  const answer = await open.list('POST', '/members', body, { deliberate: true });
  expect(answer.body).toMatchObject({ status: 400, title: 'Invalid Resource', errors: [{ message }] });
});

test.each([
  ['nonsense', 'Please provide a valid email address.'],
  ['a b@flint.example', 'Please provide a valid email address.'],
  ['someone@example.com', 'someone@example.com looks fake or invalid, please enter a real email address.'],
  ['test@test.example', 'test@test.example looks fake or invalid, please enter a real email address.'],
  ['fred@gmial.com', 'fred@gmial.com looks fake or invalid, please enter a real email address.'],
])('the address %s is refused', async (address, detail) => {
  const answer = await open.list('POST', '/members', { email_address: address, status: 'subscribed' });
  expect([answer.status, answer.body['detail']]).toEqual([400, detail]);
});

test('the rules for fake and role addresses are switches', async () => {
  await open.control('PATCH', '/switches', { fakeAddressRule: 'off', roleAddressRule: 'refused' });
  expect((await open.list('POST', '/members', { email_address: 'a@example.com', status: 'subscribed' })).status).toBe(
    200,
  );
  expect(
    (await open.list('POST', '/members', { email_address: 'admin@flint.example', status: 'subscribed' })).status,
  ).toBe(400);
});

describe('PUT', () => {
  test('a body of nothing but the status works on a known hash', async () => {
    const answer = await open.list('PUT', `/members/${hash(wilma)}`, { status: 'unsubscribed' });
    expect(answer.body).toMatchObject({ status: 'unsubscribed', unsubscribe_reason: 'N/A (Unsubscribed by admin)' });
  });

  test('status_if_new and tags are passed over for a known member', async () => {
    const body = { email_address: wilma, status_if_new: 'unsubscribed', tags: ['other'] };
    const answer = await open.list('PUT', `/members/${hash(wilma)}`, body, { deliberate: true });
    expect(answer.body).toMatchObject({ status: 'subscribed', tags: [{ name: 'VIP' }], last_changed: before });
  });

  test('a stranger needs an address and a status', async () => {
    const none = await open.list('PUT', `/members/${hash('new@flint.example')}`, {});
    expect(none.body['errors']).toEqual([
      { field: '', message: 'Required fields were not provided: email_address, status_if_new' },
    ]);
    const answer = await open.list('PUT', `/members/${hash('new@flint.example')}`, {
      email_address: 'new@flint.example',
      status: 'pending',
    });
    expect(answer.body['status']).toBe('pending');
  });

  test('under a hash that nobody has, the newcomer gets the hash of the address', async () => {
    const answer = await open.list('PUT', `/members/${hash('x@flint.example')}`, {
      email_address: 'y@flint.example',
      status_if_new: 'subscribed',
    });
    expect(answer.body['id']).toBe(hash('y@flint.example'));
    const known = await open.list('PUT', `/members/${hash('x@flint.example')}`, {
      email_address: wilma,
      status_if_new: 'subscribed',
    });
    expect(known.body['title']).toBe('Member Exists');
  });
});

describe('a change of address', () => {
  test('moves the hash and keeps everything else', async () => {
    const old = await get(wilma);
    const answer = await open.list('PATCH', `/members/${hash(wilma)}`, { email_address: 'wilma@slate.example' });
    expect(answer.body).toMatchObject({
      id: hash('wilma@slate.example'),
      contact_id: old['contact_id'],
      web_id: old['web_id'],
      tags: old['tags'],
      merge_fields: old['merge_fields'],
      timestamp_opt: old['timestamp_opt'],
      last_changed: now,
    });
    expect(answer.body['unique_email_id']).not.toBe(old['unique_email_id']);
    expect((await open.list('GET', `/members/${hash(wilma)}`)).status).toBe(404);
    expect((await open.list('POST', '/members', { email_address: wilma, status: 'subscribed' })).status).toBe(200);
  });

  test('is only for subscribed members', async () => {
    const answer = await open.list('PATCH', `/members/${hash('barney@flint.example')}`, {
      email_address: 'b@slate.example',
    });
    expect(answer.body['errors']).toEqual([
      {
        field: 'email address',
        message: `This member's status is "unsubscribed." You can only update email addresses for members with a status of "subscribed."`,
      },
    ]);
  });

  test.each([
    ['barney@flint.example', 'Unsubscribed'],
    ['gone@flint.example', 'Deleted'],
  ])('is refused when %s is there already', async (address, word) => {
    const answer = await open.list('PUT', `/members/${hash(wilma)}`, { email_address: address });
    expect(answer.body['errors']).toEqual([
      { field: 'email address', message: `"${address}" is already in this list with a status of "${word}".` },
    ]);
  });

  test.each([
    ['accepted', 200, 'Wilma@Flint.example', now],
    ['ignored', 200, wilma, before],
    ['refused', 400, wilma, before],
  ])('of nothing but its case: %s', async (word, status, shown, changed) => {
    await open.control('PATCH', '/switches', { emailCaseChange: word });
    expect((await open.list('PATCH', `/members/${hash(wilma)}`, { email_address: 'Wilma@Flint.example' })).status).toBe(
      status,
    );
    expect(await get(wilma)).toMatchObject({ id: hash(wilma), email_address: shown, last_changed: changed });
  });
});

describe('archive and delete', () => {
  test('an archived member keeps tags and values and is found only when asked for', async () => {
    await open.list('DELETE', `/members/${hash(wilma)}`);
    expect(await get(wilma)).toMatchObject({
      status: 'archived',
      tags: [{ name: 'VIP' }],
      merge_fields: { FNAME: 'Wilma' },
      last_changed: now,
    });
    const addresses = async (query: string): Promise<unknown[]> =>
      Object.values(Object((await open.list('GET', `/members?fields=members.email_address${query}`)).body['members']));
    expect(await addresses('')).toEqual([{ email_address: 'barney@flint.example' }]);
    expect(await addresses('&status=archived')).toHaveLength(2);
    await open.control('PATCH', '/switches', { listArchivedByDefault: true });
    expect(await addresses('')).toHaveLength(3);
  });

  test('POST brings an archived member back as it was, with today as the day of opting in', async () => {
    const old = await get(wilma);
    await open.list('DELETE', `/members/${hash(wilma)}`);
    const { body } = await open.list('POST', '/members', { email_address: wilma, status: 'subscribed' });
    expect(body).toMatchObject({
      id: old['id'],
      contact_id: old['contact_id'],
      web_id: old['web_id'],
      tags: old['tags'],
      merge_fields: old['merge_fields'],
      timestamp_opt: now,
    });
  });

  test('an address deleted for ever is gone and only the person brings it back', async () => {
    expect((await open.list('POST', `/members/${hash(wilma)}/actions/delete-permanent`)).status).toBe(204);
    expect((await open.list('GET', `/members/${hash(wilma)}`)).status).toBe(404);
    for (const status of ['subscribed', 'pending']) {
      const { body } = await open.list('POST', '/members', { email_address: wilma, status });
      expect(body).toEqual({
        title: 'Forgotten Email Not Subscribed',
        status: 400,
        detail: `${wilma} was permanently deleted and cannot be re-imported. The contact must re-subscribe to get back on the list.`,
        instance: expect.any(String),
      });
    }
    await open.control('POST', '/play', { audience: 'news', email: wilma, do: 'subscribe' });
    expect(await get(wilma)).toMatchObject({ status: 'subscribed', timestamp_signup: now });
  });
});

describe('last_changed', () => {
  test.each<[string, string, string, object]>([
    ['a merge field', 'PATCH', '', { merge_fields: { FNAME: 'W.' } }],
    ['a status', 'PATCH', '', { status: 'unsubscribed' }],
    ['an address', 'PATCH', '', { email_address: 'WILMA@flint.example' }],
    ['a new tag', 'POST', '/tags', { tags: [{ name: 'new', status: 'active' }] }],
    ['a tag that is there already', 'POST', '/tags', { tags: [{ name: 'VIP', status: 'active' }] }],
    ['a tag taken away', 'POST', '/tags', { tags: [{ name: 'vip', status: 'inactive' }] }],
    ['vip', 'PATCH', '', { vip: true }],
    ['the language', 'PATCH', '', { language: 'de' }],
  ])('moves with %s', async (_what, method, path, body) => {
    expect(await lastChanged()).toBe(before);
    await open.list(method, `/members/${hash(wilma)}${path}`, body);
    expect(await lastChanged()).toBe(now);
  });

  test.each<[string, string, string, object]>([
    [
      'a PUT that changes nothing',
      'PUT',
      '',
      { email_address: wilma, status: 'subscribed', merge_fields: { FNAME: 'Wilma' } },
    ],
    ['unknown merge fields', 'PATCH', '', { merge_fields: { NONSENSE: '1' } }],
    ['no tags', 'POST', '/tags', { tags: [] }],
    ['taking away a tag that is not there', 'POST', '/tags', { tags: [{ name: 'none', status: 'inactive' }] }],
  ])('does not move with %s', async (_what, method, path, body) => {
    await open.list(method, `/members/${hash(wilma)}${path}`, body);
    expect(await lastChanged()).toBe(before);
  });

  test('may stay with vip and language', async () => {
    await open.control('PATCH', '/switches', { vipBumps: false, languageBumps: false });
    await open.list('PATCH', `/members/${hash(wilma)}`, { vip: true, language: 'de' });
    expect(await get(wilma)).toMatchObject({ vip: true, language: 'de', last_changed: before });
  });
});

test('the counts of an audience lag behind, as they come from a cache of five minutes', async () => {
  const count = async (): Promise<unknown> =>
    Object((await open.list('GET', '?include_total_contacts=true')).body['stats']).member_count;
  expect(await count()).toBe(1);
  await open.list('POST', '/members', { email_address: 'betty@flint.example', status: 'subscribed' });
  expect(await count()).toBe(1);
  open.clock.advance(300);
  expect(await count()).toBe(2);
  await open.control('PATCH', '/switches', { statsCacheSeconds: 0 });
  await open.list('DELETE', `/members/${hash(wilma)}`);
  expect(await count()).toBe(1);
});

test('audiences are listed by day of creation and by member', async () => {
  const audiences = [
    {
      id: 'older',
      name: 'Older',
      date_created: '2024-01-01T00:00:00Z',
      members: [{ email_address: 'only@flint.example', status: 'subscribed' }],
    },
  ];
  await open.control('POST', '/seed', {
    accounts: [{ id: 'contoso00000000000000001', name: 'Contoso Ltd', key: 'stand-in-us1', audiences }],
  });
  const ids = async (query: string): Promise<unknown> => {
    const { body } = await open.call('GET', `/lists?fields=lists.id${query}`);
    return Object.values(Object(body['lists'])).map((list) => Object(list).id);
  };
  expect(await ids('')).toEqual(['news', 'older']);
  expect(await ids('&sort_field=date_created&sort_dir=ASC')).toEqual(['older', 'news']);
  expect(await ids('&email=only@flint.example')).toEqual(['older']);
  expect(await ids('&since_date_created=2024-06-01')).toEqual(['news']);
  expect(await ids('&count=1&offset=1')).toEqual(['older']);
});
