import { refusalOf, searchLists } from '../../webresources/sync/manage/list-search';
import type { Query, WebApi } from '../../webresources/web-api';

const usable = { createdfromcode: 2, type: false, lockstatus: false, statecode: 0 };

test.each([
  ['a static list of contacts', usable, null, null],
  ['a static list of leads', { ...usable, createdfromcode: 4 }, null, null],
  ['a dynamic list', { ...usable, type: true }, null, 'Dynamic list: members follow a query and cannot be added'],
  ['a list of accounts', { ...usable, createdfromcode: 1 }, null, 'Account lists cannot be synced'],
  ['a locked list', { ...usable, lockstatus: true }, null, 'Locked'],
  ['an inactive list', { ...usable, statecode: 1 }, null, 'Inactive list'],
  ['a list of another audience', usable, 'Events DE', 'Already tied to Events DE'],
])('%s', (_, row, tiedTo, refusal) => {
  expect(refusalOf(row, tiedTo)).toBe(refusal);
});

test('the search asks the server for a part of the name, quotes and all, and shows usable lists first', async () => {
  const asked: Query[] = [];
  const rows = [
    { ...usable, listid: '1', listname: "A's locked", lockstatus: true },
    { ...usable, listid: '2', listname: "B's readers" },
  ];
  const api: Pick<WebApi, 'retrieveMultiple'> = {
    retrieveMultiple: (_, query) => {
      if (query !== undefined) asked.push(query);
      return Promise.resolve(rows);
    },
  };
  const lists = await searchLists(api, " o'r ", new Map());
  await searchLists(api, '100 % [new]_', new Map());
  expect(asked[0]?.filter).toBe("contains(listname,'o''r')");
  expect(asked[1]?.filter).toBe("contains(listname,'100 [%] [[]new][_]')");
  expect(lists.map(({ id }) => id)).toEqual(['2', '1']);
});
