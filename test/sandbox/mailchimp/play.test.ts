import { openStandIn, type OpenStandIn } from './open-stand-in';

let open: OpenStandIn;
afterEach(() => open.close());

const fred = 'fred@flint.example';
const play = (order: object): Promise<{ status: number }> =>
  open.control('POST', '/play', { audience: 'Newsletter', email: fred, ...order });
const member = async (): Promise<Record<string, unknown>> => (await open.list('GET', `/members/${fred}`)).body;

test.each([
  [
    { do: 'unsubscribe', by: 'person' },
    { status: 'unsubscribed', unsubscribe_reason: 'None given' },
  ],
  [
    { do: 'unsubscribe', by: 'admin' },
    { status: 'unsubscribed', unsubscribe_reason: 'N/A (Unsubscribed by admin)' },
  ],
  [{ do: 'complain' }, { status: 'unsubscribed' }],
  [{ do: 'clean' }, { status: 'cleaned' }],
  [{ do: 'archive', by: 'admin' }, { status: 'archived' }],
  [{ do: 'delete', by: 'admin' }, { status: 404 }],
  [{ do: 'tag', tag: 'VIP' }, { tags: [{ name: 'VIP' }] }],
  [{ do: 'edit', merge_fields: { FNAME: 'Fred' } }, { merge_fields: { FNAME: 'Fred' } }],
  [{ do: 'profile', merge_fields: { FNAME: 'Fred' } }, { full_name: 'Fred' }],
])('%j', async (order, after) => {
  open = await openStandIn([{ email_address: fred, status: 'subscribed', timestamp_opt: '2026-01-01T00:00:00Z' }]);
  expect((await play({ ...order, at: '2026-01-03T12:00:00Z' })).status).toBe(200);
  expect(await member()).toMatchObject(after);
  if (!('do' in order && order.do === 'delete'))
    expect((await member())['last_changed']).toBe('2026-01-03T12:00:00+00:00');
});

test('in an audience with double opt-in a sign-up waits for its confirmation', async () => {
  open = await openStandIn([], { double_optin: true });
  await play({ do: 'subscribe', merge_fields: { FNAME: 'Fred' } });
  expect(await member()).toMatchObject({
    status: 'pending',
    merge_fields: { FNAME: 'Fred' },
    source: 'Hosted Signup Form',
  });
  expect((await open.control('GET', '/confirmations')).body['confirmations']).toMatchObject([{ by: 'person' }]);
  await play({ do: 'confirm' });
  expect(await member()).toMatchObject({ status: 'subscribed' });
  expect((await play({ do: 'confirm' })).status).toBe(400);
});

test('somebody who unsubscribed comes back by signing up, and the API may then write the status again', async () => {
  open = await openStandIn([{ email_address: fred, status: 'unsubscribed' }]);
  await play({ do: 'subscribe' });
  await open.list('PATCH', `/members/${fred}`, { status: 'unsubscribed' });
  expect((await open.list('PATCH', `/members/${fred}`, { status: 'subscribed' })).status).toBe(200);
});

test('the activity of a member tells what happened, the latest first, and who unsubscribed', async () => {
  open = await openStandIn([{ email_address: fred, status: 'subscribed', timestamp_opt: '2026-01-01T00:00:00Z' }]);
  await play({ do: 'unsubscribe', by: 'admin', at: '2026-01-02T00:00:00Z' });
  await play({ do: 'subscribe', by: 'admin', at: '2026-01-03T00:00:00Z' });
  await play({ do: 'unsubscribe', by: 'person', at: '2026-01-04T00:00:00Z' });
  await play({ do: 'archive', by: 'admin' });
  const { id } = await member();
  const activity = await open.list('GET', `/members/${fred}/activity`);
  expect(activity.body).toMatchObject({
    activity: [
      { action: 'unsub', timestamp: '2026-01-04T00:00:00+00:00' },
      { action: 'subscribe' },
      { action: 'unsub' },
      { action: 'subscribe', timestamp: '2026-01-01T00:00:00+00:00' },
    ],
    email_id: id,
    total_items: 4,
  });
  expect((await open.list('GET', `/members/${fred}/activity?action=bounce`)).body['activity']).toEqual([]);
  const feed = await open.list('GET', `/members/${String(id)}/activity-feed?activity_filters=unsub`);
  expect(feed.body['activity']).toMatchObject([{ is_admin_unsubscribed: false }, { is_admin_unsubscribed: true }]);
});

test('a person changes the address; the ids stay and the old one is free', async () => {
  open = await openStandIn([
    { email_address: fred, status: 'subscribed', tags: ['VIP'] },
    { email_address: 'taken@flint.example', status: 'archived' },
  ]);
  const { contact_id, web_id } = await member();
  expect((await play({ do: 'upemail', new_email: 'taken@flint.example' })).status).toBe(400);
  expect((await play({ do: 'upemail', new_email: 'nonsense' })).status).toBe(400);
  expect((await play({ do: 'upemail' })).status).toBe(400);
  await play({ do: 'upemail', new_email: 'frederick@flint.example' });
  expect(await member()).toMatchObject({ status: 404 });
  expect((await open.list('GET', '/members/frederick@flint.example')).body).toMatchObject({
    contact_id,
    web_id,
    tags: [{ name: 'VIP' }],
  });
});

