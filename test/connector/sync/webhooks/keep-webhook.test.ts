import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import { choices } from '../../../../connector/dataverse/schema.generated';
import { keepWebhooks } from '../../../../connector/sync/webhooks/keep-webhook';
import type { Services } from '../../../../connector/sync/run/services';
import { readRecord, signingSecretOf, writeRecord } from '../../../../connector/sync/webhooks/webhook-record';
import type { Properties } from '../../../../connector/telemetry/port';
import { startWorld, type World } from '../../../world';

const listId = 'a1b2c3d4e5';
const foreign = 'http://127.0.0.1:1/somebody-else';

let world: World;
let audienceId: string;
let functions: Server;
let publicUrl: string;
let time: Date;
let told: { name: string; properties: Properties }[];
let services: Services;

beforeAll(async () => {
  functions = createServer((_request, response) => response.writeHead(200).end());
  await new Promise<void>((resolve) => functions.listen(0, '127.0.0.1', resolve));
  publicUrl = `http://127.0.0.1:${(functions.address() as AddressInfo).port}`;
  world = await startWorld();
  await world.seed({
    mailchimp: {
      accounts: [
        {
          id: 'contoso00000000000000001',
          name: 'Contoso Ltd',
          key: 'stand-in-us1',
          audiences: [{ id: listId, name: 'Newsletter', date_created: '2025-01-01T00:00:00Z' }],
        },
      ],
    },
    dataverse: { lists: [{ listname: 'Readers', createdfromcode: 2 }] },
  });
  await world.tie('Newsletter', 'Readers', { mcs_tiestate: choices.mcs_tiestate.running });
  audienceId = (await world.audience('Newsletter')).id;
});
afterAll(async () => {
  await world.close();
  functions.close();
});

beforeEach(async () => {
  for (const { id } of await mailchimp().webhooks(listId)) await mailchimp().removeWebhook(listId, id);
  await world.services.storage.documents.removeAll('webhooks/');
  await tieState('running');
  time = new Date('2026-01-10T09:00:00Z');
  told = [];
  services = serviceWith({ publicUrl, mailchimpSecrets: ['setting'] });
});

const shownState = async () => (await world.audience('Newsletter')).webhookState;

const serviceWith = (webhooks: Services['webhooks']): Services => ({
  ...world.services,
  webhooks,
  now: () => time,
  telemetry: {
    ...world.services.telemetry,
    event: (name, properties = {}) => void told.push({ name, properties }),
    exception: (error) => {
      throw error;
    },
  },
});

const mailchimp = () => world.services.mailchimp('MAILCHIMP_API_KEY');
const look = async (): Promise<void> => keepWebhooks(services, await world.services.crm.audiences());
const anHourLater = (): void => {
  time = new Date(time.getTime() + 60 * 60_000);
};
const tieState = (state: keyof typeof choices.mcs_tiestate) =>
  world.services.crm.changeAudience(audienceId, { tieState: state });

