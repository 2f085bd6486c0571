import { connectMailchimp, createMailchimpPace } from '../../../connector/mailchimp/connect';
import { withoutAddresses } from '../../../connector/mailchimp/errors';
import type { MailchimpAccount, Refusal } from '../../../connector/mailchimp/port';
import {
  cutOff,
  html,
  json,
  reset,
  silence,
  startScriptedServer,
  type Answer,
  type ScriptedServer,
} from '../pacing/scripted-server';

let server: ScriptedServer;
let slept: number[];
afterEach(() => server.close());

async function connectTo(...answers: Answer[]): Promise<MailchimpAccount> {
  server = await startScriptedServer(...answers);
  slept = [];
  const sleep = (ms: number) => {
    slept.push(ms);
    return Promise.resolve();
  };
  // Nobody sleeps, so the clock has to stand in for it.
  const now = () => slept.reduce((sum, ms) => sum + ms, 0);
  return connectMailchimp({
    apiKey: 'key-us1',
    baseUrl: `${server.url}/3.0`,
    pace: createMailchimpPace({ sleep, now, random: () => 0, policy: { attempts: 3 } }),
    timeoutMs: 200,
  });
}

const root = json(200, { account_id: 'a', account_name: 'Contoso' });
const problem = (status: number, title: string, detail: string, more: object = {}) =>
  json(status, {
    type: 'https://mailchimp.com/developer/marketing/docs/errors/',
    title,
    status,
    detail,
    instance: '',
    ...more,
  });

test.each<[string, Answer]>([
  [
    '429 with a problem document',
    problem(429, 'Too Many Requests', 'You have exceeded the limit of 10 simultaneous connections.'),
  ],
  ['429 without a body', html(429, '')],
  ['403 as HTML from the edge', html(403, '<H1>Access Denied</H1> Reference&#32;&#35;18.2d351ab8.1557333295.a4e16ab')],
  ['502 as HTML from the edge', html(502)],
  ['500', problem(500, 'InternalServerError', 'An unexpected internal error has occurred.')],
  ['a connection that is reset', reset],
  ['no answer in time', silence],
  ['a success that is HTML', html(200)],
  ['a success that breaks off', cutOff],
  ['a success of another shape', json(200, { health_status: 'fine' })],
])('%s passes and the call is sent again', async (_name, fault) => {
  const account = await connectTo(fault, root);
  await expect(account.account()).resolves.toEqual({ accountId: 'a', name: 'Contoso' });
  expect(server.asked).toHaveLength(2);
  expect(account.traffic().requests).toBe(2);
});

test('what Mailchimp asks to wait is waited', async () => {
  const account = await connectTo(json(429, { title: 'Too Many Requests', status: 429 }, { 'Retry-After': '3' }), root);
  await account.account();
  expect(slept).toEqual([3_000]);
});

test.each<[string, Answer, string, RegExp]>([
  ['throttled', html(429, ''), 'throttled', /slow down/],
  ['down', html(503), 'transient', /status 503/],
  ['not reachable', reset, 'transient', /could not be reached at 127\.0\.0\.1:\d+ \(ECONNRESET\)/],
  ['silent', silence, 'transient', /could not be reached at 127\.0\.0\.1:\d+ \(ECONNABORTED\)/],
  ['behind something else', html(200), 'transient', /could not be understood/],
  ['blocked by the edge', html(403, 'Reference&#32;&#35;18.2d'), 'transient', /blocked on its way/],
])('a Mailchimp that stays %s is a %s error', async (_name, fault, kind, sentence) => {
  const account = await connectTo(fault);
  await expect(account.account()).rejects.toMatchObject({ kind, message: expect.stringMatching(sentence) });
  expect(server.asked).toHaveLength(3);
});

