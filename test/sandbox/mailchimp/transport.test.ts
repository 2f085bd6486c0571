import { startMailchimp } from '../../../sandbox/mailchimp/server';
import { findOperation, operations } from '../../contract/mailchimp/operations';
import { testWithContract } from '../../contract/mailchimp/contract';
import { openStandIn, type OpenStandIn } from './open-stand-in';

let open: OpenStandIn;
beforeEach(async () => {
  open = await openStandIn([{ email_address: 'wilma@flint.example', status: 'subscribed' }]);
});
afterEach(() => open.close());

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

test('the service answers a ping', async () => {
  const { status, body } = await open.call('GET', '/ping');
  expect([status, body]).toEqual([200, { health_status: "Everything's Chimpy!" }]);
});

test('the account tells its id, its name and how many people are subscribed', async () => {
  const { body } = await open.call('GET', '/');
  expect(body).toMatchObject({
    account_id: 'contoso00000000000000001',
    account_name: 'Contoso Ltd',
    total_subscribers: 1,
  });
});

test('a bearer token opens the account as a key does', async () => {
  expect(
    (await open.call('GET', '/ping', undefined, { headers: { authorization: 'Bearer stand-in-us1' } })).status,
  ).toBe(200);
});

test.each([
  ['a wrong key', { authorization: `Basic ${Buffer.from('x:wrong-us1').toString('base64')}` }, 'API Key Invalid'],
  ['a wrong token', { authorization: 'Bearer wrong' }, 'API Key Invalid'],
  ['another scheme', { authorization: 'Digest stand-in-us1' }, 'API Key Invalid'],
  ['an ordered key error', { 'x-trigger-error': 'APIKeyMissing' }, 'API Key Missing'],
])('%s is refused with 401', async (_what, headers, title) => {
  const { status, body } = await open.call('GET', '/lists', undefined, { headers });
  expect([status, body['title']]).toEqual([401, title]);
});

test('no key at all is told from a wrong one', async () => {
  const response = await fetch(`${open.standIn.url}/3.0/lists`);
  expect([response.status, (await response.json()).title]).toEqual([401, 'API Key Missing']);
});

test('a key sees the audiences of its own account only', async () => {
  const fabrikam = {
    id: 'fabrikam',
    name: 'Fabrikam',
    key: 'other-us2',
    audiences: [{ id: 'theirs', name: 'Theirs' }],
  };
  await open.control('POST', '/seed', { accounts: [fabrikam] });
  const headers = { authorization: 'Bearer other-us2' };
  const { body } = await open.call('GET', '/lists', undefined, { headers });
  expect([body['total_items'], body['lists']]).toEqual([1, [expect.objectContaining({ id: 'theirs' })]]);
  expect((await open.call('GET', '/lists/news', undefined, { headers })).status).toBe(404);
  expect((await open.call('GET', '/lists/theirs')).status).toBe(404);
});

test('answers carry the request id, the description, the page of the member and the time of the stand-in', async () => {
  const { headers } = await open.list('GET', '/members/wilma@flint.example');
  expect(headers.get('content-type')).toBe('application/json; charset=utf-8');
  expect(headers.get('x-request-id')).toMatch(uuid);
  expect(headers.get('link')).toMatch(
    /^<https:\/\/us1\.api\.mailchimp\.com\/schema\/3\.0\/.*>; rel="describedBy", <https:\/\/us1\.admin\.mailchimp\.com\/lists\/members\/view\?id=\d+>; rel="dashboard"$/,
  );
  expect(headers.get('date')).toBe('Sat, 10 Jan 2026 09:00:00 GMT');
});

