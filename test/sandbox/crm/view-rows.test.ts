import { createViewReader } from '../../../sandbox/crm/view-rows';
import type { TableDefinition } from '../../../sandbox/crm/table-definition';
import type { Row, WebApi } from '../../../sandbox/crm/web-api';

const table: TableDefinition = {
  name: 'contact',
  set: 'contacts',
  id: 'contactid',
  nameColumn: 'fullname',
  label: 'Contact',
  pluralLabel: 'Contacts',
  columns: new Map(),
};
const view = { id: '1', name: 'All', columns: [], fetch: '<fetch><entity name="contact"/></fetch>' };

/** Three pages; a later one answers only to the cookie of the page before. */
function threePages(): { api: WebApi; asked: number[] } {
  const asked: number[] = [];
  const answer = (path: string): Row => {
    const fetch = decodeURIComponent(path);
    const page = Number(/ page="(\d)"/.exec(fetch)?.[1] ?? 1);
    if (page > 1 && !fetch.includes(`after &quot;${page - 1}&quot;`)) throw new Error(`no cookie for page ${page}`);
    asked.push(page);
    const inner = encodeURIComponent(encodeURIComponent(`<cookie after "${page}"/>`));
    return {
      value: [{ fullname: `on page ${page}` }],
      ...(page === 3
        ? {}
        : {
            '@Microsoft.Dynamics.CRM.morerecords': true,
            '@Microsoft.Dynamics.CRM.fetchxmlpagingcookie': `<cookie pagenumber="${page + 1}" pagingcookie="${inner}" istracking="False" />`,
          }),
    };
  };
  const unused = (): Promise<never> => Promise.reject(new Error('not asked for'));
  return {
    asked,
    api: { get: (path) => Promise.resolve(answer(path)), rows: unused, post: unused, create: unused, patch: unused },
  };
}

test('pages are reached in any order, each read once on the way', async () => {
  const { api, asked } = threePages();
  const read = createViewReader();
  const page = async (page: number): Promise<string[]> => {
    const { rows } = await read(api, table, view, { page, pageSize: 1 });
    return rows.map((row) => String(row['fullname']));
  };
  expect(await page(3)).toEqual(['on page 3']);
  expect(await page(2)).toEqual(['on page 2']);
  expect(await page(1)).toEqual(['on page 1']);
  expect(asked).toEqual([1, 2, 3, 2, 1]);
});

test('a page beyond the end is the last one', async () => {
  const { api } = threePages();
  const result = await createViewReader()(api, table, view, { page: 9, pageSize: 1 });
  expect(result).toMatchObject({ page: 3, more: false, rows: [{ fullname: 'on page 3' }] });
});
