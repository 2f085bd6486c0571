import { beforeEach, describe, expect, test } from '@jest/globals';
import { createClock } from '../../../sandbox/clock';
import type { Exchange } from '../../../sandbox/dataverse/server';
import { startDataverse } from '../../../sandbox/dataverse/server';
import { errorOf, useStandIn, webApi } from './web-api';

const exchanges: Exchange[] = [];
const api = useStandIn({ onExchange: (exchange) => exchanges.push(exchange) });

beforeEach(async () => {
  await api.control('DELETE', 'faults');
  await api.control('DELETE', 'traffic');
  await api.control('PUT', 'clock', { now: null });
});

describe('the clock', () => {
  test('stands still once set, moves when advanced, and dates what is written', async () => {
    await api.control('PUT', 'clock', { now: '2026-01-05T09:00:00Z' });
    const id = await api.create('contacts', { firstname: 'A' });
    await api.control('PUT', 'clock', { advanceSeconds: 60 });
    expect(await api.control('GET', 'clock')).toEqual({ now: '2026-01-05T09:01:00.000Z' });
    await api.send('PATCH', `contacts(${id})`, { firstname: 'B' });
    expect((await api.get(`contacts(${id})`)).body).toMatchObject({
      createdon: '2026-01-05T09:00:00Z',
      modifiedon: '2026-01-05T09:01:00Z',
    });
    await api.control('PUT', 'clock', { now: null });
    const { now } = await api.control('GET', 'clock');
    expect(Date.parse(String(now))).toBeGreaterThan(Date.parse('2026-01-06T00:00:00Z'));
  });

  test('may be shared with somebody else', async () => {
    const clock = createClock();
    const other = await startDataverse({ clock });
    await webApi(() => other).control('PUT', 'clock', { now: '2026-02-03T04:05:06Z' });
    await other.close();
    expect(clock.now().toISOString()).toBe('2026-02-03T04:05:06.000Z');
  });
});

describe('faults', () => {
  test('meet the next matching requests, so many times', async () => {
    await api.control('POST', 'faults', {
      method: 'GET',
      pathContains: 'contacts',
      times: 2,
      status: 429,
      headers: { 'Retry-After': '7' },
    });
    expect((await api.get('WhoAmI')).status).toBe(200);
    const answer = await api.get('contacts');
    expect([answer.status, answer.headers.get('retry-after'), errorOf(answer).code]).toEqual([429, '7', '0x80072322']);
    expect((await api.get('contacts')).status).toBe(429);
    expect((await api.get('contacts')).status).toBe(200);
  });

  test('may carry any body, strike after the work is done, or cut the line', async () => {
    await api.control('POST', 'faults', {
      times: 1,
      status: 503,
      body: '<html>busy</html>',
      headers: { 'Content-Type': 'text/html' },
    });
    expect((await api.get('WhoAmI')).text).toBe('<html>busy</html>');
    await api.control('POST', 'faults', { method: 'POST', times: 1, status: 504, afterApply: true });
    expect((await api.send('POST', 'contacts', { firstname: 'Made all the same' })).status).toBe(504);
    expect(await api.rows("contacts?$filter=firstname eq 'made all the same'")).toHaveLength(1);
    await api.control('POST', 'faults', { times: 1, reset: true });
    await expect(api.get('WhoAmI')).rejects.toThrow('fetch failed');
    expect((await api.get('WhoAmI')).status).toBe(200);
  });
});

describe('traffic', () => {
  test('counts requests, those that wrote, the rows they touched and the widest crowd', async () => {
    await api.control('PATCH', 'switches', { latencyMs: 20 });
    await Promise.all([api.get('contacts'), api.get('contacts'), api.get('WhoAmI')]);
    await api.control('PATCH', 'switches', { latencyMs: 0 });
    const id = await api.create('contacts', { firstname: 'A' });
    await api.send('PATCH', `contacts(${id})`, { nothing: 1 });
    await api.send('DELETE', `contacts(${id})`);
    expect(await api.control('GET', 'traffic')).toEqual({
      requests: 6,
      writes: 2,
      records: 2,
      peakConnections: 3,
      byOperation: {
        'GET contacts': 2,
        'GET WhoAmI': 1,
        'POST contacts': 1,
        'PATCH contacts': 1,
        'DELETE contacts': 1,
      },
    });
  });

  test('exchanges are handed over as they were', async () => {
    exchanges.length = 0;
    await api.send('POST', 'contacts', { firstname: 'Seen' });
    expect(exchanges).toMatchObject([
      {
        method: 'POST',
        url: '/api/data/v9.2/contacts',
        requestBody: '{"firstname":"Seen"}',
        status: 204,
        responseBody: '',
      },
    ]);
  });
});

