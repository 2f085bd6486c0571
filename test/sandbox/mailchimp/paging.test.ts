import fc from 'fast-check';
import { openStandIn, type MemberSeed, type OpenStandIn } from './open-stand-in';

let open: OpenStandIn;
afterEach(() => open.close());

const sameSecond = Array.from({ length: 2500 }, (_, index): MemberSeed => ({
  email_address: `p${index}@flint.example`,
  status: 'subscribed',
  last_changed: '2026-01-05T00:00:00Z',
}));

async function pages(query: string, count: number, field = 'members.email_address'): Promise<unknown[]> {
  const found: unknown[] = [];
  for (let offset = 0; ; offset += count) {
    const { body } = await open.list(
      'GET',
      `/members?fields=${field},total_items&count=${count}&offset=${offset}${query}`,
    );
    found.push(...Object.values(Object(body['members'])).map((member) => Object.values(Object(member))[0]));
    expect(body['total_items']).toBe(2500);
    if (offset >= Number(body['total_items'])) return found;
  }
}

test('paging by last_changed gives each of 2,500 members of the same second once, whatever the page, while nothing changes', async () => {
  open = await openStandIn(sameSecond);
  const everybody = sameSecond.map((member) => member.email_address);
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 150, max: 1000 }), fc.constantFrom('ASC', 'DESC'), async (count, direction) => {
      const found = await pages(`&sort_field=last_changed&sort_dir=${direction}`, count);
      expect(found).toEqual(direction === 'ASC' ? everybody : everybody.toReversed());
    }),
    { numRuns: 6 },
  );
});

test('a member that changes while somebody pages moves to the end and shifts the others', async () => {
  open = await openStandIn(sameSecond);
  const page = async (offset: number): Promise<unknown[]> => {
    const { body } = await open.list(
      'GET',
      `/members?fields=members.email_address&count=1000&offset=${offset}&sort_field=last_changed&sort_dir=ASC`,
    );
    return Object.values(Object(body['members'])).map((member) => Object(member).email_address);
  };
  await page(0);
  await open.list('PATCH', '/members/p0@flint.example', { vip: true });
  expect((await page(1000))[0]).toBe('p1001@flint.example');
  expect((await page(2000)).at(-1)).toBe('p0@flint.example');
});

test('beyond the last page there is nothing, and the total stays', async () => {
  open = await openStandIn(sameSecond);
  expect((await open.list('GET', '/members?offset=5000')).body).toMatchObject({ members: [], total_items: 2500 });
  expect((await open.list('GET', '/members')).body['members']).toHaveLength(10);
});

describe('filters', () => {
  beforeEach(async () => {
    open = await openStandIn([
      { email_address: 'a@flint.example', status: 'subscribed', timestamp_opt: '2026-01-01T00:00:00Z', vip: true },
      {
        email_address: 'b@flint.example',
        status: 'unsubscribed',
        timestamp_opt: '2026-01-01T00:00:00Z',
        last_changed: '2026-01-02T00:00:00Z',
      },
      { email_address: 'c@flint.example', status: 'pending', timestamp_opt: '2026-01-03T00:00:00Z' },
      { email_address: 'd@flint.example', status: 'cleaned', timestamp_opt: '2026-01-04T00:00:00Z' },
      { email_address: 'e@flint.example', status: 'archived', timestamp_opt: '2026-01-05T00:00:00Z' },
    ]);
  });

  const found = async (query: string): Promise<string> => {
    const { body } = await open.list('GET', `/members?fields=members.email_address&${query}`);
    return Object.values(Object(body['members']))
      .map((member) => String(Object(member).email_address)[0])
      .join('');
  };

  test.each([
    ['', 'abcd'],
    ['status=subscribed', 'a'],
    ['status=archived', 'e'],
    ['since_last_changed=2026-01-02T00:00:00Z', 'cd'],
    ['since_last_changed=2026-01-01T23:59:59%2B00:00', 'bcd'],
    ['since_last_changed=2026-01-02T00:59:59%2B01:00', 'bcd'],
    ['before_last_changed=2026-01-03T00:00:00Z', 'ab'],
    ['since_timestamp_opt=2026-01-03T00:00:00Z&before_timestamp_opt=2026-01-04T00:00:00Z', 'c'],
    ['unsubscribed_since=2026-01-01', 'b'],
    ['vip_only=true', 'a'],
    ['email_type=text', ''],
    ['sort_field=last_changed&sort_dir=DESC', 'dcba'],
    ['since_last_campaign=true&status=pending', 'c'],
  ])('%s finds %s', async (query, addresses) => {
    expect(await found(query)).toBe(addresses);
  });

  test('whether the given second belongs to the answer is a switch', async () => {
    await open.control('PATCH', '/switches', { sinceInclusive: true });
    expect(await found('since_last_changed=2026-01-02T00:00:00Z')).toBe('bcd');
  });

  test.each([
    'status=happy',
    'count=1001',
    'count=many',
    'offset=-1',
    'since_last_changed=yesterday',
    'since_last_changed=2026-01-01T00:00:00+00:00',
    'sort_field=email_address',
    'sort_dir=asc',
    'unsubscribed_since=2026-01-01&status=subscribed',
    'since_last_campaign=true',
    'fields=members.id&exclude_fields=members.tags',
    'fields=members.nonsense',
    'exclude_fields=nonsense',
  ])('%s is refused', async (query) => {
    const answer = await open.list('GET', `/members?${query}`, undefined, { deliberate: true });
    expect([answer.status, answer.body['title']]).toEqual([400, 'Invalid Resource']);
  });

  test('fields and exclude_fields leave what was asked for', async () => {
    const some = await open.list(
      'GET',
      '/members?count=1&fields=members.id,members.location.latitude,members.merge_fields.FNAME,list_id',
    );
    expect(some.body).toEqual({
      list_id: 'news',
      members: [{ id: expect.any(String), location: { latitude: 0 }, merge_fields: { FNAME: '' } }],
    });
    const rest = await open.list(
      'GET',
      '/members?count=1&exclude_fields=_links,members._links,members.location.latitude',
    );
    expect(rest.body).not.toHaveProperty('_links');
    expect(Object(Object.values(Object(rest.body['members']))[0]).location).toEqual({
      longitude: 0,
      gmtoff: 0,
      dstoff: 0,
      country_code: '',
      timezone: '',
    });
  });
});

test('100,000 members are seeded and read', async () => {
  const many = Array.from({ length: 100_000 }, (_, index): MemberSeed => ({
    email_address: `p${index}@flint.example`,
    status: 'subscribed',
  }));
  open = await openStandIn(many);
  const seen = new Set<unknown>();
  for (let offset = 0; offset < many.length; offset += 1000) {
    const { body } = await open.list(
      'GET',
      `/members?count=1000&offset=${offset}&sort_field=last_changed&fields=members.email_address`,
    );
    for (const member of Object.values(Object(body['members']))) seen.add(Object(member).email_address);
  }
  expect(seen.size).toBe(100_000);
});
