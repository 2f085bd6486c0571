// Every status a member can have against every way of writing a status: who may become what, and what the refusal is called.

import { openStandIn, type MemberSeed, type OpenStandIn } from './open-stand-in';

const address = 'fred@flint.example';

const beginnings: Record<string, MemberSeed[]> = {
  stranger: [],
  subscribed: [{ email_address: address, status: 'subscribed' }],
  'unsubscribed in person': [{ email_address: address, status: 'unsubscribed', unsubscribed_by: 'person' }],
  'unsubscribed by an administrator': [{ email_address: address, status: 'unsubscribed', unsubscribed_by: 'admin' }],
  'unsubscribed by API': [{ email_address: address, status: 'unsubscribed', unsubscribed_by: 'api' }],
  cleaned: [{ email_address: address, status: 'cleaned' }],
  pending: [{ email_address: address, status: 'pending' }],
  transactional: [{ email_address: address, status: 'transactional' }],
  archived: [{ email_address: address, status: 'archived' }],
  'archived after a no': [{ email_address: address, status: 'archived', unsubscribed_by: 'person' }],
};

const exists = 'Member Exists';
const compliance = 'Member In Compliance State';
const notAllowed = 'Method Not Allowed';
const notFound = 'Resource Not Found';
const invalid = 'Invalid Resource';

// The cell is the status afterwards, or the title of the refusal. Columns: POST subscribed, PUT subscribed, PATCH subscribed,
// PATCH unsubscribed, PUT pending, PUT status_if_new subscribed, DELETE.
const table: [keyof typeof beginnings, ...string[]][] = [
  ['stranger', 'subscribed', 'subscribed', notFound, notFound, 'pending', 'subscribed', notFound],
  ['subscribed', exists, 'subscribed', 'subscribed', 'unsubscribed', 'pending', 'subscribed', 'archived'],
  ['unsubscribed in person', exists, compliance, compliance, 'unsubscribed', 'pending', 'unsubscribed', 'archived'],
  [
    'unsubscribed by an administrator',
    exists,
    'subscribed',
    'subscribed',
    'unsubscribed',
    'pending',
    'unsubscribed',
    'archived',
  ],
  ['unsubscribed by API', exists, 'subscribed', 'subscribed', 'unsubscribed', 'pending', 'unsubscribed', 'archived'],
  ['cleaned', exists, compliance, compliance, 'unsubscribed', 'pending', 'cleaned', notAllowed],
  ['pending', exists, 'subscribed', 'subscribed', 'unsubscribed', 'pending', 'pending', notAllowed],
  ['transactional', exists, 'subscribed', 'subscribed', 'unsubscribed', 'pending', 'transactional', 'archived'],
  ['archived', 'subscribed', 'subscribed', 'subscribed', 'unsubscribed', 'pending', 'archived', notAllowed],
  ['archived after a no', compliance, compliance, compliance, 'unsubscribed', 'pending', 'archived', notAllowed],
];

const writes: [name: string, method: string, body?: object][] = [
  ['POST subscribed', 'POST', { email_address: address, status: 'subscribed' }],
  ['PUT subscribed', 'PUT', { email_address: address, status: 'subscribed' }],
  ['PATCH subscribed', 'PATCH', { status: 'subscribed' }],
  ['PATCH unsubscribed', 'PATCH', { status: 'unsubscribed' }],
  ['PUT pending', 'PUT', { email_address: address, status: 'pending' }],
  ['PUT status_if_new', 'PUT', { email_address: address, status_if_new: 'subscribed' }],
  ['DELETE', 'DELETE'],
];

const cells = table.flatMap(([beginning, ...results]) =>
  writes.map(([name, method, body], index) => ({ beginning, name, method, body, result: results[index] ?? '' })),
);

let open: OpenStandIn;
afterEach(() => open.close());

test.each(cells)('$beginning, $name: $result', async ({ beginning, method, body, result }) => {
  open = await openStandIn(beginnings[beginning]);
  const before = await open.list('GET', `/members/${address}`);
  const path = method === 'POST' ? '/members' : `/members/${address}`;
  const answer = await open.list(method, path, body);
  const after = await open.list('GET', `/members/${address}`);
  if (answer.status >= 400) {
    expect(answer.body['title']).toBe(result);
    expect(after.body['status']).toBe(before.body['status']);
  } else expect(after.body['status']).toBe(result);
});

test('a refusal changes nothing', async () => {
  open = await openStandIn(beginnings['unsubscribed in person']);
  const before = await open.list('GET', `/members/${address}`);
  open.clock.advance(60);
  await open.list('PUT', `/members/${address}`, {
    email_address: address,
    status: 'subscribed',
    merge_fields: { FNAME: 'Fred' },
  });
  expect((await open.list('GET', `/members/${address}`)).text).toBe(before.text);
});

