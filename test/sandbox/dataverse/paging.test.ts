import { once } from 'node:events';
import { request } from 'node:http';
import { text } from 'node:stream/consumers';
import { beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { tokens } from '../../../sandbox/dataverse/users';
import { errorOf, useStandIn, valuesOf } from './web-api';
import type { Row } from './web-api';

const api = useStandIn();
const total = 137;

beforeAll(async () => {
  await api.control('PATCH', 'switches', { requestsPerWindow: 1_000_000 });
  await api.control('POST', 'seed', {
    contacts: Array.from({ length: total }, (_, index) => ({
      firstname: `First ${index % 7}`,
      lastname: index % 5 === 0 ? null : `Last ${index % 11}`,
      emailaddress1: `p${index}@example.com`,
      numberofchildren: index % 3 === 0 ? null : index % 4,
      donotbulkemail: index % 2 === 0,
      createdon: `2026-01-0${1 + (index % 9)}T00:00:00Z`,
    })),
  });
});

/** As behind a proxy that keeps the host the client named. */
async function askThrough(host: string, path: string): Promise<string> {
  const asked = request(api.url() + path, {
    headers: { Host: host, Authorization: `Bearer ${tokens.administrator}`, Prefer: 'odata.maxpagesize=50' },
  });
  asked.end();
  const [answer] = await once(asked, 'response');
  return text(answer);
}

/** Follows the links to the end. */
async function pages(query: string, size: number): Promise<Row[][]> {
  const headers = { Prefer: `odata.maxpagesize=${size}` };
  const all: Row[][] = [];
  let path: string | undefined = `contacts?${query}`;
  while (path !== undefined) {
    const answer = await api.get(path, headers);
    expect(answer.headers.get('preference-applied')).toBe(`odata.maxpagesize=${size}`);
    all.push(valuesOf(answer));
    const link: unknown = answer.body['@odata.nextLink'];
    path = typeof link === 'string' ? link.slice(api.url().length) : undefined;
  }
  return all;
}

describe('pages', () => {
  test('are as long as preferred, and the links lead through the host that was asked', async () => {
    const first = await askThrough('crm.example:81', '/api/data/v9.2/contacts?$select=fullname');
    expect(first).toContain(
      '"@odata.nextLink":"http://crm.example:81/api/data/v9.2/contacts?$select=fullname&$skiptoken=%3Ccookie%20pagenumber=%222%22',
    );
    expect((await pages('$select=fullname', 50)).map((rows) => rows.length)).toEqual([50, 50, 37]);
  });

  test('go on behind the last row although rows before it come and go', async () => {
    const first = await api.get('contacts?$select=fullname&$orderby=emailaddress1', {
      Prefer: 'odata.maxpagesize=100',
    });
    const [gone] = valuesOf(first);
    await api.send('DELETE', `contacts(${String(gone?.['contactid'])})`);
    const fresh = await api.create('contacts', { emailaddress1: 'a-first@example.com' });
    const rest = await api.get(String(first.body['@odata.nextLink']).slice(api.url().length), {
      Prefer: 'odata.maxpagesize=100',
    });
    expect(valuesOf(rest)).toHaveLength(total - 100);
    await api.send('DELETE', `contacts(${fresh})`);
    await api.control('POST', 'seed', {
      contacts: [{ firstname: 'First 0', emailaddress1: 'p0@example.com', contactid: gone?.['contactid'] }],
    });
  });

  test('$top is passed over beside a preferred page size, and alone it ends the answer', async () => {
    expect(valuesOf(await api.get('contacts?$top=3', { Prefer: 'odata.maxpagesize=10' }))).toHaveLength(10);
    const top = await api.get('contacts?$top=3');
    expect(valuesOf(top)).toHaveLength(3);
    expect(top.body).not.toHaveProperty(['@odata.nextLink']);
  });

  test('a token that was tampered with is refused', async () => {
    expect(errorOf(await api.get('contacts?$skiptoken=abc')).message).toBe('Malformed XML in the Paging Cookie');
  });

  test('whatever the filter, the order and the page size: every row once', async () => {
    const filter = fc.constantFrom(
      '',
      'donotbulkemail eq true',
      'numberofchildren ne 1',
      "lastname eq null or contains(lastname,'1')",
      'createdon ge 2026-01-03T00:00:00Z',
      "not startswith(firstname,'first 3')",
    );
    const term = fc
      .tuple(
        fc.constantFrom('firstname', 'lastname', 'numberofchildren', 'donotbulkemail', 'createdon', '_ownerid_value'),
        fc.constantFrom('', ' asc', ' desc'),
      )
      .map(([name, direction]) => name + direction);
    const orderBy = fc.uniqueArray(term, { maxLength: 3, selector: (text) => text.split(' ')[0] });
    await fc.assert(
      fc.asyncProperty(filter, orderBy, fc.integer({ min: 1, max: 60 }), async (filter, orderBy, size) => {
        const options = [
          '$select=contactid',
          ...(filter === '' ? [] : [`$filter=${encodeURIComponent(filter)}`]),
          ...(orderBy.length === 0 ? [] : [`$orderby=${encodeURIComponent(orderBy.join(','))}`]),
        ].join('&');
        const whole = (await api.rows(`contacts?${options}`)).map((row) => row['contactid']);
        const paged = (await pages(options, size)).flat().map((row) => row['contactid']);
        expect(paged).toEqual(whole);
        expect(new Set(paged).size).toBe(paged.length);
        const count = await api.get(`contacts/$count?${filter === '' ? '' : `$filter=${encodeURIComponent(filter)}`}`);
        expect(Number(count.text)).toBe(paged.length);
      }),
      { numRuns: 40 },
    );
  });
});

describe('more than 5,000 rows', () => {
  test('no page is longer and no count goes further', async () => {
    await api.control('POST', 'seed', {
      leads: Array.from({ length: 5003 }, (_, index) => ({ lastname: `L${index}` })),
    });
    const answer = await api.get('leads?$select=leadid&$count=true', { Prefer: 'odata.maxpagesize=9000' });
    expect(answer.headers.get('preference-applied')).toBe('odata.maxpagesize=5000');
    expect(answer.body['@odata.count']).toBe(5000);
    expect(valuesOf(answer)).toHaveLength(5000);
    expect((await api.get('leads/$count')).text).toBe('5000');
    const link = String(answer.body['@odata.nextLink']).slice(api.url().length);
    expect(valuesOf(await api.get(link))).toHaveLength(3);
  });
});
