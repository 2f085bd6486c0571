import { createHmac } from 'node:crypto';

import type { HttpRequestInit } from '@azure/functions';

import { mailchimpWebhook } from '../../functions/mailchimp-webhook';
import { writeRecord } from '../../connector/sync/webhooks/webhook-record';
import { seal, secretInAddress, type Sealed } from '../../connector/sync/webhooks/webhook-secrets';
import { call, mailchimpSettings, startFunctionsApp, type FunctionsApp } from './functions-app';

jest.mock(
  '@azure/functions-core',
  () =>
    jest
      .requireActual<typeof import('../../sandbox/functions-host/core-stand-in')>(
        '../../sandbox/functions-host/core-stand-in',
      )
      .createCoreStandIn(),
  { virtual: true },
);

const unknownAudience = '99999999-0000-4000-8000-000000000099';

let app: FunctionsApp;

beforeAll(async () => {
  app = await startFunctionsApp();
});
afterAll(() => app.close());
afterEach(async () => {
  await app.world.services.storage.documents.removeAll('webhooks/');
  await app.requestedRuns();
});

const bodyOf = (type: string) =>
  `type=${type}&fired_at=2026-01-10+09%3A00%3A00&data%5Bemail%5D=wilma%40example.com&data%5Blist_id%5D=a1b2c3d4e5`;

interface Delivery {
  audienceId?: string;
  secret?: string;
  body?: string;
  headers?: Record<string, string>;
}

const form = { 'content-type': 'application/x-www-form-urlencoded' };

function delivery({ audienceId = app.audienceId, secret, body = bodyOf('unsubscribe'), headers }: Delivery = {}) {
  const init: HttpRequestInit = {
    params: { audienceId, secret: secret ?? secretInAddress(mailchimpSettings[0], audienceId) },
    headers: { ...form, ...headers },
    body: { bytes: Buffer.from(body) },
  };
  return call(mailchimpWebhook, init);
}

test('the address can be tried by a GET and by an empty POST', async () => {
  const params = { audienceId: app.audienceId, secret: 'any' };
  expect(await call(mailchimpWebhook, { method: 'GET', params })).toEqual({ status: 200 });
  expect(await call(mailchimpWebhook, { params })).toEqual({ status: 200 });
  expect(await app.requestedRuns()).toEqual([]);
});

test.each(['subscribe', 'unsubscribe', 'profile', 'upemail', 'cleaned'])(
  '%s asks for a run of the audience',
  async (type) => {
    expect(await delivery({ body: bodyOf(type) })).toEqual({ status: 200 });
    expect(await app.requestedRuns()).toEqual([{ audienceId: app.audienceId, trigger: 'webhook' }]);
  },
);

test('every genuine call gets the same answer, whatever it says and whomever it is for', async () => {
  expect(await delivery({ body: bodyOf('campaign') })).toEqual({ status: 200 });
  expect(await delivery({ body: bodyOf('something-new') })).toEqual({ status: 200 });
  expect(await delivery({ body: 'no form at all' })).toEqual({ status: 200 });
  expect(await delivery({ audienceId: unknownAudience })).toEqual({ status: 200 });
  expect(await app.requestedRuns()).toEqual([]);
});

test('the address that was made from the old setting still counts, one from any other setting does not', async () => {
  expect(await delivery({ secret: secretInAddress(mailchimpSettings[1], app.audienceId) })).toEqual({ status: 200 });
  expect(await app.requestedRuns()).toHaveLength(1);
  expect(await delivery({ secret: secretInAddress('stolen', app.audienceId) })).toEqual({ status: 401 });
});

test.each([
  ['no secret', () => ''],
  ['a wrong secret', () => 'wrong'],
  ['the beginning of the secret', () => secretInAddress(mailchimpSettings[0], app.audienceId).slice(0, -1)],
  ['the secret of another audience', () => secretInAddress(mailchimpSettings[0], unknownAudience)],
  ['the setting itself', () => mailchimpSettings[0]],
])('a call with %s is refused and its body is not looked at', async (_, secret) => {
  expect(await delivery({ secret: secret() })).toEqual({ status: 401 });
  const json = { 'content-type': 'application/json' };
  expect(await delivery({ secret: secret(), headers: json, body: '{}' })).toEqual({ status: 401 });
  expect(await app.requestedRuns()).toEqual([]);
});

