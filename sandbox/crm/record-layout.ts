/** Which columns of a record its form shows, in which tabs and sections, and which of them may be typed into. */
import { readFormTabs, type FieldCell, type FormTab, type Section } from './form-definition';
import type { Column, TableDefinition } from './table-definition';
import type { WebApi } from './web-api';
import type { Words } from './words/words';

/** The solution's own form where it brings one; a chosen few of the many columns of a standard table; else all there are. */
export async function readLayout(platform: WebApi, table: TableDefinition, words: Words): Promise<FormTab[]> {
  const chosen = standard[table.name];
  if (chosen !== undefined) {
    const own = [...table.columns.values()].filter((column) => column.custom && column.type !== 'Uniqueidentifier');
    const groups = chosen.map((names) => section('', pick(table, names), 1));
    const last = section(words.record, pick(table, recordColumns), 1);
    return [oneTab(words.summary, [groups[0], groups[2]], [groups[1], section('Mailchimp', own, 1), last])];
  }
  const designed = await readFormTabs(platform, table);
  if (designed.length > 0) return designed;
  const all = [...table.columns.values()].filter(
    (column) => (column.custom || column.name === table.nameColumn) && column.type !== 'Uniqueidentifier',
  );
  return [oneTab(words.general, [section('', all, 1)], [section(words.record, pick(table, recordColumns), 1)])];
}

/** Only what the Web API takes and a plain field can hold may be typed. On standard tables the chosen few. */
export function isEditable(table: TableDefinition, cell: FieldCell): boolean {
  const { column } = cell;
  if (cell.locked || !column.writable || !typed.has(column.type)) return false;
  if (column.type === 'Lookup' && column.targets.length !== 1) return false;
  const chosen = editable[table.name];
  return chosen === undefined || chosen.includes(column.name);
}

const typed = new Set(['String', 'Memo', 'Picklist', 'Boolean', 'Integer', 'Decimal', 'Double', 'DateTime', 'Lookup']);

function oneTab(label: string, left: (Section | undefined)[], right: (Section | undefined)[]): FormTab {
  const filled = (sections: (Section | undefined)[]): Section[] =>
    sections.filter((one): one is Section => one !== undefined && one.cells.length > 0);
  const columns = [filled(left), filled(right)].filter((sections) => sections.length > 0);
  return {
    key: 'general',
    label,
    columns: columns.map((sections) => ({ width: 100 / columns.length, sections })),
  };
}

function section(title: string, columns: Column[], across: number): Section {
  return {
    title,
    across,
    cells: columns.map((column) => ({ kind: 'field', column, label: column.label, locked: false })),
  };
}

const recordColumns = ['ownerid', 'createdon', 'createdby', 'modifiedon', 'modifiedby', 'statecode', 'statuscode'];
const nameAndAddresses = ['emailaddress1', 'emailaddress2', 'emailaddress3', 'telephone1', 'mobilephone', 'jobtitle'];
const place = [
  'address1_line1',
  'address1_line2',
  'address1_city',
  'address1_stateorprovince',
  'address1_postalcode',
  'address1_country',
];
const preferences = ['donotemail', 'donotbulkemail'];

/** Information, address, preferences. */
const standard: Readonly<Record<string, string[][]>> = {
  contact: [['firstname', 'lastname', ...nameAndAddresses, 'parentcustomerid', 'birthdate'], place, preferences],
  lead: [['subject', 'firstname', 'lastname', 'companyname', ...nameAndAddresses], place, preferences],
  list: [
    ['listname', 'createdfromcode', 'type', 'membercount', 'lockstatus', 'purpose', 'description', 'lastusedon'],
    [],
    [],
  ],
};

const editable: Readonly<Record<string, string[]>> = {
  contact: ['firstname', 'lastname', ...nameAndAddresses, ...place, ...preferences],
  lead: ['subject', 'firstname', 'lastname', 'companyname', ...nameAndAddresses, ...place, ...preferences],
  list: ['listname', 'lockstatus', 'purpose', 'description'],
};

function pick(table: TableDefinition, names: string[]): Column[] {
  return names.flatMap((name) => table.columns.get(name) ?? []);
}
