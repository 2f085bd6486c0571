import { createHmac } from 'node:crypto';
import { openStandIn, type OpenStandIn, type Reply } from './open-stand-in';
import { openReceiver, type Receiver } from './webhook-receiver';

const wilma = 'wilma@flint.example';
const everything = {
  subscribe: true,
  unsubscribe: true,
  profile: true,
  cleaned: true,
  upemail: true,
  campaign: true,
};
const peopleAndAdministrators = { user: true, admin: true, api: false };

let open: OpenStandIn;
let receiver: Receiver;
beforeEach(async () => {
  receiver = await openReceiver();
  open = await openStandIn(
    [
      {
        email_address: wilma,
        status: 'subscribed',
        merge_fields: { FNAME: 'Wilma' },
        interests: ['Red', 'Cars, fast'],
      },
      { email_address: 'betty@flint.example', status: 'unsubscribed' },
    ],
    {
      interest_categories: [
        { title: 'Colours', interests: ['Red', 'Blue'] },
        { title: 'Hobbies', interests: ['Cars, fast'] },
      ],
    },
  );
});
afterEach(async () => {
  await open.close();
  await receiver.close();
});

const register = (more: object = {}): Promise<Reply> =>
  open.list('POST', '/webhooks', {
    url: `${receiver.url}/hook?secret=s`,
    events: everything,
    sources: peopleAndAdministrators,
    ...more,
  });
const play = async (order: object): Promise<void> => {
  expect((await open.control('POST', '/play', { audience: 'news', email: wilma, ...order })).body).toEqual({});
  await open.control('GET', '/idle');
};
const deliveries = async (): Promise<Record<string, unknown>[]> =>
  Object((await open.control('GET', '/deliveries')).body)['deliveries'];
const errors = ({ body }: Reply): unknown => body['errors'];

describe('registration', () => {
  test('a webhook is created, read, listed, changed and deleted', async () => {
    const created = await register();
    expect(created.body).toMatchObject({
      url: `${receiver.url}/hook?secret=s`,
      events: everything,
      sources: peopleAndAdministrators,
      list_id: 'news',
    });
    const path = `/webhooks/${String(created.body['id'])}`;
    expect((await open.list('GET', path)).body).toMatchObject({ events: everything });
    expect((await open.list('PATCH', path, { events: { profile: false } })).body).toMatchObject({
      events: { ...everything, profile: false },
      sources: peopleAndAdministrators,
    });
    expect((await open.list('GET', '/webhooks')).body).toMatchObject({
      total_items: 1,
      webhooks: [{ events: { profile: false } }],
    });
    expect((await open.list('DELETE', path)).status).toBe(204);
    expect((await open.list('GET', path)).status).toBe(404);
    await play({ do: 'unsubscribe' });
    expect(receiver.posts()).toEqual([]);
  });

  test('the signing secret is told once', async () => {
    const created = await register();
    expect(created.body).toMatchObject({ signing_secret: expect.stringMatching(/^\w{32,}$/), signing_enabled: true });
    for (const path of ['/webhooks', `/webhooks/${String(created.body['id'])}`]) {
      expect((await open.list('GET', path)).text).not.toContain('signing');
    }
  });

  test.each([
    ['get', 'GET'],
    ['empty-post', 'POST'],
  ])('the address is tried by %s and must answer 200', async (webhookProbe, method) => {
    await open.control('PATCH', '/switches', { webhookProbe });
    await register();
    expect(receiver.received).toMatchObject([
      { method, path: '/hook?secret=s', headers: { 'user-agent': 'MailChimp.com WebHook Validator' }, raw: '' },
    ]);
    receiver.answer(400);
    const refused = await register({ url: `${receiver.url}/other` });
    expect(refused.body).toMatchObject({ status: 400, title: 'Invalid Resource' });
    expect(errors(refused)).toEqual([
      {
        field: 'url',
        message: "We couldn't verify the URL is working. Please double check and try again. HTTP Code: 400",
      },
    ]);
    expect((await open.list('GET', '/webhooks')).body['total_items']).toBe(1);
  });

  test('nobody is called where no probe is wanted', async () => {
    await open.control('PATCH', '/switches', { webhookProbe: 'none' });
    expect((await register({ url: 'http://127.0.0.1:1/nobody' })).status).toBe(200);
  });

  test('an address where nobody answers is refused', async () => {
    expect((await register({ url: 'http://127.0.0.1:1/nobody' })).status).toBe(400);
  });

  test('one address has one webhook, whatever its query', async () => {
    await register();
    expect(errors(await register({ url: `${receiver.url}/hook?secret=t` }))).toEqual([
      { field: 'url', message: "Sorry, you can't set up multiple WebHooks for one URL" },
    ]);
    expect((await register({ url: `${receiver.url}/hook/2` })).status).toBe(200);
  });

  test.each([
    ['no address', {}],
    ['an address that is none', { url: 'nowhere' }],
    ['an address of another kind', { url: 'ftp://flint.example/' }],
    ['an event that is no flag', { url: 'https://flint.example/', events: { subscribe: 'yes' } }],
  ])('%s is refused', async (_what, body) => {
    const refused = await open.list('POST', '/webhooks', body, { deliberate: true });
    expect(refused.body).toMatchObject({ status: 400, title: 'Invalid Resource' });
    expect(receiver.received).toEqual([]);
  });

  test('what is not named is off', async () => {
    const { body } = await open.list('POST', '/webhooks', { url: receiver.url, events: { subscribe: true } });
    expect(body).toMatchObject({ events: { subscribe: true, unsubscribe: false }, sources: { user: false } });
  });
});