test('the audience may be written in capitals', async () => {
  const secret = secretInAddress(mailchimpSettings[0], app.audienceId);
  expect(await delivery({ audienceId: app.audienceId.toUpperCase(), secret })).toEqual({ status: 200 });
});

test('what is too long is refused, whether it says so or not', async () => {
  const body = `${bodyOf('profile')}&data%5Bx%5D=${'x'.repeat(64 * 1024)}`;
  expect(await delivery({ body })).toEqual({ status: 413 });
  expect(await delivery({ headers: { 'content-length': '70000' } })).toEqual({ status: 413 });
  const withinBounds = body.slice(0, 64 * 1024);
  expect(await delivery({ body: withinBounds })).toEqual({ status: 200 });
});

test('what is no form is told so', async () => {
  expect(await delivery({ headers: { 'content-type': 'application/json' }, body: '{}' })).toEqual({ status: 415 });
});

describe('where Mailchimp signs', () => {
  const signingSecret = 'told once';
  const record = (signing: Sealed | null) =>
    writeRecord(app.world.services, app.audienceId, {
      webhookId: 'w',
      address: '',
      signing,
      checkedAt: new Date().toISOString(),
    });
  beforeEach(() => record(seal(mailchimpSettings[0], app.audienceId, signingSecret)));

  const now = () => Math.floor(Date.now() / 1000);
  const signed = (secret: string, at: number, body = bodyOf('unsubscribe')) => ({
    'x-mailchimp-signature': `t=${at},v1=${createHmac('sha256', secret).update(`${at}.${body}`).digest('hex')}`,
  });

  test('a signed call is taken', async () => {
    expect(await delivery({ headers: signed(signingSecret, now()) })).toEqual({ status: 200 });
    expect(await app.requestedRuns()).toHaveLength(1);
  });

  test('the secret may be sealed with the old setting', async () => {
    await record(seal(mailchimpSettings[1], app.audienceId, signingSecret));
    expect(await delivery({ headers: signed(signingSecret, now()) })).toEqual({ status: 200 });
  });

  test('one of several signatures is enough', async () => {
    const { 'x-mailchimp-signature': header } = signed(signingSecret, now());
    const both = header.replace(',', `,v1=${'0'.repeat(64)}, `);
    expect(await delivery({ headers: { 'x-mailchimp-signature': both } })).toEqual({ status: 200 });
  });

  test.each([
    ['no signature', () => ({})],
    ['an empty signature', () => ({ 'x-mailchimp-signature': '' })],
    ['nonsense for a signature', () => ({ 'x-mailchimp-signature': 't=now,v1=yes' })],
    ['the signature of somebody else', () => signed('guessed', now())],
    ['the signature of another body', () => signed(signingSecret, now(), bodyOf('subscribe'))],
    ['a signature of six minutes ago', () => signed(signingSecret, now() - 360)],
    ['a signature of the future', () => signed(signingSecret, now() + 360)],
    [
      'an old signature with a new date',
      () => {
        const { 'x-mailchimp-signature': header } = signed(signingSecret, now() - 360);
        return { 'x-mailchimp-signature': header.replace(/t=\d+/, `t=${now()}`) };
      },
    ],
  ])('a call with %s is refused', async (_, headers) => {
    expect(await delivery({ headers: headers() })).toEqual({ status: 401 });
    expect(await app.requestedRuns()).toEqual([]);
  });

  test('a signature does not stand in for the secret in the address', async () => {
    expect(await delivery({ secret: 'wrong', headers: signed(signingSecret, now()) })).toEqual({ status: 401 });
  });

  test('nothing is taken while the signing secret cannot be read', async () => {
    await record(seal('a setting of long ago', app.audienceId, signingSecret));
    expect(await delivery({ headers: signed(signingSecret, now()) })).toEqual({ status: 401 });
  });

  test('a webhook that is not signed is taken by its address alone', async () => {
    await record(null);
    expect(await delivery()).toEqual({ status: 200 });
  });
});