test.each<[string, Answer, RegExp]>([
  ['an invalid key', problem(401, 'API Key Invalid', 'Your API key may be invalid.'), /refuses the API key/],
  ['a disabled user', problem(403, 'User Disabled', 'This account has been deactivated.'), /refuses the user/],
])('%s is a matter of settings and asked once', async (_name, fault, sentence) => {
  const account = await connectTo(fault);
  await expect(account.account()).rejects.toMatchObject({
    kind: 'misconfigured',
    message: expect.stringMatching(sentence),
  });
  expect(server.asked).toHaveLength(1);
});

const member = '5eb0d793a5aa4f1b9fd29305d6afbf7c';
const invalid = 'Invalid Resource';
const fields = { errors: [{ field: 'LTV', message: 'Bitte gib einen Wert ein.' }] };

test.each<[string, string, Answer]>([
  [
    'exists',
    'Member Exists',
    json(400, { title: 'Member Exists', status: 400, detail: 'a@b.test is already a list member.' }),
  ],
  [
    'compliance',
    'Member In Compliance State',
    problem(400, 'Member In Compliance State', 'a@b.test is in a compliance state.'),
  ],
  ['forgotten', 'Forgotten Email', problem(400, 'Forgotten Email Not Subscribed', 'a@b.test was permanently deleted.')],
  ['fake-address', 'fake', problem(400, invalid, 'a@b.test looks fake or invalid, please enter a real email address.')],
  ['fake-address', 'malformed', problem(400, invalid, 'Please provide a valid email address.')],
  [
    'too-many-signups',
    'throttled address',
    problem(400, invalid, 'a@b.test has signed up to a lot of lists very recently'),
  ],
  ['merge-fields', 'a field, in another language', problem(400, invalid, 'Die Ressource ist ungültig.', fields)],
  ['other', 'something new', problem(400, 'Novelty', 'a@b.test is too new.')],
])('a person refused as %s (%s) is data, without the address', async (kind, _name, answer) => {
  const account = await connectTo(answer);
  const [refusal] = await account.changeMembers('list', [{ memberId: member, do: 'status', status: 'subscribed' }]);
  expect(refusal).toMatchObject({ kind });
  expect((refusal as Refusal).message).not.toMatch(/@/);
  expect(server.asked).toHaveLength(1);
});

test('a status is sent alone', async () => {
  const account = await connectTo(problem(400, 'Novelty', ''));
  await account.changeMembers('list', [{ memberId: member, do: 'status', status: 'unsubscribed' }]);
  await account.changeMembers('list', [{ memberId: member, do: 'names', names: { firstName: 'Ann', lastName: '' } }]);
  expect(server.asked.map(({ method, body }) => [method, JSON.parse(body)])).toEqual([
    ['PUT', { status: 'unsubscribed' }],
    ['PATCH', { merge_fields: { FNAME: 'Ann' } }],
  ]);
});

test('somebody whom Mailchimp passes over in silence is refused', async () => {
  const account = await connectTo(json(200, { new_members: [], updated_members: [], errors: [] }));
  const { refused } = await account.addMembers('list', [{ address: 'a@b.test', status: 'subscribed' }]);
  expect(refused).toMatchObject([{ address: 'a@b.test', kind: 'other' }]);
});

test('never more than eight connections', async () => {
  let open = 0;
  let most = 0;
  const account = await connectTo((response, request, body) => {
    open += 1;
    most = Math.max(most, open);
    setImmediate(() => {
      open -= 1;
      root(response, request, body);
    });
  });
  await Promise.all(Array.from({ length: 40 }, () => account.account()));
  expect(most).toBeLessThanOrEqual(8);
  expect(account.traffic()).toMatchObject({ requests: 40, peakConnections: 8 });
});

test.each([
  ['"x@y.test" is already in this list', '"the address" is already in this list'],
  ['urist.mcvankab+3@freddiesjokes.com is here.', 'the address is here.'],
  ['write to a@b.test, or to c@d.test.', 'write to the address, or to the address.'],
  ['no address', 'no address'],
])('%s', (text, expected) => {
  expect(withoutAddresses(text)).toBe(expected);
});
