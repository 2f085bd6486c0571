/** What the shell's own forms do: save or create a record, put people on a list and take them off. */
import { z } from 'zod';
import { changeMembers, memberTableOf } from './marketing-list';
import { editableColumns } from './record-layout';
import { backToRecord } from './shell-page';
import { readTable, type Column } from './table-definition';
import { WebApiRefusal, textOf, type Row, type WebApi } from './web-api';

const fields = z.record(z.string(), z.string());
const membersForm = z.object({ appid: z.string(), list: z.guid(), do: z.enum(['add', 'remove']), person: z.guid() });

/** Answers the address to go to. */
export async function saveRecord(api: WebApi, platform: WebApi, body: unknown): Promise<string> {
  const form = fields.parse(body);
  const appId = form['appid'] ?? '';
  const id = form['id'] ?? '';
  const table = await readTable(platform, form['etn'] ?? '');
  const row = id === '' ? null : await api.get(`${table.set}(${encodeURIComponent(id)})`);
  const values: Row = {};
  for (const name of editableColumns(table)) {
    const column = table.columns.get(name);
    const typed = form[name];
    if (column === undefined || typed === undefined) continue;
    const value = valueOf(column, typed);
    if (value !== (row?.[name] ?? (column.type === 'Boolean' ? false : null))) values[name] = value;
  }
  if (row !== null) {
    if (Object.keys(values).length === 0) return backToRecord(appId, table.name, id, 'unchanged');
    await api.patch(`${table.set}(${encodeURIComponent(id)})`, values);
    return backToRecord(appId, table.name, id, 'saved');
  }
  if (table.name === 'list') values['createdfromcode'] = Number(form['createdfromcode'] ?? 2);
  const created = await api.create(table.set, values);
  return backToRecord(appId, table.name, textOf(created[table.id]), 'created');
}

/** Answers the address to go to. */
export async function changeListMembers(api: WebApi, body: unknown): Promise<string> {
  const form = membersForm.parse(body);
  const table = memberTableOf(await api.get(`lists(${form.list})`));
  if (table === null)
    throw new WebApiRefusal(400, 'Only static lists of contacts or leads have members to change here.');
  await changeMembers(api, form.list, table, form.do, form.person);
  return backToRecord(form.appid, 'list', form.list, form.do === 'add' ? 'added' : 'removed', 'members');
}

function valueOf(column: Column, typed: string): string | boolean | null {
  if (column.type === 'Boolean') return typed === 'true';
  // Forms send line ends as CR LF; kept so, an untouched text would count as changed.
  const text = typed.replaceAll('\r\n', '\n').trim();
  return text === '' ? null : text;
}