describe('service protection', () => {
  test('too many requests, or too many at once, are put off', async () => {
    await api.control('PATCH', 'switches', { concurrentRequests: 1, latencyMs: 20, retryAfterSeconds: 3 });
    const answers = await Promise.all([api.get('WhoAmI'), api.get('WhoAmI')]);
    const refused = answers.find((answer) => answer.status === 429);
    if (refused === undefined) throw new Error('nobody was put off');
    expect([errorOf(refused).code, refused.headers.get('retry-after')]).toEqual(['0x80072326', '3']);
    await api.control('PATCH', 'switches', { concurrentRequests: 52, latencyMs: 0, requestsPerWindow: 1 });
    const late = await api.get('WhoAmI');
    expect([late.status, errorOf(late).code]).toEqual([429, '0x80072322']);
    await api.control('PATCH', 'switches', { requestsPerWindow: 6000 });
    const good = await api.get('WhoAmI');
    expect(good.headers.get('x-ms-dop-hint')).toBe('8');
    expect(Number(good.headers.get('x-ms-ratelimit-burst-remaining-xrm-requests'))).toBeLessThan(6000);
  });
});

describe('switches', () => {
  test('are all readable, and unknown ones are refused', async () => {
    expect(await api.control('GET', 'switches')).toMatchObject({ addExistingMember: 'ignore', latencyMs: 0 });
    await api.control('PATCH', 'switches', { degreeOfParallelism: 2 });
    expect((await api.get('WhoAmI')).headers.get('x-ms-dop-hint')).toBe('2');
    const answer = await api.send('PATCH', '/_sandbox/switches', { addExistingMembers: 'error' });
    expect([answer.status, answer.text.includes('addExistingMembers')]).toEqual([400, true]);
  });

  test("an organization's own column lengths are enforced and told", async () => {
    await api.control('PATCH', 'switches', { columnLengths: { 'lead.subject': 50 } });
    const answer = await api.send('POST', 'leads', { subject: 'x'.repeat(51) });
    expect(errorOf(answer).message).toContain("maximum allowed length of '50'");
    const [subject] = await api.rows(
      "EntityDefinitions(LogicalName='lead')/Attributes/Microsoft.Dynamics.CRM.StringAttributeMetadata?$select=LogicalName,MaxLength&$filter=LogicalName eq 'subject'",
    );
    expect(subject?.['MaxLength']).toBe(50);
  });
});

describe('the seed', () => {
  test('brings people, lists with dated members, and rows of any table', async () => {
    const result = await api.control('POST', 'seed', {
      contacts: [
        {
          contactid: 'c0000000-0000-4000-8000-0000000000d1',
          firstname: 'Wilma',
          emailaddress1: 'wilma@example.com',
          createdon: '2020-01-01T00:00:00Z',
        },
      ],
      leads: [{ lastname: 'Pebbles', emailaddress1: 'pebbles@example.com' }],
      lists: [
        {
          listname: 'Friends',
          createdfromcode: 2,
          members: [{ email: 'WILMA@example.com', addedOn: '2026-01-05T00:00:00Z' }],
        },
        {
          listname: 'Asleep',
          createdfromcode: 4,
          statecode: 1,
          lockstatus: true,
          members: [{ email: 'pebbles@example.com' }],
        },
      ],
      rows: { mcs_audiences: [{ mcs_name: 'Newsletter', mcs_mailchimplistid: 'seed' }] },
    });
    expect(Object.keys(result)).toEqual(['accounts', 'contacts', 'leads', 'lists', 'mcs_audiences']);
    expect((await api.get('contacts(c0000000-0000-4000-8000-0000000000d1)')).body).toMatchObject({
      fullname: 'Wilma',
      createdon: '2020-01-01T00:00:00Z',
    });
    const [friends] = await api.rows("lists?$filter=listname eq 'friends'");
    expect(friends?.['membercount']).toBe(1);
    expect(await api.rows(`listmembers?$filter=_listid_value eq ${String(friends?.['listid'])}`)).toMatchObject([
      { createdon: '2026-01-05T00:00:00Z', _entityid_value: 'c0000000-0000-4000-8000-0000000000d1' },
    ]);
    const [asleep] = await api.rows("lists?$filter=listname eq 'asleep'");
    expect(asleep).toMatchObject({ membercount: 1, statecode: 1 });
  });

  test('with a mistake changes nothing and says what is wrong', async () => {
    const answer = await api.send('POST', '/_sandbox/seed', {
      contacts: [{ firstname: 'Half' }],
      lists: [{ listname: 'X', createdfromcode: 2, members: [{ email: 'nobody@example.com' }] }],
    });
    expect([answer.status, answer.body['error']]).toEqual([
      400,
      'There is no contact with the address nobody@example.com to put on the list.',
    ]);
    expect(await api.rows("contacts?$filter=firstname eq 'half'")).toEqual([]);
  });

  test('may come with the start', async () => {
    const seeded = await startDataverse({ seed: { contacts: [{ firstname: 'Early' }] } });
    const rows = await webApi(() => seeded).rows('contacts?$select=firstname');
    await seeded.close();
    expect(rows).toMatchObject([{ firstname: 'Early' }]);
  });
});

test('a port in use is one clear sentence', async () => {
  const port = api.standIn().port;
  await expect(startDataverse({ port })).rejects.toThrow(
    `Port ${port} is in use by another program: stop it or choose another port for the Dynamics 365 stand-in.`,
  );
});
