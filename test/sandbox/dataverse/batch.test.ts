import { describe, expect, test } from '@jest/globals';
import { missingId, useStandIn } from './web-api';
import type { Answer } from './web-api';

const api = useStandIn();
const crlf = '\r\n';

interface Part {
  method: string;
  url: string;
  body?: unknown;
  contentId?: string;
  headers?: string[];
}

const part = ({ method, url, body, contentId, headers = [] }: Part): string =>
  [
    'Content-Type: application/http',
    'Content-Transfer-Encoding: binary',
    ...(contentId === undefined ? [] : [`Content-ID: ${contentId}`]),
    '',
    `${method} ${url} HTTP/1.1`,
    'Content-Type: application/json',
    ...headers,
    '',
    body === undefined ? '' : JSON.stringify(body),
  ].join(crlf);

const changeSet = (parts: Part[]): string =>
  [
    'Content-Type: multipart/mixed;boundary=changeset_1',
    '',
    ...parts.map((one) => `--changeset_1${crlf}${part(one)}`),
    '--changeset_1--',
  ].join(crlf);

const send = (pieces: string[], headers: Record<string, string> = {}, lineEnd = crlf): Promise<Answer> => {
  const body = `${pieces.map((piece) => `--batch_1${crlf}${piece}${crlf}`).join('')}--batch_1--${crlf}`;
  return api.send('POST', '$batch', body.replaceAll(crlf, lineEnd), {
    'Content-Type': 'multipart/mixed;boundary=batch_1',
    ...headers,
  });
};

const statuses = (answer: Answer) => [...answer.text.matchAll(/HTTP\/1\.1 (\d+)/g)].map(([, status]) => Number(status));

