// The checker must bite: each exchange here has one thing wrong, or nothing at all.

import { openStandIn } from '../../sandbox/mailchimp/open-stand-in';
import { checkExchanges, sayWhenAbsent, testWithContract, type Exchange } from './contract';

sayWhenAbsent();

let exchanges: Exchange[];
beforeAll(async () => {
  const open = await openStandIn([{ email_address: 'wilma@flint.example', status: 'subscribed', tags: ['VIP'] }]);
  const path = '/members/wilma@flint.example';
  await open.list('GET', path);
  await open.list('GET', '/members?count=10&fields=members.id,total_items');
  await open.list('PUT', path, { email_address: 'wilma@flint.example', status_if_new: 'subscribed' });
  await open.list('POST', '', {
    members: [{ email_address: 'betty@flint.example', status: 'subscribed', tags: ['VIP'] }],
  });
  await open.list('POST', '/members', { email_address: 'wilma@flint.example', status: 'subscribed' });
  await open.list('DELETE', path);
  await open.list('DELETE', path);
  await open.control('PATCH', '/switches', { webhookProbe: 'none' });
  await open.list('POST', '/webhooks', { url: 'https://flint.example/hook', events: { subscribe: true } });
  await open.list('GET', '/webhooks');
  exchanges = [...open.exchanges];
  await open.close();
});

const [readOne, readPage, put, bulk, exists, archived, notAllowed, webhook, webhooks] = [0, 1, 2, 3, 4, 5, 6, 7, 8];

function mutated(index: number, change: (exchange: Exchange) => Partial<Exchange>): Exchange[] {
  const exchange = exchanges[index];
  if (exchange === undefined) throw new Error(`There is no exchange ${index}.`);
  return [{ ...exchange, ...change(exchange) }];
}

const answer = (from: string | RegExp, to: string) => (exchange: Exchange) => ({
  responseBody: exchange.responseBody.replace(from, to),
});
const request = (body: unknown) => () => ({ requestBody: JSON.stringify(body) });
const url = (from: string, to: string) => (exchange: Exchange) => ({ url: exchange.url.replace(from, to) });

testWithContract('what the service really does passes, its departures from the description included', () => {
  expect(checkExchanges(exchanges)).toEqual([]);
  expect(checkExchanges(mutated(put, request({ status: 'unsubscribed' })))).toEqual([]);
  expect(JSON.parse(exchanges[exists]?.responseBody ?? '{}')).not.toHaveProperty('type');
  expect(JSON.parse(exchanges[webhook]?.responseBody ?? '{}')).toHaveProperty('signing_secret');
  expect(JSON.parse(exchanges[readOne]?.responseBody ?? '{}')['timestamp_signup']).toBe('');
});

const wrong: [string, number, (exchange: Exchange) => Partial<Exchange>][] = [
  ['an id is missing', readOne, answer(/"id":"[0-9a-f]{32}",/, '')],
  ['the status is missing', readOne, answer('"status":"subscribed",', '')],
  ['a status word is wrong', readOne, answer('"status":"subscribed"', '"status":"Subscribed"')],
  ['a date has another style', readOne, answer(/"last_changed":"([^"]*)\+00:00"/, '"last_changed":"$1Z"')],
  ['a date has milliseconds', readOne, answer(/"last_changed":"([^"]*)\+00:00"/, '"last_changed":"$1.000+00:00"')],
  ['an absent date is null', readOne, answer('"timestamp_signup":""', '"timestamp_signup":null')],
  ['a property is unknown', readOne, answer('"vip":false', '"vip":false,"very":true')],
  ['a property of a part is unknown', readOne, answer('"latitude":0', '"latitude":0,"altitude":0')],
  ['a number is a text', readOne, answer(/"web_id":(\d+)/, '"web_id":"$1"')],
  ['a tag has no id', readOne, answer(/\{"id":\d+,"name":"VIP"\}/, '{"name":"VIP"}')],
  ['a partial answer has an unknown property', readPage, answer('"total_items"', '"total"')],
  ['the answer is no JSON', readOne, () => ({ responseBody: '<html>' })],
  ['the answer is an empty 200', readOne, () => ({ responseBody: '' })],
  ['the answer is a 201', readOne, () => ({ status: 201 })],
  ['the content type is another', readOne, () => ({ responseHeaders: { 'content-type': 'text/html' } })],
  ['a bulk answer shows what only members show', bulk, answer('"vip":false', '"vip":false,"contact_id":"x"')],
  [
    'an error code is unknown',
    bulk,
    answer('"errors":[]', '"errors":[{"email_address":"","error":"","error_code":"E","field":"","field_message":""}]'),
  ],
  ['DELETE answers with a body', archived, () => ({ responseBody: '{}' })],
  ['a problem has no detail', notAllowed, answer(/"detail":"[^"]*",/, '')],
  ['a problem has no type', notAllowed, answer(/"type":"[^"]*",/, '')],
  ['the status of a problem is another', notAllowed, answer('"status":405', '"status":404')],
  ['the instance of a problem is another', notAllowed, answer(/"instance":"[^"]*"/, '"instance":"x"')],
  ['a webhook tells its secret twice', webhooks, answer('"url"', '"signing_secret":"s","url"')],
  ['a new webhook tells more than its secret', webhook, answer('"url"', '"signature":"s","url"')],
  ['the path is unknown', readOne, url('/members/', '/people/')],
  ['the method is unknown', readOne, () => ({ method: 'PUT', url: '/3.0/ping' })],
  ['a query parameter is unknown', readPage, url('count=10', 'limit=10')],
  ['the count is too high', readPage, url('count=10', 'count=1001')],
  ['a word of the query is unknown', readPage, url('count=10', 'sort_field=email_address')],
  ['both fields and exclude_fields', readPage, url('count=10', 'exclude_fields=members.id')],
  [
    'a body has an unknown property',
    put,
    request({ email_address: 'a@b.example', status_if_new: 'subscribed', name: 'A' }),
  ],
  ['a body has an unwritable status', put, request({ email_address: 'a@b.example', status: 'archived' })],
  ['a body lacks what is required', exists, request({ email_address: 'a@b.example' })],
  [
    'a bulk body has more than 500 members',
    bulk,
    request({ members: Array.from({ length: 501 }, () => ({ email_address: 'a@b.example' })) }),
  ],
  ['GET has a body', readOne, request({ a: 1 })],
  ['a body is missing', put, () => ({ requestBody: '' })],
];

testWithContract.each(wrong)('found: %s', (_what, index, change) => {
  expect(checkExchanges(mutated(index, change))).not.toEqual([]);
});

testWithContract('a request that is wrong on purpose is passed over, its answer is not', () => {
  const deliberate = { 'x-contract': 'deliberate' };
  expect(
    checkExchanges(
      mutated(put, (exchange) => ({
        ...request({ name: 'A' })(),
        requestHeaders: { ...exchange.requestHeaders, ...deliberate },
      })),
    ),
  ).toEqual([]);
  expect(checkExchanges(mutated(readOne, () => ({ responseBody: '{}', requestHeaders: deliberate })))).not.toEqual([]);
});

testWithContract('of an ordered fault only the request is checked', () => {
  expect(checkExchanges(mutated(readOne, () => ({ responseBody: '<html>', status: 502, injected: true })))).toEqual([]);
});
