/** Questions that a sync asks of a large list. `ROWS=100000` prints what each takes at that size. */
import { expect, test } from '@jest/globals';
import { useStandIn } from './web-api';

const count = Number(process.env['ROWS'] ?? '2000');
const api = useStandIn();

const guid = (kind: string, at: number) => `${kind}0000000-0000-4000-8000-${at.toString(16).padStart(12, '0')}`;
/** Spread, so that the order of creation is not the order of the ids. */
const spread = (at: number) => (at * 7919) % 1_000_003;
const every = <T>(make: (at: number) => T): T[] => Array.from({ length: count }, (_, at) => make(at));

async function timed<T>(what: string, work: () => Promise<T>): Promise<T> {
  const began = performance.now();
  const result = await work();
  if (count > 2000) console.info(`${what}: ${Math.round(performance.now() - began)} ms`);
  return result;
}

test('a large list is read whole, by its people and by what has changed since', async () => {
  const list = guid('1', 1);
  const day = '2026-01-05T09:00:00Z';
  await timed('seed', () =>
    api.control('POST', 'seed', {
      contacts: every((at) => ({
        contactid: guid('c', spread(at)),
        firstname: 'Reader',
        lastname: String(at),
        emailaddress1: `reader${at}@example.com`,
        createdon: day,
      })),
      lists: [
        {
          listid: list,
          listname: 'Everybody',
          createdfromcode: 2,
          members: every((at) => ({ id: guid('c', spread(at)), addedOn: day })),
        },
      ],
      rows: {
        mcs_tags: every((at) => ({ mcs_name: `Memory ${at}`, mcs_mailchimptagid: String(at) })),
      },
    }),
  );

  for (const round of ['first', 'again']) {
    const ids = Array.from({ length: Math.min(300, count) }, (_, at) => guid('c', spread(at * 3)));
    const named = `@p1='contactid'&@p2=${encodeURIComponent(JSON.stringify(ids))}`;
    const found = await timed(`In of ${ids.length} ids, ${round}`, () =>
      api.rows(
        `contacts?$select=emailaddress1&$filter=Microsoft.Dynamics.CRM.In(PropertyName=@p1,PropertyValues=@p2)&${named}`,
      ),
    );
    expect(found).toHaveLength(ids.length);
    const since = '2026-01-06T00:00:00Z';
    await api.send('PATCH', `contacts(${ids[1] ?? ''})`, { firstname: round });
    const questions: [string, string, number][] = [
      ['people changed since', `contacts?$select=firstname&$filter=modifiedon ge ${since}&$orderby=modifiedon`, 1],
      [
        'people of the list changed since',
        `contacts?$select=firstname&$filter=listcontact_association/any(l:l/listid eq ${list}) and modifiedon ge ${since}`,
        1,
      ],
      [
        'collection changed since',
        `lists(${list})/listcontact_association?$select=firstname&$filter=modifiedon ge ${since}`,
        1,
      ],
      ['members added since', `listmembers?$filter=_listid_value eq ${list} and createdon ge ${since}`, 0],
      ['tags changed since', `mcs_tags?$select=mcs_name&$filter=modifiedon ge 2100-01-01T00:00:00Z`, 0],
    ];
    for (const [what, path, expected] of questions) {
      expect(await timed(`${what}, ${round}`, () => api.rows(path))).toHaveLength(expected);
    }
    const count2 = await timed(`count of the list, ${round}`, () =>
      api.get(`listmembers/$count?$filter=_listid_value eq ${list}`),
    );
    expect(Number(count2.text)).toBe(Math.min(count, 5000));
  }

  const seen = new Set<unknown>();
  await timed('reading the list whole', async () => {
    let next: string | undefined = `listmembers?$select=_entityid_value&$filter=_listid_value eq ${list}`;
    while (next !== undefined) {
      const page = await api.get(next, { Prefer: 'odata.maxpagesize=500' });
      const rows = page.body['value'];
      if (!Array.isArray(rows)) throw new Error(page.text);
      for (const row of rows as Record<string, unknown>[]) seen.add(row['_entityid_value']);
      const link = page.body['@odata.nextLink'];
      next = typeof link === 'string' ? link.slice(api.url().length) : undefined;
      if (seen.size >= 20_000) break;
    }
  });
  expect(seen.size).toBe(Math.min(count, 20_000));
});
