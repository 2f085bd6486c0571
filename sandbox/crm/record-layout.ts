/** Which columns of a record its form shows, in which sections, and which of them may be typed into. */
import { readFormSections, type Section } from './form-definition';
import type { Column, TableDefinition } from './table-definition';
import type { WebApi } from './web-api';

/** The solution's own form where it brings one; a chosen few of the many columns of a standard table; else all there are. */
export async function readSections(platform: WebApi, table: TableDefinition): Promise<Section[]> {
  const chosen = standard[table.name];
  const own = [...table.columns.values()].filter((column) => column.custom && column.type !== 'Uniqueidentifier');
  const designed = chosen === undefined ? await readFormSections(platform, table) : [];
  const sections =
    chosen !== undefined
      ? [...pick(table, chosen), { title: 'Mailchimp', columns: own }]
      : designed.length > 0
        ? designed
        : byKind(table, own);
  return [...sections, ...pick(table, { Record: recordColumns })].filter(({ columns }) => columns.length > 0);
}

/** Columns that a person may change here; the rest is kept by Dataverse or by the sync. */
export function editableColumns(table: TableDefinition): ReadonlySet<string> {
  return new Set((editable[table.name] ?? []).filter((name) => table.columns.has(name)));
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

const standard: Readonly<Record<string, Record<string, string[]>>> = {
  contact: {
    'Contact information': ['firstname', 'lastname', ...nameAndAddresses, 'parentcustomerid', 'birthdate'],
    Address: place,
    'Contact preferences': preferences,
  },
  lead: {
    'Lead information': ['subject', 'firstname', 'lastname', 'companyname', ...nameAndAddresses],
    Address: place,
    'Contact preferences': preferences,
  },
  list: {
    General: [
      'listname',
      'createdfromcode',
      'type',
      'membercount',
      'lockstatus',
      'purpose',
      'description',
      'lastusedon',
    ],
  },
};

const editable: Readonly<Record<string, string[]>> = {
  contact: ['firstname', 'lastname', ...nameAndAddresses, ...place, ...preferences],
  lead: ['subject', 'firstname', 'lastname', 'companyname', ...nameAndAddresses, ...place, ...preferences],
  list: ['listname', 'lockstatus', 'purpose', 'description'],
};

function pick(table: TableDefinition, chosen: Record<string, string[]>): Section[] {
  return Object.entries(chosen).map(([title, names]) => ({
    title,
    columns: names.flatMap((name) => table.columns.get(name) ?? []),
  }));
}

function byKind(table: TableDefinition, columns: Column[]): Section[] {
  const name = table.columns.get(table.nameColumn);
  const rest = columns.filter((column) => column !== name);
  const of = (title: string, ...types: string[]): Section => ({
    title,
    columns: rest.filter(({ type }) => types.includes(type)),
  });
  const apart = ['DateTime', 'Integer', 'BigInt', 'Decimal', 'Memo'];
  return [
    { title: 'General', columns: [...(name ? [name] : []), ...rest.filter(({ type }) => !apart.includes(type))] },
    of('Numbers', 'Integer', 'BigInt', 'Decimal'),
    of('Dates', 'DateTime'),
    of('Details', 'Memo'),
  ];
}