test.each([
  ['POST', '/members', { email_address: address, status: 'archived' }],
  ['PUT', `/members/${address}`, { email_address: address, status_if_new: 'archived' }],
  ['PATCH', `/members/${address}`, { status: 'archived' }],
  ['PATCH', `/members/${address}`, { status: 'transactional' }],
  ['PUT', `/members/${address}`, { status: 'happy' }],
])('%s %s with %j: a status that cannot be written is refused', async (method, path, body) => {
  open = await openStandIn(beginnings['subscribed']);
  const answer = await open.list(method, path, body, { deliberate: true });
  expect([answer.status, answer.body['title']]).toEqual([400, invalid]);
  expect(answer.body['errors']).toMatchObject([{ message: expect.stringContaining('not one of the accepted values') }]);
});

test('the refusals have the words of the service', async () => {
  open = await openStandIn(beginnings['unsubscribed in person']);
  const instance = expect.any(String);
  expect((await open.list('PATCH', `/members/${address}`, { status: 'subscribed' })).body).toEqual({
    title: compliance,
    status: 400,
    detail: `${address} is in a compliance state due to unsubscribe, bounce, or compliance review and cannot be subscribed.`,
    instance,
  });
  expect((await open.list('POST', '/members', { email_address: address, status: 'subscribed' })).body).toEqual({
    title: exists,
    status: 400,
    detail: `${address} is already a list member. Use PUT to insert or update list members.`,
    instance,
  });
  await open.list('DELETE', `/members/${address}`);
  const twice = await open.list('DELETE', `/members/${address}`);
  expect([twice.headers.get('allow'), twice.body['detail']]).toEqual([
    'GET, PUT',
    'This list member cannot be removed. Can not archive a contact that is bounced, pending or archived',
  ]);
});

describe('what is not known of the service is a switch', () => {
  test.each([
    ['refused', 400, 'unsubscribed'],
    ['accepted', 200, 'subscribed'],
    ['ignored', 200, 'unsubscribed'],
  ])('subscribing somebody who unsubscribed in person: %s', async (word, status, after) => {
    open = await openStandIn(beginnings['unsubscribed in person']);
    await open.control('PATCH', '/switches', { personUnsubscribeReversible: word });
    expect((await open.list('PATCH', `/members/${address}`, { status: 'subscribed' })).status).toBe(status);
    expect((await open.list('GET', `/members/${address}`)).body['status']).toBe(after);
  });

  test('a bounce is never reversible', async () => {
    open = await openStandIn(beginnings['cleaned']);
    await open.control('PATCH', '/switches', { personUnsubscribeReversible: 'accepted' });
    expect((await open.list('PATCH', `/members/${address}`, { status: 'subscribed' })).status).toBe(400);
  });

  test('the compliance refusal may carry a type', async () => {
    open = await openStandIn(beginnings['cleaned']);
    await open.control('PATCH', '/switches', { typeOnComplianceError: true });
    expect((await open.list('PATCH', `/members/${address}`, { status: 'subscribed' })).body['type']).toContain(
      'https://',
    );
  });

  test('archiving may wipe the memory of a no', async () => {
    open = await openStandIn(beginnings['unsubscribed in person']);
    await open.control('PATCH', '/switches', { archiveForgetsCompliance: true });
    await open.list('DELETE', `/members/${address}`);
    const answer = await open.list('POST', '/members', { email_address: address, status: 'subscribed' });
    expect(answer.body['status']).toBe('subscribed');
  });

  test('the limit on sign-ups may hit archived members', async () => {
    open = await openStandIn(beginnings['archived']);
    await open.control('PATCH', '/switches', { archivedResubscribeThrottle: true });
    const answer = await open.list('PUT', `/members/${address}`, { status: 'subscribed' });
    expect([answer.status, answer.body['detail']]).toEqual([
      400,
      `${address} has signed up to a lot of lists very recently; we're not allowing more signups for now`,
    ]);
  });
});

describe('confirmation mails', () => {
  test('asking somebody is counted once, repeating it is not', async () => {
    open = await openStandIn(beginnings['unsubscribed in person']);
    await open.list('PATCH', `/members/${address}`, { status: 'pending' });
    await open.list('PATCH', `/members/${address}`, { status: 'pending' });
    expect((await open.control('GET', '/confirmations')).body).toEqual({
      count: 1,
      confirmations: [{ audience: 'news', email: address, at: '2026-01-10T09:00:00+00:00', by: 'api' }],
    });
  });

  test('double opt-in does not turn a subscription by API into a question', async () => {
    open = await openStandIn([], { double_optin: true });
    const answer = await open.list('POST', '/members', { email_address: address, status: 'subscribed' });
    expect(answer.body['status']).toBe('subscribed');
    expect((await open.control('GET', '/confirmations')).body['count']).toBe(0);
  });

  test('asked after a no, only the answer of the person subscribes', async () => {
    open = await openStandIn(beginnings['unsubscribed in person']);
    await open.list('PATCH', `/members/${address}`, { status: 'pending' });
    expect((await open.list('PATCH', `/members/${address}`, { status: 'subscribed' })).body['title']).toBe(compliance);
    await open.control('POST', '/play', { audience: 'Newsletter', email: address, do: 'confirm' });
    expect((await open.list('GET', `/members/${address}`)).body['status']).toBe('subscribed');
  });
});
