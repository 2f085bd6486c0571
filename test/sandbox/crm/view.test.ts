import { DOMParser } from '@xmldom/xmldom';
import fc from 'fast-check';
import { html } from '../../../sandbox/crm/pages/html';
import type { TableDefinition } from '../../../sandbox/crm/table-definition';
import { fetchFor, sortOf, type View } from '../../../sandbox/crm/view';

const view: View = {
  id: '1',
  name: 'Audiences',
  columns: [{ name: 'mcs_name', width: 100 }],
  fetch:
    '<fetch><entity name="mcs_audience"><attribute name="mcs_name"/><order attribute="mcs_name" descending="true"/><link-entity name="list" from="listid" to="mcs_marketinglistid" alias="l"><order attribute="listname"/></link-entity></entity></fetch>',
};
const table: TableDefinition = {
  name: 'mcs_audience',
  set: 'mcs_audiences',
  id: 'mcs_audienceid',
  nameColumn: 'mcs_name',
  label: 'Audience',
  pluralLabel: 'Audiences',
  columns: new Map(),
};
const text = fc.string({ unit: 'grapheme-ascii', minLength: 1 });

test('whatever is searched for becomes one condition on the name and nothing else', () => {
  fc.assert(
    fc.property(text, (search) => {
      const xml = fetchFor(view, table, { search, pageSize: 50 }, { page: 2, cookie: '<cookie/>' });
      const root = new DOMParser().parseFromString(xml, 'text/xml').documentElement;
      const conditions = Array.from(root?.getElementsByTagName('condition') ?? []);
      expect(conditions.map((one) => one.getAttribute('value'))).toEqual([`%${search.replace(/[[%_]/g, '[$&]')}%`]);
      expect(root?.getAttribute('page')).toBe('2');
      expect(root?.getAttribute('paging-cookie')).toBe('<cookie/>');
    }),
  );
});

test('a sort asked for replaces that of the view and leaves its links alone', () => {
  const xml = fetchFor(view, table, { sort: '-mcs_syncstatus', pageSize: 50 }, null);
  expect(xml).not.toContain('<order attribute="mcs_name"');
  expect(xml).toContain('<order attribute="mcs_syncstatus" descending="true"/>');
  expect(xml).toContain('<order attribute="listname"/>');
  expect(sortOf(view)).toBe('-mcs_name');
});

test('text put into a page never becomes markup', () => {
  fc.assert(
    fc.property(text, (name) => {
      const { text: markup } = html`<p title="${name}">${name}</p>`;
      const paragraph = new DOMParser().parseFromString(markup, 'text/xml').documentElement;
      expect(paragraph?.getAttribute('title')).toBe(name);
      expect(paragraph?.textContent).toBe(name);
      expect(paragraph?.childNodes.length).toBe(1);
    }),
  );
});
