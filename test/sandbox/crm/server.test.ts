/** What the shell answers and refuses, seen from outside. */
import { request } from 'node:http';
import { startCrmShell, type CrmShell } from '../../../sandbox/crm/server';
import { contactId, startSmallWebApi, type SmallWebApi } from './small-web-api';

let api: SmallWebApi;
let shell: CrmShell;

beforeAll(async () => {
  api = await startSmallWebApi();
  shell = await startCrmShell({ dataverseUrl: api.url });
});
afterAll(async () => {
  await shell.close();
  await api.close();
});

const webApi = (path: string, init?: RequestInit): Promise<Response> =>
  fetch(`${shell.url}/api/data/v9.2/${path}`, init);

test('web resources come with exactly the strict policy of the platform', async () => {
  const answer = await fetch(`${shell.url}/WebResources/mcs_/sync/index.html`);
  expect(answer.headers.get('content-type')).toBe('text/html; charset=utf-8');
  expect(answer.headers.get('content-security-policy')).toBe(
    "default-src 'self'; script-src 'self' blob: data:; style-src 'self' 'unsafe-inline'; img-src 'self' data:; " +
      "font-src 'self' data:; connect-src 'self' blob: data: wss:; frame-src 'self' blob:; base-uri 'none'; " +
      "frame-ancestors 'self' https://*.powerapps.com",
  );
});

test.each(['/WebResources', '/%7b000000001%7d/WebResources', '/%7B638000000000000000%7D/WebResources'])(
  'web resources and the client context answer under %s',
  async (root) => {
    const page = `${shell.url}${root}/mcs_/sync/index.html`;
    expect((await fetch(page)).status).toBe(200);
    expect(await (await fetch(new URL('app.js', page))).text()).toContain('GetGlobalContext()');
    const context = await fetch(new URL('../../ClientGlobalContext.js.aspx', page), {
      headers: { cookie: 'user=user' },
    });
    expect(context.headers.get('content-type')).toBe('text/javascript; charset=utf-8');
    expect(await context.text()).toContain('Uma User');
  },
);

test("the shell's own pages come under the same strict policy and hold no script of their own", async () => {
  const answer = await fetch(`${shell.url}/main.aspx?pagetype=entitylist&etn=contact`);
  expect(answer.headers.get('content-security-policy')).toContain("script-src 'self' blob: data:;");
  const scripts = [...(await answer.text()).matchAll(/<script([^>]*)>/g)].map(([, attributes]) => attributes?.trim());
  expect(scripts).toEqual([
    'src="/WebResources/ClientGlobalContext.js.aspx" defer',
    'src="/shell/shell.js" defer',
    'type="application/json" class="page-state"',
    'type="application/json" class="grid-state"',
  ]);
});

test('an unknown web resource, page and record answer 404', async () => {
  const paths = [
    '/WebResources/mcs_/nothing.js',
    '/nothing',
    `/main.aspx?pagetype=entityrecord&etn=contact&id=${contactId}0`,
  ];
  const answers = await Promise.all(paths.map((path) => fetch(shell.url + path)));
  expect(answers.map(({ status }) => status)).toEqual([404, 404, 404]);
});

test('the Web API is reached as the current user, whatever token the page sends', async () => {
  api.tokens.clear();
  await webApi('contacts', { headers: { cookie: 'other=1; user=user', authorization: 'Bearer stand-in-service' } });
  await webApi('contacts', { headers: { cookie: 'user=stranger' } });
  expect([...api.tokens]).toEqual(['Bearer stand-in-user', 'Bearer stand-in-administrator']);
  expect((await webApi('contacts', { headers: { cookie: 'user=nobody' } })).status).toBe(403);
});

test.each([
  ['no origin at all', {}, 403],
  ['another origin', { origin: 'http://127.0.0.1:1' }, 403],
  ['an origin that only begins alike', { origin: 'http://127.0.0.1.example' }, 403],
  ['a cross-site fetch', { 'sec-fetch-site': 'cross-site' }, 403],
  ['another origin that claims to be the same', { origin: 'null', 'sec-fetch-site': 'same-origin' }, 403],
  ['a fetch of the same origin', { 'sec-fetch-site': 'same-origin' }, 204],
])('a change from %s answers as it should', async (_from, headers, status) => {
  api.writes.length = 0;
  const body = JSON.stringify({ firstname: 'Betty' });
  const answer = await webApi(`contacts(${contactId})`, {
    method: 'PATCH',
    headers: { 'content-type': 'application/json', ...headers },
    body,
  });
  expect(answer.status).toBe(status);
  expect(api.writes).toHaveLength(status === 204 ? 1 : 0);
});

test('a change from the same origin goes through with its body', async () => {
  api.writes.length = 0;
  await webApi('contacts', {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: shell.url },
    body: JSON.stringify({ lastname: 'Flintstone' }),
  });
  expect(api.writes).toEqual([{ method: 'POST', path: 'contacts', body: { lastname: 'Flintstone' } }]);
});

test('a name that merely resolves to this machine is turned away', async () => {
  const status = await new Promise((resolve, reject) => {
    const { hostname, port } = new URL(shell.url);
    request({ hostname, port, path: '/api/data/v9.2/contacts', headers: { host: 'evil.example' } }, (answer) => {
      answer.resume();
      resolve(answer.statusCode);
    })
      .on('error', reject)
      .end();
  });
  expect(status).toBe(421);
});

test('only the Web API is passed on, not the controls of the stand-in', async () => {
  expect((await fetch(`${shell.url}/_sandbox/clock`)).status).toBe(404);
});

test('changing the user leads back into the app and nowhere else', async () => {
  const change = (back: string): Promise<Response> =>
    fetch(`${shell.url}/shell/user`, {
      method: 'POST',
      redirect: 'manual',
      headers: { origin: shell.url },
      body: new URLSearchParams({ user: 'user', back }),
    });
  expect((await change('/main.aspx?etn=list')).headers.get('location')).toBe('/main.aspx?etn=list');
  expect((await change('//evil.example/main.aspx')).headers.get('location')).toBe('/main.aspx');
  expect((await change('https://evil.example')).headers.get('location')).toBe('/main.aspx');
});

test('a port in use is said in one sentence', async () => {
  await expect(startCrmShell({ dataverseUrl: api.url, port: shell.port })).rejects.toThrow(
    `Port ${shell.port} is already in use, so the CRM shell cannot start: stop the other program or choose another port.`,
  );
});

test('a stand-in that is not there is said in one sentence', async () => {
  const gone = await startSmallWebApi();
  await gone.close();
  const lonely = await startCrmShell({ dataverseUrl: gone.url });
  const [page, webApi] = await Promise.all([
    fetch(`${lonely.url}/main.aspx`),
    fetch(`${lonely.url}/api/data/v9.2/contacts`),
  ]);
  const text = await page.text();
  await lonely.close();
  expect([page.status, webApi.status]).toEqual([502, 502]);
  expect(text).toContain(`The Dataverse stand-in at ${gone.url} does not answer.`);
});
