/** The page of one record: what the platform reads to show a form. */
import { memberTableOf, findPeople, readMembers } from './marketing-list';
import { readNotes } from './notes';
import type { RecordState } from './page-state';
import { formPage, type Form } from './pages/form';
import { html, type Markup } from './pages/html';
import { membersTab } from './pages/members';
import { unavailablePage } from './pages/notice';
import { isEditable, readLayout } from './record-layout';
import { recordState } from './record-state';
import { readRelatedTables } from './related-tables';
import { commandsOf } from './ribbon/commands';
import { readRibbon } from './ribbon/read-ribbon';
import { readRelatedGrid, readSubgrids } from './subgrids';
import { readTableNames, type TableDefinition } from './table-definition';
import type { Visit } from './visit';
import { textOf, WebApiRefusal, type Row } from './web-api';

export interface RecordPage {
  status: number;
  title: string;
  main: Markup;
  record: RecordState | null;
}

export async function readRecordPage(visit: Visit, table: TableDefinition): Promise<RecordPage> {
  const { platform, privileges, query, words } = visit;
  const id = (query.get('id') ?? '').replace(/[{}]/g, '').toLowerCase();
  if (!(await privileges.may(id === '' ? 'Create' : 'Read', table.name)))
    throw new WebApiRefusal(403, `prv${id === '' ? 'Create' : 'Read'}: ${table.label}`);
  const row = id === '' ? null : await readRow(visit, table, id);
  if (id !== '' && row === null)
    return { status: 404, title: words.unavailable, main: unavailablePage(words), record: null };
  const [tabs, ribbon, rights, mayWriteAny] = await Promise.all([
    readLayout(platform, table, words),
    readRibbon(platform, table.name),
    row === null ? null : privileges.onRecord(table.set, id),
    privileges.may('Write', table.name),
  ]);
  const readOnly = row !== null && !(rights?.has('Write') ?? mayWriteAny);
  const commands = await commandsOf(ribbon, 'Form', {
    table: table.name,
    label: table.label,
    privileges,
    rights,
    language: visit.language.id,
    words,
  });
  const lookups = [...table.columns.values()].flatMap(({ targets }) => (targets.length === 1 ? targets : []));
  const form: Form = {
    appId: visit.appId,
    words,
    table,
    row,
    tabs,
    readOnly,
    editable: (cell) => !readOnly && isEditable(table, cell),
    preset: await presetOf(visit),
    sets: await setsOf(visit, new Set(lookups)),
    related: [],
    tab: query.get('tab') ?? '',
    subgrids: new Map(),
    notes: null,
    extra: [],
  };
  if (row !== null) await addWhatHangsOnIt(visit, form, row, id);
  return {
    status: 200,
    title: row === null ? words.newRecord(table.label) : textOf(row[table.nameColumn]) || table.label,
    main: formPage(form),
    record: recordState(table, row, tabs, commands, readOnly),
  };
}

/** Null for a record that is not there, or that the person may not see. */
async function readRow({ api }: Visit, table: TableDefinition, id: string): Promise<Row | null> {
  try {
    return await api.get(`${table.set}(${encodeURIComponent(id)})`);
  } catch (error) {
    if (error instanceof WebApiRefusal && [400, 403, 404].includes(error.status)) return null;
    throw error;
  }
}

async function addWhatHangsOnIt(visit: Visit, form: Form, row: Row, id: string): Promise<void> {
  const { platform, privileges, words } = visit;
  const parent = { table: form.table, id };
  form.related = await readRelatedTables(platform, visit.app, privileges, form.table.name, words);
  form.subgrids = await readSubgrids(visit, form.tabs, parent);
  const hasNotes = form.tabs.some(({ columns }) =>
    columns.some(({ sections }) => sections.some(({ cells }) => cells.some(({ kind }) => kind === 'notes'))),
  );
  if (hasNotes && (await privileges.may('Read', 'annotation'))) form.notes = await readNotes(visit.api, id);
  if (form.table.name === 'list') await addMembers(visit, form, row, id);
  const one = form.related.find(({ key }) => key === form.tab);
  if (one !== undefined)
    form.extra.push({
      key: one.key,
      label: one.label,
      content: relatedCard(await readRelatedGrid(visit, one, parent)),
    });
}

function relatedCard(grid: Markup): Markup {
  return html`<section class="card gridded">${grid}</section>`;
}

async function addMembers(visit: Visit, form: Form, row: Row, id: string): Promise<void> {
  const { api, query, words, privileges } = visit;
  const table = memberTableOf(row);
  if (table === null) return;
  const search = query.get('find')?.trim() ?? '';
  const open = form.tab === 'members';
  const [members, found] = await Promise.all([
    readMembers(api, id, table),
    open && search !== '' ? findPeople(api, table, search) : [],
  ]);
  const said = { added: words.added, removed: words.removed }[query.get('message') ?? ''] ?? '';
  form.extra.push({
    key: 'members',
    label: words.members,
    content: membersTab({
      appId: visit.appId,
      words,
      listId: id,
      table,
      noun: (await readTableNames(visit.platform, table.name, words)).pluralLabel,
      members,
      search,
      found,
      mayChange: await privileges.may('Write', 'list'),
      said,
    }),
  });
}

/** A new row made from a subgrid points to the record around it. */
async function presetOf({ api, platform, query, words }: Visit): Promise<Row> {
  const [column, table, id] = [query.get('parent'), query.get('parenttable'), query.get('parentid')];
  if (column === null || table === null || id === null) return {};
  const names = await readTableNames(platform, table, words);
  const row = await api.get(`${names.set}(${encodeURIComponent(id)})?$select=${names.nameColumn}`);
  const key = `_${column}_value`;
  return {
    [key]: id,
    [`${key}@OData.Community.Display.V1.FormattedValue`]: textOf(row[names.nameColumn]),
    [`${key}@Microsoft.Dynamics.CRM.lookuplogicalname`]: table,
  };
}

async function setsOf({ platform, words }: Visit, tables: ReadonlySet<string>): Promise<Map<string, string>> {
  const found = await Promise.all(
    [...tables].map(async (table): Promise<[string, string][]> => {
      try {
        return [[table, (await readTableNames(platform, table, words)).set]];
      } catch (error) {
        if (error instanceof WebApiRefusal) return [];
        throw error;
      }
    }),
  );
  return new Map(found.flat());
}