test('opens and clicks stand in the history, and move last_changed only where they are said to', async () => {
  open = await openStandIn([{ email_address: fred, status: 'subscribed', timestamp_opt: '2026-01-01T00:00:00Z' }]);
  await play({ do: 'open' });
  await play({ do: 'click' });
  const { id, last_changed } = await member();
  expect(last_changed).toBe('2026-01-01T00:00:00+00:00');
  const feed = await open.list('GET', `/members/${String(id)}/activity-feed?activity_filters=open,click`);
  expect(feed.body['activity']).toMatchObject([{ activity_type: 'click' }, { activity_type: 'open' }]);
  expect((await open.list('GET', `/members/${fred}/activity`)).body['total_items']).toBe(3);
  await open.control('PATCH', '/switches', { engagementBumpsLastChanged: true });
  await play({ do: 'open' });
  expect((await member())['last_changed']).toBe('2026-01-10T09:00:00+00:00');
});

test('a soft bounce stands in the history, and the member goes on as before', async () => {
  open = await openStandIn([{ email_address: fred, status: 'subscribed', timestamp_opt: '2026-01-01T00:00:00Z' }]);
  const before = await member();
  await play({ do: 'soft-bounce' });
  expect(await member()).toEqual(before);
  const feed = await open.list('GET', `/members/${String(before['id'])}/activity-feed?activity_filters=bounce`);
  expect(feed.body['activity']).toMatchObject([{ activity_type: 'bounce', bounce_type: 'soft' }]);
  const activity = await open.list('GET', `/members/${fred}/activity?action=bounce`);
  expect(activity.body['activity']).toMatchObject([{ action: 'bounce', type: 'soft' }]);
});

test('what an administrator deleted for ever comes back by the person alone', async () => {
  open = await openStandIn([{ email_address: fred, status: 'subscribed' }]);
  await play({ do: 'forget' });
  const back = { email_address: fred, status: 'pending' };
  expect((await open.list('POST', '/members', back)).body['title']).toBe('Forgotten Email Not Subscribed');
  expect((await play({ do: 'unsubscribe' })).status).toBe(400);
  await play({ do: 'subscribe' });
  expect(await member()).toMatchObject({ status: 'subscribed' });
});

test('in an audience with double opt-in who resubscribes is asked to confirm', async () => {
  open = await openStandIn([{ email_address: fred, status: 'unsubscribed' }], { double_optin: true });
  await play({ do: 'resubscribe' });
  expect(await member()).toMatchObject({ status: 'pending' });
});

test('a scene about a member needs an address', async () => {
  open = await openStandIn();
  expect(await open.control('POST', '/play', { audience: 'news', do: 'open' })).toMatchObject({
    status: 400,
    body: { error: '"open" needs an email.' },
  });
});

test('only the last 50 events are told', async () => {
  open = await openStandIn([{ email_address: fred, status: 'subscribed' }]);
  for (let round = 0; round < 30; round += 1) {
    await open.list('PATCH', `/members/${fred}`, { status: 'unsubscribed' });
    await open.list('PATCH', `/members/${fred}`, { status: 'subscribed' });
  }
  expect((await open.list('GET', `/members/${fred}/activity`)).body).toMatchObject({
    total_items: 61,
    activity: { length: 50 },
  });
});

describe('the seed', () => {
  test('is taken as a part or as a whole file, and an audience of the same id is replaced', async () => {
    open = await openStandIn();
    const accounts = [
      {
        id: 'contoso',
        name: 'Contoso',
        key: 'stand-in-us1',
        audiences: [{ id: 'news', name: 'News', members: [{ email_address: fred, status: 'cleaned' }] }],
      },
    ];
    const whole = { clock: null, mailchimp: { accounts }, dataverse: { contacts: [] }, history: [] };
    expect((await open.control('POST', '/seed', whole)).status).toBe(200);
    expect(await member()).toMatchObject({ status: 'cleaned' });
    expect((await open.list('GET', '')).body['name']).toBe('News');
  });

  test.each([
    [[{ email_address: 'nonsense', status: 'subscribed' }], '"nonsense" in audience "News" is not an e-mail address.'],
    [
      [
        { email_address: fred, status: 'subscribed' },
        { email_address: 'FRED@flint.example', status: 'subscribed' },
      ],
      'FRED@flint.example is twice in audience "News".',
    ],
    [
      [{ email_address: fred, status: 'subscribed', merge_fields: { SHOE: '9' } }],
      `Audience "News" has no merge field SHOE (${fred}).`,
    ],
  ])('%j is refused with a sentence', async (members, error) => {
    open = await openStandIn();
    const accounts = [
      { id: 'contoso', name: 'Contoso', key: 'stand-in-us1', audiences: [{ id: 'news', name: 'News', members }] },
    ];
    expect(await open.control('POST', '/seed', { accounts })).toMatchObject({ status: 400, body: { error } });
  });

  test('a very old member may keep the hash of another spelling', async () => {
    open = await openStandIn([{ id: 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa', email_address: fred, status: 'subscribed' }]);
    expect((await open.list('GET', '/members/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa')).body['email_address']).toBe(fred);
    expect((await member())['id']).toBe('aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa');
  });
});
