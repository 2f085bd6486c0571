import { createWebApi, Refusal } from '../../webresources/web-api';

const realFetch = globalThis.fetch;
afterEach(() => {
  globalThis.fetch = realFetch;
});

test.each([
  [401, 'You are signed out of Dynamics 365. Sign in again and reload the page.'],
  [403, 'Your security role does not allow this. Ask an administrator.'],
  [429, 'Dynamics 365 is busy. Try again in a moment.'],
  [503, 'Dynamics 365 has a problem at the moment. Try again in a moment.'],
  [400, 'Dynamics 365 refused: Name is missing.'],
])('an answer of %d is one sentence with its correlation id', async (status, sentence) => {
  answerWith(() =>
    Response.json({ error: { code: '0x0', message: 'Name is missing.' } }, { status, headers: { REQ_ID: 'id-1' } }),
  );
  const refusal = await createWebApi('https://org')
    .create('lists', { listname: '' })
    .catch((error: unknown) => error);
  expect(refusal).toBeInstanceOf(Refusal);
  expect(refusal).toMatchObject({ status, message: sentence, correlationId: 'id-1' });
});

test('no answer at all is a sentence, too', async () => {
  answerWith(() => {
    throw new TypeError('Failed to fetch');
  });
  await expect(createWebApi('https://org').retrieve('lists', '1')).rejects.toThrow(
    'Dynamics 365 does not answer. Check the connection and try again.',
  );
});

test('an error page that is not JSON is a sentence as well', async () => {
  answerWith(() => new Response('<html>', { status: 418 }));
  await expect(createWebApi('https://org').retrieve('lists', '1')).rejects.toThrow(
    'Dynamics 365 refused the request (418).',
  );
});

test('all pages are read by following the links', async () => {
  const urls: string[] = [];
  answerWith((url) => {
    urls.push(url);
    return Response.json(
      urls.length === 1 ? { value: [{ a: 1 }], '@odata.nextLink': 'https://org/next' } : { value: [{ a: 2 }] },
    );
  });
  const rows = await createWebApi('https://org').retrieveMultiple('lists', {
    select: ['listid', 'listname'],
    filter: "listname eq 'A & B'",
  });
  expect(rows).toEqual([{ a: 1 }, { a: 2 }]);
  expect(urls).toEqual([
    "https://org/api/data/v9.2/lists?$select=listid,listname&$filter=listname%20eq%20'A%20%26%20B'",
    'https://org/next',
  ]);
});

test('a change never creates a row', async () => {
  let ifMatch: string | null = null;
  answerWith((_, init) => {
    ifMatch = new Headers(init?.headers).get('If-Match');
    return new Response(null, { status: 204 });
  });
  await createWebApi('https://org').update('mcs_audiences', '1', { mcs_name: 'x' });
  expect(ifMatch).toBe('*');
});

test('a row created a moment ago tells the time better than the web server', async () => {
  answerWith(() =>
    Response.json({ createdon: '2026-01-05T09:00:00Z' }, { headers: { Date: 'Sat, 10 Jan 2026 09:00:00 GMT' } }),
  );
  const api = createWebApi('https://org');
  await api.create('mcs_syncruns', {});
  await api.retrieve('lists', '1');
  expect(Math.abs(api.now().getTime() - Date.parse('2026-01-05T09:00:00Z'))).toBeLessThan(60_000);
});

test('the clock is that of the service', async () => {
  answerWith(() => Response.json({}, { headers: { Date: 'Sat, 10 Jan 2026 09:00:00 GMT' } }));
  const api = createWebApi('https://org');
  await api.retrieve('lists', '1');
  expect(Math.abs(api.now().getTime() - Date.parse('2026-01-10T09:00:00Z'))).toBeLessThan(60_000);
});

function answerWith(answer: (url: string, init?: RequestInit) => Response): void {
  globalThis.fetch = async (url, init) => answer(typeof url === 'string' ? url : 'not a text', init);
}