async function raw(method: string, path = '', body?: unknown): Promise<unknown> {
  const answer = await fetch(`${world.mailchimpUrl}/3.0/lists/${listId}/webhooks${path}`, {
    method,
    headers: { authorization: 'Bearer stand-in-us1', 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  if (!answer.ok) throw new Error(await answer.text());
  return answer.json();
}

const addForeign = async (url = foreign): Promise<void> => {
  await world.send('PATCH', `${world.mailchimpUrl}/_sandbox/switches`, { webhookProbe: 'none' });
  await raw('POST', '', { url, events: { subscribe: true }, sources: { user: true } });
  await world.send('PATCH', `${world.mailchimpUrl}/_sandbox/switches`, { webhookProbe: 'get' });
};

const urls = async (): Promise<string[]> => (await mailchimp().webhooks(listId)).map(({ url }) => url);
const here = () => expect.stringMatching(new RegExp(`^${publicUrl}/api/mailchimp/${audienceId}/[\\w-]{43}$`));

test('a running tie gets one webhook, for what people and administrators do and not for what the API does', async () => {
  await look();
  expect(await raw('GET')).toMatchObject({
    webhooks: [
      {
        url: here(),
        events: { subscribe: true, unsubscribe: true, profile: true, cleaned: true, upemail: true, campaign: false },
        sources: { user: true, admin: true, api: false },
      },
    ],
  });
  expect(told).toEqual([{ name: 'WebhookRegistered', properties: { audience: audienceId, signed: true } }]);
  expect(await shownState()).toBe('Registered in Mailchimp and pointing here.');
});

test('the signing secret is kept, and can be read with the setting alone', async () => {
  await look();
  const record = await readRecord(services, audienceId);
  const signing = record && signingSecretOf(services, audienceId, record);
  expect(signing).toEqual({ secret: expect.stringMatching(/^[\da-f]{64}$/) });
  const other = serviceWith({ publicUrl, mailchimpSecrets: ['another setting'] });
  expect(record && signingSecretOf(other, audienceId, record)).toBe('lost');
  expect(record && signingSecretOf(services, 'another audience', record)).toBe('lost');
  const [url = ''] = await urls();
  const secret = signing && signing !== 'lost' ? (signing.secret ?? '') : '';
  for (const hidden of [secret, url.split('/').pop() ?? '']) expect(JSON.stringify(record)).not.toContain(hidden);
});

test('where Mailchimp does not sign, the webhook is kept all the same', async () => {
  await world.send('PATCH', `${world.mailchimpUrl}/_sandbox/switches`, { signWebhooks: false });
  await look();
  await world.send('PATCH', `${world.mailchimpUrl}/_sandbox/switches`, { signWebhooks: true });
  const before = await mailchimp().webhooks(listId);
  anHourLater();
  await look();
  expect(await mailchimp().webhooks(listId)).toEqual(before);
});

test('one that is as it should be is looked at once an hour and left as it is', async () => {
  await look();
  const before = await mailchimp().webhooks(listId);
  const { requests } = mailchimp().traffic();
  await look();
  expect(mailchimp().traffic().requests).toBe(requests);
  anHourLater();
  await look();
  expect(mailchimp().traffic().requests).toBe(requests + 1);
  expect(await mailchimp().webhooks(listId)).toEqual(before);
});

describe('is put right', () => {
  beforeEach(async () => {
    await addForeign();
    await look();
  });
  afterEach(async () => {
    expect(await urls()).toEqual([foreign, here()]);
    expect((await mailchimp().webhooks(listId)).map(({ asWanted }) => asWanted)).toEqual([false, true]);
    const record = await readRecord(services, audienceId);
    expect(record?.webhookId).toBe((await mailchimp().webhooks(listId))[1]?.id);
  });
  const ours = async (): Promise<string> => (await readRecord(services, audienceId))?.webhookId ?? '';

  test('when somebody has deleted it', async () => {
    await raw('DELETE', `/${await ours()}`).catch(() => null);
    anHourLater();
    await look();
  });

  test('when somebody has switched off an event', async () => {
    await raw('PATCH', `/${await ours()}`, { events: { unsubscribe: false } });
    anHourLater();
    await look();
  });

  test('when somebody has let it tell of what the API does', async () => {
    await raw('PATCH', `/${await ours()}`, { sources: { api: true } });
    anHourLater();
    await look();
  });

  test('when there is another one that leads here', async () => {
    await addForeign(`${publicUrl}/api/mailchimp/${audienceId}/of-old`);
    anHourLater();
    await look();
  });

  test('when its signing secret was lost', async () => {
    await world.services.storage.documents.removeAll('webhooks/');
    await look();
  });

  test('when its signing secret cannot be read', async () => {
    const record = await readRecord(services, audienceId);
    if (!record?.signing) throw new Error('not signed');
    await writeRecord(services, audienceId, {
      ...record,
      signing: { ...record.signing, tag: 'AAAAAAAAAAAAAAAAAAAAAA==' },
    });
    anHourLater();
    await look();
    const repaired = await readRecord(services, audienceId);
    expect(repaired && signingSecretOf(services, audienceId, repaired)).toMatchObject({ secret: expect.any(String) });
  });

  test('at once when the setting has been replaced', async () => {
    const before = await urls();
    services = serviceWith({ publicUrl, mailchimpSecrets: ['new setting', 'setting'] });
    await look();
    expect(await urls()).not.toEqual(before);
  });
});

test('it moves with the service', async () => {
  services = serviceWith({ publicUrl: publicUrl.replace('127.0.0.1', 'localhost'), mailchimpSecrets: ['setting'] });
  await look();
  services = serviceWith({ publicUrl, mailchimpSecrets: ['setting'] });
  await look();
  expect(await urls()).toEqual([here()]);
});

test('it is taken away with the tie, and nothing is remembered of it', async () => {
  await addForeign();
  await look();
  await tieState('not-tied');
  await look();
  expect(await urls()).toEqual([foreign]);
  expect(await readRecord(services, audienceId)).toBeNull();
  expect(await shownState()).toBe('Not registered.');
});

test.each(['ready', 'not-tied', 'paused'] as const)('a tie that is %s gets none', async (state) => {
  await tieState(state);
  await look();
  expect(await urls()).toEqual([]);
});

test('a tie that is paused keeps its own', async () => {
  await look();
  await tieState('paused');
  anHourLater();
  await look();
  expect(await urls()).toEqual([here()]);
});

test.each([
  ['nobody can reach the service', { publicUrl: null, mailchimpSecrets: ['setting'] }],
  ['there is no secret', { publicUrl: 'http://127.0.0.1:1', mailchimpSecrets: [] }],
])('nothing is done where %s', async (_, webhooks) => {
  services = serviceWith(webhooks);
  const { requests } = mailchimp().traffic();
  await look();
  expect(mailchimp().traffic().requests).toBe(requests);
  expect(told).toEqual([]);
});

test('where the service does not answer, operators are told, and it is tried again in an hour', async () => {
  services = serviceWith({ publicUrl: 'http://127.0.0.1:1', mailchimpSecrets: ['setting'] });
  await look();
  await look();
  expect(told).toEqual([
    {
      name: 'WebhookNotKept',
      properties: {
        audience: audienceId,
        sentence: expect.stringMatching(
          /^Mailchimp does not accept the address of the webhook: .*HTTP Code: 0 Its changes/,
        ),
      },
    },
  ]);
  expect(JSON.stringify(told)).not.toContain('/api/mailchimp');
  expect(await shownState()).toMatch(/^Not registered: Mailchimp does not accept the address of the webhook/);
  expect(await shownState()).not.toContain('/api/mailchimp');
  anHourLater();
  await look();
  expect(told).toHaveLength(2);
});

test('the copy of an environment leaves the webhooks of the original alone', async () => {
  await look();
  await world.services.storage.documents.removeAll('webhooks/');
  const before = await mailchimp().webhooks(listId);
  const { crm } = services;
  services = { ...services, crm: { ...crm, me: async () => ({ ...(await crm.me()), organizationId: 'a copy' }) } };
  await look();
  await tieState('not-tied');
  await look();
  expect(await mailchimp().webhooks(listId)).toEqual(before);
});