test('a problem is the recorded document, its instance the request id', async () => {
  const { status, headers, body } = await open.call('GET', '/lists/nowhere');
  expect(status).toBe(404);
  expect(headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
  expect(body).toEqual({
    type: 'https://mailchimp.com/developer/marketing/docs/errors/',
    title: 'Resource Not Found',
    status: 404,
    detail: 'The requested resource could not be found.',
    instance: headers.get('x-request-id'),
  });
});

test('an empty answer says that it is JSON and has no body', async () => {
  const { status, headers, text } = await open.list('DELETE', '/members/wilma@flint.example');
  expect([status, headers.get('content-type'), text]).toEqual([204, 'application/json; charset=utf-8', '']);
});

test('what the API has and the stand-in lacks is named, what the API lacks is not found', async () => {
  const missing = await open.call('POST', '/batch-webhooks', { url: 'https://contoso.example' });
  expect([missing.status, missing.body['detail']]).toEqual([
    501,
    'The Mailchimp stand-in does not implement POST /batch-webhooks.',
  ]);
  expect((await open.call('GET', '/automations', undefined, { deliberate: true })).status).toBe(501);
  expect((await open.call('GET', '/nonsense', undefined, { deliberate: true })).status).toBe(404);
  expect((await open.list('GET', '/nonsense', undefined, { deliberate: true })).status).toBe(404);
  const wrongMethod = await open.call('PUT', '/lists/news', {}, { deliberate: true });
  expect([wrongMethod.status, wrongMethod.headers.get('allow')]).toEqual([405, 'GET, POST, PATCH, DELETE']);
});

testWithContract('every operation of the API is answered or named as missing', async () => {
  for (const { method, segments, name } of operations()) {
    const path = `/${segments.map((part) => part.replace('{list_id}', 'news')).join('/')}`;
    const { status, body } = await open.call(method, path, undefined, { deliberate: true });
    if (status === 404)
      expect([name, findOperation(method, path) === null || path.includes('{')]).toEqual([name, true]);
    else
      expect([name, status === 501 ? body['title'] : 'answered']).toEqual([
        name,
        status === 501 ? 'Not Implemented' : 'answered',
      ]);
  }
});

test('a body that is no JSON is refused', async () => {
  const { status, body } = await open.list('POST', '/members', '{"email', { deliberate: true });
  expect([status, body['title']]).toEqual([400, 'JSONParseError']);
});

test('the method may be overridden with POST only', async () => {
  const override = { 'x-http-method-override': 'PATCH' };
  const renamed = await open.call(
    'POST',
    '/lists/news/members/wilma@flint.example',
    { vip: true },
    { headers: override },
  );
  expect([renamed.status, renamed.body['vip']]).toEqual([200, true]);
  const wrong = await open.call('GET', '/lists/news', undefined, {
    headers: { 'x-http-method-override': 'DELETE' },
    deliberate: true,
  });
  expect(wrong.status).toBe(422);
});

describe('ten connections at a time', () => {
  const together = (count: number): Promise<number[]> =>
    Promise.all(Array.from({ length: count }, async () => (await open.call('GET', '/ping')).status));

  /** The calls that find a place wait in it until all the others have been refused, however slow the machine is. */
  async function whileOthersWait(count: number, places: number, switches: object = {}): Promise<number[]> {
    await open.control('PATCH', '/switches', { ...switches, latencyMs: 60_000 });
    const answered: number[] = [];
    const calls = Array.from({ length: count }, async () => {
      answered.push((await open.call('GET', '/ping')).status);
      if (answered.length === count - places) await open.control('PATCH', '/switches', { latencyMs: 0 });
    });
    await Promise.all(calls);
    return answered;
  }

  test('ten are served', async () => {
    expect(await together(10)).toEqual(Array<number>(10).fill(200));
  });

  test('the eleventh is refused with the words of the service', async () => {
    expect(await whileOthersWait(25, 10)).toEqual([...Array<number>(15).fill(429), ...Array<number>(10).fill(200)]);
    const refused = open.exchanges.find(({ status }) => status === 429);
    expect(JSON.parse(refused?.responseBody ?? '{}')).toMatchObject({
      status: 429,
      detail: 'You have exceeded the limit of 10 simultaneous connections.',
    });
    expect(refused?.responseHeaders['retry-after']).toBeUndefined();
    expect((await open.control('GET', '/traffic')).body['peakConnections']).toBeGreaterThan(10);
  });

  test('overload may come without a body, or with Retry-After', async () => {
    await whileOthersWait(2, 1, { maxConnections: 1, emitRetryAfter: true });
    expect(open.exchanges.find(({ status }) => status === 429)?.responseHeaders['retry-after']).toBe('1');
    await whileOthersWait(2, 1, { bare403: true });
    expect(open.exchanges.find(({ status }) => status === 403)?.responseBody).toBe('');
  });

  test('seeding meanwhile loses no slot', async () => {
    await open.control('PATCH', '/switches', { latencyMs: 30, maxConnections: 1 });
    const first = open.call('GET', '/ping');
    await open.control('POST', '/seed', { accounts: [{ id: 'c', name: 'Contoso', key: 'stand-in-us1' }] });
    expect([(await first).status, (await open.call('GET', '/')).body['account_name']]).toEqual([200, 'Contoso']);
  });

  test('the slot is free again afterwards', async () => {
    await together(40);
    expect((await open.call('GET', '/ping')).status).toBe(200);
  });
});

describe('the control side', () => {
  test('the clock stands where it is set and can be moved on', async () => {
    await open.control('PUT', '/clock', { now: '2026-02-01T00:00:00Z' });
    expect((await open.control('PUT', '/clock', { advanceSeconds: 60 })).body).toEqual({
      now: '2026-02-01T00:01:00.000Z',
    });
    expect((await open.call('GET', '/ping')).headers.get('date')).toBe('Sun, 01 Feb 2026 00:01:00 GMT');
    await open.control('PUT', '/clock', { now: null });
    expect(Math.abs(Date.parse(String((await open.control('GET', '/clock')).body['now'])) - Date.now())).toBeLessThan(
      60_000,
    );
  });

  test('requests and writes are counted apart; a call that changes nothing is no write', async () => {
    await open.list('PATCH', '/members/wilma@flint.example', { vip: true });
    await open.list('PATCH', '/members/wilma@flint.example', { vip: true });
    await open.call('GET', '/ping');
    expect((await open.control('GET', '/traffic')).body).toEqual({
      requests: 3,
      writes: 1,
      peakConnections: 1,
      byOperation: { 'PATCH /lists/{list_id}/members/{subscriber_hash}': 2, 'GET /ping': 1 },
    });
    expect((await open.control('DELETE', '/traffic')).body).toMatchObject({ requests: 0, writes: 0 });
  });

  test('an ordered fault comes as often as ordered, before or after the request took effect', async () => {
    await open.control('POST', '/faults', {
      method: 'PATCH',
      pathContains: '/members/',
      times: 1,
      status: 502,
      body: '<html>',
      afterApply: true,
    });
    const lost = await open.list('PATCH', '/members/wilma@flint.example', { vip: true });
    expect([lost.status, lost.text]).toEqual([502, '<html>']);
    expect((await open.list('GET', '/members/wilma@flint.example')).body['vip']).toBe(true);
    await open.control('POST', '/faults', { times: 2, status: 500 });
    expect((await open.list('PATCH', '/members/wilma@flint.example', { vip: false })).status).toBe(500);
    expect((await open.list('GET', '')).status).toBe(500);
    expect((await open.list('GET', '/members/wilma@flint.example')).body['vip']).toBe(true);
    await open.control('POST', '/faults', { times: 1, reset: true });
    await expect(open.call('GET', '/ping')).rejects.toThrow('fetch failed');
    expect((await open.call('GET', '/ping')).status).toBe(200);
  });

  test.each([
    ['PATCH', '/switches', { nonsense: true }],
    ['PUT', '/clock', { now: 'tomorrow' }],
    ['POST', '/seed', { accounts: [{ id: 'x' }] }],
    ['POST', '/faults', { times: 0 }],
    ['POST', '/play', { audience: 'news', email: 'nobody@flint.example', do: 'unsubscribe' }],
  ])('%s %s refuses what it cannot do with a sentence', async (method, path, body) => {
    const { status, body: answer } = await open.control(method, path, body);
    expect([status, typeof answer['error']]).toEqual([400, 'string']);
  });
});

test('a port in use is one clear sentence', async () => {
  const { port } = open.standIn;
  await expect(startMailchimp({ port })).rejects.toThrow(`Port ${port} is already in use`);
});
