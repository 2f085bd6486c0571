import { afterEach, describe, expect, test } from '@jest/globals';
import { createClock } from '../../../sandbox/clock';
import { startDataverse } from '../../../sandbox/dataverse/server';
import { errorOf, useStandIn, webApi } from './web-api';

const api = useStandIn();

afterEach(async () => {
  await api.control('DELETE', 'faults');
  await api.control('PATCH', 'switches', {
    executionSecondsPerWindow: 1200,
    windowSeconds: 300,
    requestsPerWindow: 6000,
    latencyMs: 0,
  });
});

const target = (firstname: string) => ({ '@odata.type': 'Microsoft.Dynamics.CRM.contact', firstname });
const named = (name: string) => api.rows(`contacts?$filter=firstname eq '${name}'`);

describe("one record that somebody else's plug-in refuses", () => {
  test('takes the whole bulk message with it, and nothing says which one it was', async () => {
    await api.control('POST', 'faults', { recordContains: 'Bad Bulk', times: 1 });
    const answer = await api.send('POST', 'contacts/Microsoft.Dynamics.CRM.CreateMultiple', {
      Targets: [target('Good Bulk'), target('Bad Bulk')],
    });
    expect([answer.status, errorOf(answer)]).toEqual([
      400,
      { code: '0x80040265', message: 'ISV code aborted the operation.' },
    ]);
    expect(await named('Good Bulk')).toEqual([]);
  });

  test('fails alone in a batch that goes on, with the words that were asked for', async () => {
    await api.control('POST', 'faults', {
      recordContains: 'Bad Part',
      times: 5,
      status: 403,
      body: { error: { code: '0x80040220', message: 'No.' } },
    });
    const part = (firstname: string) =>
      [
        '--b',
        'Content-Type: application/http',
        'Content-Transfer-Encoding: binary',
        '',
        'POST /api/data/v9.2/contacts HTTP/1.1',
        'Content-Type: application/json',
        '',
        JSON.stringify({ firstname }),
        '',
      ].join('\r\n');
    const answer = await api.send('POST', '$batch', `${part('Good A')}${part('Bad Part')}${part('Good B')}--b--\r\n`, {
      'Content-Type': 'multipart/mixed; boundary=b',
      Prefer: 'odata.continue-on-error',
    });
    expect(answer.text.match(/HTTP\/1\.1 \d+/g)).toEqual(['HTTP/1.1 204', 'HTTP/1.1 403', 'HTTP/1.1 204']);
    expect(answer.text).toContain('"message":"No."');
    expect([(await named('Good A')).length, (await named('Good B')).length]).toEqual([1, 1]);
  });

  test('others pass', async () => {
    await api.control('POST', 'faults', { recordContains: 'Bad', times: 1 });
    expect((await api.send('POST', 'contacts', { firstname: 'Good' })).status).toBe(204);
    expect((await api.send('POST', 'contacts', { firstname: 'Bad' })).status).toBe(400);
    expect((await api.send('POST', 'contacts', { firstname: 'Bad' })).status).toBe(204);
  });
});

describe('a service under strain', () => {
  test('a fault may let so many requests through first', async () => {
    await api.control('POST', 'faults', { after: 2, times: 1, status: 429, headers: { 'Retry-After': '1' } });
    const statuses: number[] = [];
    for (let at = 0; at < 4; at++) statuses.push((await api.get('WhoAmI')).status);
    expect(statuses).toEqual([200, 200, 429, 200]);
  });

  test('a late answer is the usual one', async () => {
    await api.control('POST', 'faults', { delayMs: 5, times: 1 });
    expect((await api.get('WhoAmI')).status).toBe(200);
  });

  test('time that requests take counts too', async () => {
    await api.control('PATCH', 'switches', { latencyMs: 5 });
    await api.get('WhoAmI');
    await api.control('PATCH', 'switches', { latencyMs: 0, executionSecondsPerWindow: 0.001 });
    const answer = await api.get('WhoAmI');
    expect([answer.status, errorOf(answer).code, answer.headers.get('retry-after')]).toEqual([429, '0x80072321', '2']);
  });
});

test('the clock of this service alone may be an hour ahead: its dates, and the Date of every answer, follow', async () => {
  const clock = createClock();
  clock.set(new Date('2026-01-05T09:00:00Z'));
  const standIn = await startDataverse({ clock });
  const other = webApi(() => standIn);
  await other.control('PATCH', 'switches', { clockOffsetSeconds: 3600 });
  const id = await other.create('contacts', { firstname: 'Early' });
  const answer = await other.get(`contacts(${id})`);
  await other.control('POST', 'faults', { status: 503, times: 1 });
  const busy = await other.get('WhoAmI');
  await standIn.close();
  expect(answer.body).toMatchObject({ createdon: '2026-01-05T10:00:00Z', modifiedon: '2026-01-05T10:00:00Z' });
  expect(answer.headers.get('date')).toBe('Mon, 05 Jan 2026 10:00:00 GMT');
  expect([busy.status, busy.headers.get('date')]).toEqual([503, 'Mon, 05 Jan 2026 10:00:00 GMT']);
  expect(clock.now().toISOString()).toBe('2026-01-05T09:00:00.000Z');
});
