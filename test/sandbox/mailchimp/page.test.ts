import { openStandIn, type OpenStandIn } from './open-stand-in';

const wilma = 'wilma@flint.example';
let open: OpenStandIn;
beforeEach(async () => {
  open = await openStandIn([
    { email_address: wilma, status: 'subscribed', merge_fields: { FNAME: '<b>Wilma</b>', LNAME: '"F"' } },
    ...Array.from({ length: 60 }, (_, index) => ({
      email_address: `person${index}@flint.example`,
      status: 'subscribed' as const,
    })),
  ]);
});
afterEach(() => open.close());

const look = async (query = ''): Promise<string> => (await open.control('GET', `/page${query}`)).text;
const press = (form: Record<string, string>, origin = open.standIn.url): Promise<Response> =>
  fetch(`${open.standIn.url}/_sandbox/play`, {
    method: 'POST',
    headers: { origin },
    body: new URLSearchParams({ audience: 'news', email: wilma, ...form }),
    redirect: 'manual',
  });
const member = async (): Promise<Record<string, unknown>> => (await open.list('GET', `/members/${wilma}`)).body;

test('the page lists the first 50 members, or those whose address is searched for', async () => {
  const all = await look();
  expect(all.match(/<th scope="row">/g)).toHaveLength(50);
  expect(all).toContain('The first 50 of 61 members');
  const found = await look('?audience=news&search=WILMA');
  expect(found.match(/<th scope="row">/g)).toHaveLength(1);
  expect(found).toContain(wilma);
});

test('what comes from outside is text, and no script may run', async () => {
  const page = await open.control('GET', '/page?search=wilma&said=%3Cscript%3E');
  expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
  expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
  expect(page.text).not.toContain('<b>Wilma');
  expect(page.text).not.toContain('<script');
  expect(page.text).toContain('&#60;b&#62;Wilma');
});

test.each([
  [{ act: 'unsubscribe' }, { status: 'unsubscribed', unsubscribe_reason: 'None given' }],
  [{ act: 'archive' }, { status: 'archived' }],
  [{ act: 'bounce' }, { status: 'cleaned' }],
  [{ act: 'change name', FNAME: 'Wilma', LNAME: 'Stone' }, { full_name: 'Wilma Stone' }],
  [{ act: 'add tag', tag: 'VIP' }, { tags: [{ name: 'VIP' }] }],
])('%j', async (form, after) => {
  const answer = await press({ search: 'wilma', ...form });
  expect(answer.status).toBe(303);
  expect(answer.headers.get('location')).toMatch(/^\/_sandbox\/page\?audience=news&search=wilma&said=Done/);
  expect(await member()).toMatchObject(after);
});

test('somebody new signs up', async () => {
  await press({ act: 'subscribe', email: 'pebbles@flint.example' });
  expect((await open.list('GET', '/members/pebbles@flint.example')).body).toMatchObject({
    status: 'subscribed',
    source: 'Hosted Signup Form',
  });
});

test('what cannot be done is said on the page', async () => {
  const answer = await press({ act: 'unsubscribe', email: 'nobody@flint.example' });
  const page = await fetch(new URL(answer.headers.get('location') ?? '', open.standIn.url));
  expect(await page.text()).toContain('nobody@flint.example is not in audience &#34;Newsletter&#34;.');
});

test('another page in the same browser can press no button', async () => {
  expect((await press({ act: 'unsubscribe' }, 'https://elsewhere.example')).status).toBe(403);
  expect(await member()).toMatchObject({ status: 'subscribed' });
});
