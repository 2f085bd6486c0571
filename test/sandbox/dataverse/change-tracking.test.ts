import { beforeEach, describe, expect, test } from '@jest/globals';
import type { Answer } from './web-api';
import { errorOf, members, useStandIn, valuesOf } from './web-api';

const api = useStandIn();
const tracked = { Prefer: 'odata.track-changes' };

const follow = (answer: Answer, link: 'deltaLink' | 'nextLink') => {
  const address = answer.body[`@odata.${link}`];
  if (typeof address !== 'string') throw new Error(`No ${link}: ${answer.text}`);
  return address.slice(api.url().length);
};

beforeEach(() => api.control('PUT', 'clock', { now: '2026-01-05T09:00:00Z' }));

describe('change tracking', () => {
  test('tells all at first, then what changed and, without their columns, what was deleted', async () => {
    const wilma = await api.create('contacts', { firstname: 'Wilma' });
    const barney = await api.create('contacts', { firstname: 'Barney' });
    const first = await api.get('contacts?$select=firstname', tracked);
    expect(valuesOf(first).map((row) => row['firstname'])).toEqual(expect.arrayContaining(['Wilma', 'Barney']));
    const quiet = await api.get(follow(first, 'deltaLink'));
    expect(valuesOf(quiet)).toEqual([]);
    await api.send('PATCH', `contacts(${wilma})`, { firstname: 'W' });
    await api.send('DELETE', `contacts(${barney})`);
    const changed = await api.get(follow(quiet, 'deltaLink'));
    expect(changed.body['@odata.context']).toMatch(/#contacts\(firstname\)\/\$delta$/);
    expect(valuesOf(changed)).toMatchObject([
      { contactid: wilma, firstname: 'W' },
      { id: barney, reason: 'deleted' },
    ]);
    expect(valuesOf(await api.get(follow(changed, 'deltaLink')))).toEqual([]);
  });

  test('goes page by page; what changes in between comes with the next link', async () => {
    const ids = [];
    for (const name of ['A', 'B', 'C']) ids.push(await api.create('leads', { lastname: name }));
    const paged = { Prefer: 'odata.track-changes,odata.maxpagesize=2' };
    const first = await api.get('leads?$select=lastname', paged);
    expect(valuesOf(first)).toHaveLength(2);
    await api.send('PATCH', `leads(${String(valuesOf(first)[0]?.['leadid'])})`, { lastname: 'Changed' });
    const second = await api.get(follow(first, 'nextLink'), paged);
    expect(valuesOf(second)).toHaveLength(1);
    const delta = await api.get(follow(second, 'deltaLink'));
    expect(valuesOf(delta)).toMatchObject([{ lastname: 'Changed' }]);
    for (const id of ids) await api.send('DELETE', `leads(${id})`);
    const gone = await api.get(follow(delta, 'deltaLink'), paged);
    expect(valuesOf(gone)).toHaveLength(2);
    expect(valuesOf(await api.get(follow(gone, 'nextLink'), paged))).toHaveLength(1);
  });

  test('of list members, where the switch enables it, tells only the id of a row that is gone', async () => {
    await api.control('PATCH', 'switches', { changeTrackingOnListMember: true });
    const wilma = await api.create('contacts', { firstname: 'Wilma' });
    const list = await api.create('lists', { listname: 'Readers', createdfromcode: 2 });
    await api.send('POST', 'AddListMembersList', members(list, 'contact', [wilma]));
    const [row] = await api.rows(`listmembers?$filter=_listid_value eq ${list}`);
    const first = await api.get('listmembers', tracked);
    await api.send('POST', 'RemoveListMembersList', members(list, 'contact', [wilma]));
    const [gone] = valuesOf(await api.get(follow(first, 'deltaLink')));
    expect(Object.keys(gone ?? {})).toEqual(['@odata.context', 'id', 'reason']);
    expect(gone?.['id']).toBe(row?.['listmemberid']);
    await api.control('PATCH', 'switches', { changeTrackingOnListMember: false });
    expect(errorOf(await api.get('listmembers', tracked)).code).toBe('0x80072491');
  });

  test('forgets after seven days', async () => {
    const first = await api.get('contacts?$select=firstname', tracked);
    await api.control('PUT', 'clock', { now: '2026-01-13T09:00:00Z' });
    expect(errorOf(await api.get(follow(first, 'deltaLink'))).code).toBe('0x80044352');
  });

  test.each(['$filter=statecode eq 0', '$orderby=fullname', '$top=1', '$expand=createdby'])(
    'knows no %s',
    async (option) => {
      const answer = await api.get(`contacts?${option}`, tracked);
      expect([answer.status, errorOf(answer).message.includes("isn't supported when Change Tracking")]).toEqual([
        400,
        true,
      ]);
    },
  );
});