describe('a batch', () => {
  test('answers its parts in order, reading and writing', async () => {
    const answer = await send([
      part({ method: 'POST', url: '/api/data/v9.2/contacts', body: { firstname: 'A' }, contentId: '7' }),
      part({ method: 'GET', url: `${api.url()}/api/data/v9.2/contacts?$select=firstname` }),
      part({ method: 'GET', url: 'WhoAmI' }),
    ]);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toMatch(/^multipart\/mixed; boundary=batchresponse_/);
    expect(statuses(answer)).toEqual([204, 200, 200]);
    expect(answer.text).toMatch(/OData-EntityId: http:\/\/127\.0\.0\.1:\d+\/api\/data\/v9\.2\/contacts\(/);
    expect(answer.text).toContain(`OData-Version: 4.0${crlf}`);
    expect(answer.text.split(crlf).join('')).not.toContain('\n');
  });

  test('ends at the first failure, whose status is the status of all', async () => {
    const answer = await send([
      part({ method: 'POST', url: 'contacts', body: { firstname: 'kept' } }),
      part({ method: 'POST', url: 'leads', body: { subject: 'x'.repeat(301) } }),
      part({ method: 'POST', url: 'contacts', body: { firstname: 'never' } }),
    ]);
    expect([answer.status, statuses(answer)]).toEqual([400, [204, 400]]);
    expect(answer.text).toMatch(/HTTP\/1\.1 400 Bad Request\r\nREQ_ID: [0-9a-f-]{36}\r\n/);
    expect(answer.text).toContain("The length of the 'subject' attribute of the 'lead' entity exceeded");
    expect(await api.rows("contacts?$filter=firstname eq 'kept'")).toHaveLength(1);
    expect(await api.rows("contacts?$filter=firstname eq 'never'")).toHaveLength(0);
  });

  test('goes on after failures where that is preferred', async () => {
    const answer = await send(
      [
        part({ method: 'DELETE', url: `contacts(${missingId})` }),
        part({ method: 'POST', url: 'contacts', body: { firstname: 'after' } }),
        part({ method: 'GET', url: 'Contacts' }),
      ],
      { Prefer: 'odata.continue-on-error' },
    );
    expect([answer.status, statuses(answer)]).toEqual([200, [404, 204, 404]]);
  });

  test('a change set is all or nothing', async () => {
    const answer = await send(
      [
        changeSet([
          { method: 'POST', url: 'contacts', body: { firstname: 'together' }, contentId: '1' },
          { method: 'POST', url: 'contacts', body: { firstname: 5 }, contentId: '2' },
        ]),
        part({ method: 'POST', url: 'contacts', body: { firstname: 'apart' } }),
      ],
      { Prefer: 'odata.continue-on-error' },
    );
    expect(statuses(answer)).toEqual([400, 204]);
    expect(await api.rows("contacts?$filter=firstname eq 'together'")).toHaveLength(0);
    expect(await api.rows("contacts?$filter=firstname eq 'apart'")).toHaveLength(1);
  });

  test('a change set answers every part with its Content-ID, and later parts refer to earlier ones', async () => {
    const answer = await send([
      changeSet([
        { method: 'POST', url: '/api/data/v9.2/accounts', body: { name: 'Slate' }, contentId: '1' },
        {
          method: 'POST',
          url: 'contacts',
          body: { firstname: 'Bound', 'parentcustomerid_account@odata.bind': '$1' },
          contentId: '2',
        },
        { method: 'PATCH', url: '$2', body: { lastname: 'Later' }, contentId: '3' },
      ]),
    ]);
    expect(statuses(answer)).toEqual([204, 204, 204]);
    expect(answer.text).toContain('Content-Type: multipart/mixed; boundary=changesetresponse_');
    expect([...answer.text.matchAll(/Content-ID: (\d)/g)].map(([, id]) => id)).toEqual(['1', '2', '3']);
    const rows = await api.rows(
      "contacts?$select=fullname&$expand=parentcustomerid_account($select=name)&$filter=firstname eq 'bound'",
    );
    expect(rows).toMatchObject([{ fullname: 'Bound Later', parentcustomerid_account: { name: 'Slate' } }]);
  });

  test('reads nothing inside a change set, and holds no batch', async () => {
    expect((await send([changeSet([{ method: 'GET', url: 'contacts' }])])).status).toBe(400);
    expect((await send([part({ method: 'POST', url: '$batch' })])).status).toBe(400);
  });

  test('lines that end with LF alone cannot be read', async () => {
    const answer = await send([part({ method: 'GET', url: 'WhoAmI' })], {}, '\n');
    expect(answer.status).toBe(400);
    expect(answer.text).toContain('0x80048d19');
    expect(answer.text).toContain('Stream was not readable.');
  });

  test('holds a thousand requests and no more', async () => {
    const many = (count: number) => Array.from({ length: count }, () => part({ method: 'GET', url: 'WhoAmI' }));
    expect(statuses(await send(many(1000)))).toHaveLength(1000);
    const answer = await send(many(1001));
    expect([answer.status, answer.text.includes('1000')]).toEqual([400, true]);
  });

  test('takes an address of 64 KB and no longer', async () => {
    const url = (length: number) => {
      const start = "contacts?$filter=firstname%20eq%20'";
      return `${start}${'x'.repeat(length - start.length - 1)}'`;
    };
    expect(statuses(await send([part({ method: 'GET', url: url(65_536) })]))).toEqual([200]);
    expect(statuses(await send([part({ method: 'GET', url: url(65_537) })]))).toEqual([400]);
  });

  test('counts as one request that wrote', async () => {
    await api.control('DELETE', 'traffic');
    await send([
      part({ method: 'POST', url: 'contacts', body: { firstname: 'A' } }),
      part({ method: 'POST', url: 'contacts', body: { firstname: 'B' } }),
    ]);
    expect(await api.control('GET', 'traffic')).toMatchObject({
      requests: 1,
      writes: 1,
      records: 2,
      byOperation: { 'POST $batch': 1 },
    });
  });
});