describe('deliveries', () => {
  test('an unsubscribe says who, what and why, in a signed form', async () => {
    const { body } = await register();
    const began = Math.floor(Date.now() / 1000);
    await play({ do: 'unsubscribe' });
    const [post] = receiver.posts();
    const member = (await open.list('GET', `/members/${wilma}`)).body;
    const categories = Object((await open.list('GET', '/interest-categories')).body)['categories'];
    expect(post?.headers).toMatchObject({
      'content-type': 'application/x-www-form-urlencoded',
      'user-agent': 'MailChimp.com',
    });
    expect(post?.form).toEqual({
      type: 'unsubscribe',
      fired_at: '2026-01-10 09:00:00',
      'data[id]': member['unique_email_id'],
      'data[email]': wilma,
      'data[email_type]': 'html',
      'data[ip_opt]': '',
      'data[web_id]': String(member['web_id']),
      'data[merges][EMAIL]': wilma,
      'data[merges][FNAME]': 'Wilma',
      'data[merges][LNAME]': '',
      'data[merges][ADDRESS]': '',
      'data[merges][PHONE]': '',
      'data[merges][BIRTHDAY]': '',
      'data[merges][INTERESTS]': 'Red, Cars\\, fast',
      'data[merges][GROUPINGS][0][id]': expect.stringMatching(/^\d+$/),
      'data[merges][GROUPINGS][0][unique_id]': categories[0].id,
      'data[merges][GROUPINGS][0][name]': 'Colours',
      'data[merges][GROUPINGS][0][groups]': 'Red',
      'data[merges][GROUPINGS][1][id]': expect.stringMatching(/^\d+$/),
      'data[merges][GROUPINGS][1][unique_id]': categories[1].id,
      'data[merges][GROUPINGS][1][name]': 'Hobbies',
      'data[merges][GROUPINGS][1][groups]': 'Cars\\, fast',
      'data[list_id]': 'news',
      'data[action]': 'unsub',
      'data[reason]': 'manual',
      'data[campaign_id]': '',
    });
    const signature = String(post?.headers['x-mailchimp-signature']);
    const seconds = Number(/^t=(\d+),/.exec(signature)?.[1]);
    const expected = createHmac('sha256', String(body['signing_secret']))
      .update(`${seconds}.${post?.raw}`)
      .digest('hex');
    expect(signature).toBe(`t=${seconds},v1=${expected}`);
    // By the machine's time, which is what a receiver compares it with, wherever the clock of the stand-in is.
    expect(seconds).toBeGreaterThanOrEqual(began);
    expect(seconds).toBeLessThanOrEqual(Date.now() / 1000);
  });

  test('an account without signatures tells no secret and signs nothing', async () => {
    await open.control('PATCH', '/switches', { signWebhooks: false });
    expect((await register()).body).not.toHaveProperty('signing_secret');
    await play({ do: 'unsubscribe' });
    expect(receiver.posts()[0]?.headers).not.toHaveProperty('x-mailchimp-signature');
  });

  test.each([
    [{ do: 'complain' }, [{ type: 'unsubscribe', 'data[action]': 'unsub', 'data[reason]': 'abuse' }]],
    [{ do: 'archive', by: 'admin' }, [{ type: 'unsubscribe', 'data[action]': 'delete' }]],
    [{ do: 'forget', by: 'admin' }, [{ type: 'unsubscribe', 'data[action]': 'delete' }]],
    [{ do: 'clean' }, [{ type: 'cleaned', 'data[reason]': 'hard', 'data[email]': wilma, 'data[list_id]': 'news' }]],
    [{ do: 'profile', merge_fields: { FNAME: 'W.' } }, [{ type: 'profile', 'data[merges][FNAME]': 'W.' }]],
    [{ do: 'interest', interest: 'Blue' }, [{ type: 'profile', 'data[merges][INTERESTS]': 'Red, Blue, Cars\\, fast' }]],
    [{ do: 'uninterest', interest: 'Colours: Red' }, [{ type: 'profile' }]],
    [
      { do: 'upemail', new_email: 'new@flint.example' },
      [
        { type: 'upemail', 'data[old_email]': wilma, 'data[new_email]': 'new@flint.example' },
        { type: 'profile', 'data[email]': 'new@flint.example' },
      ],
    ],
    [{ do: 'campaign', subject: 'Spring' }, [{ type: 'campaign', 'data[subject]': 'Spring', 'data[status]': 'sent' }]],
    [{ do: 'subscribe', email: 'new@flint.example' }, [{ type: 'subscribe', 'data[email]': 'new@flint.example' }]],
    [{ do: 'resubscribe', email: 'betty@flint.example' }, [{ type: 'subscribe' }]],
    [{ do: 'tag', tag: 'VIP' }, []],
    [{ do: 'open' }, []],
  ])('%j', async (order, expected) => {
    await register();
    await play(order);
    expect(receiver.posts().map(({ form }) => form)).toMatchObject(expected);
    expect(receiver.posts()).toHaveLength(expected.length);
  });

  test('an address that is an object comes in its parts', async () => {
    await register();
    await play({
      do: 'profile',
      merge_fields: { ADDRESS: { addr1: '1 Rock St', city: 'Bedrock', state: 'BC', zip: '1' } },
    });
    expect(receiver.posts()[0]?.form).toMatchObject({ 'data[merges][ADDRESS][addr1]': '1 Rock St' });
    expect(receiver.posts()[0]?.form).not.toHaveProperty('data[merges][ADDRESS]');
  });

  test('a change of address is told in four fields', async () => {
    await register();
    await play({ do: 'upemail', new_email: 'new@flint.example' });
    expect(Object.keys(receiver.posts()[0]?.form ?? {})).toEqual([
      'type',
      'fired_at',
      'data[list_id]',
      'data[new_id]',
      'data[new_email]',
      'data[old_email]',
    ]);
  });

  test('writes of the API are told only to those who want them', async () => {
    await register();
    await register({ url: `${receiver.url}/loud`, sources: { user: false, admin: false, api: true } });
    await open.list('PATCH', `/members/${wilma}`, { merge_fields: { FNAME: 'W.' } });
    await open.list('PATCH', `/members/${wilma}`, { merge_fields: { FNAME: 'W.' } });
    await open.list('PUT', `/members/${wilma}`, { email_address: 'new@flint.example', status_if_new: 'subscribed' });
    await open.list('POST', '', { members: [{ email_address: 'pebbles@flint.example', status: 'subscribed' }] });
    await open.list('DELETE', '/members/pebbles@flint.example');
    await open.control('GET', '/idle');
    expect(receiver.posts().map(({ path, form }) => [path, form['type']])).toEqual([
      ['/loud', 'profile'],
      ['/loud', 'upemail'],
      ['/loud', 'profile'],
      ['/loud', 'subscribe'],
      ['/loud', 'unsubscribe'],
    ]);
  });

  test('an administrator and a person are told apart', async () => {
    await register({ sources: { user: false, admin: true, api: false } });
    await play({ do: 'unsubscribe', by: 'person' });
    await play({ do: 'subscribe', by: 'admin' });
    expect(receiver.types()).toEqual(['subscribe']);
  });

  test('a sign-up that waits for its confirmation is told when it is confirmed', async () => {
    await register();
    await open.list('PUT', '/members/pebbles@flint.example', {
      email_address: 'pebbles@flint.example',
      status: 'pending',
    });
    await open.control('GET', '/idle');
    expect(receiver.types()).toEqual([]);
    await play({ do: 'confirm', email: 'pebbles@flint.example' });
    expect(receiver.types()).toEqual(['subscribe']);
  });

  test('deliveries may be doubled, lost, or come the other way round', async () => {
    await register();
    await open.control('PATCH', '/switches', { webhookDeliveries: 'doubled' });
    await play({ do: 'unsubscribe' });
    expect(receiver.types()).toEqual(['unsubscribe', 'unsubscribe']);
    await open.control('PATCH', '/switches', { webhookDeliveries: 'dropped' });
    await play({ do: 'resubscribe' });
    expect(receiver.types()).toHaveLength(2);
    expect((await deliveries()).at(-1)).toMatchObject({ type: 'subscribe', state: 'dropped', attempts: 0 });
    await open.control('PATCH', '/switches', { webhookDeliveries: 'once', webhookOrder: 'swapped' });
    await play({ do: 'upemail', new_email: 'new@flint.example' });
    expect(receiver.types().slice(2)).toEqual(['profile', 'upemail']);
  });
});

describe('a receiver in trouble', () => {
  test('is called again at growing intervals, for 75 minutes', async () => {
    const { body } = await register();
    receiver.answer(500);
    await play({ do: 'unsubscribe' });
    const times = [0];
    for (let minute = 1; minute <= 100; minute += 1) {
      await open.control('PUT', '/clock', { advanceSeconds: 60 });
      await open.control('GET', '/idle');
      if (receiver.posts().length > times.length) times.push(minute);
    }
    expect(times.at(-1)).toBe(75);
    const pauses = times.slice(1).map((time, index) => time - (times[index] ?? 0));
    expect(pauses).toEqual(pauses.toSorted((one, other) => one - other));
    expect(await deliveries()).toMatchObject([{ state: 'given up', attempts: times.length, status: 500 }]);
    expect((await open.list('GET', `/webhooks/${String(body['id'])}`)).status).toBe(200);
    expect(receiver.posts().every(({ headers }) => headers['x-mailchimp-signature'])).toBe(true);
  });

  test('gets the delivery as soon as it is well again', async () => {
    await register();
    receiver.answer(503);
    await play({ do: 'unsubscribe' });
    expect(await deliveries()).toMatchObject([{ state: 'waiting', due: '2026-01-10T09:01:00.000Z' }]);
    receiver.answer(200);
    open.clock.advance(60);
    await open.control('GET', '/idle');
    expect(await deliveries()).toMatchObject([{ state: 'delivered', attempts: 2, status: 200, due: null }]);
  });

  test('says 410 and is never called again', async () => {
    await register();
    receiver.answer(410);
    await play({ do: 'unsubscribe' });
    receiver.answer(200);
    await play({ do: 'subscribe' });
    open.clock.advance(3600);
    await open.control('GET', '/idle');
    expect(receiver.types()).toEqual(['unsubscribe']);
  });

  test('may lose its webhook', async () => {
    await open.control('PATCH', '/switches', { unresponsiveWebhooks: 'dropped' });
    await register();
    await receiver.close();
    await play({ do: 'unsubscribe' });
    for (let minute = 0; minute < 75; minute += 1) {
      open.clock.advance(60);
      await open.control('GET', '/idle');
    }
    expect(await deliveries()).toMatchObject([{ state: 'given up', status: null }]);
    expect((await open.list('GET', '/webhooks')).body['total_items']).toBe(0);
  });
});
