/**
 * Contacts and leads as Dynamics 365 exports them: the record's id in a column that is hidden in Excel, then the columns by their
 * display names. Dates are in UTC, because a copy belongs to no user whose format could be meant.
 * https://learn.microsoft.com/power-apps/user/export-data-excel
 */

import { selectedColumns } from '../dataverse/mapped-columns';
import type { CopiedValue, PersonCopy } from '../dataverse/people-copies';
import type { PersonType } from '../reconcile/situation';

export interface PersonColumns {
  headings: string[];
  row(this: void, person: PersonCopy): string[];
}

/** `further`: columns, paths or addresses that the audience maps; they stand under their own names. */
export function personColumns(type: PersonType, further: readonly string[]): PersonColumns {
  const columns = [...new Map([...named(further), ...shared, ...own[type]].map((one) => [one[1], one])).values()];
  const inOrder = [
    ...columns.filter(([heading, column]) => heading !== column),
    ...columns.filter(([heading, column]) => heading === column),
  ];
  return {
    headings: [...hiddenHeadings(type), ...inOrder.map(([heading]) => heading)],
    row: (person) => [
      ...hiddenCells(person),
      ...inOrder.map(([, column]) => cell(type, column, person.values[column])),
    ],
  };
}

function named(further: readonly string[]): (readonly [heading: string, column: string])[] {
  const paths = further.filter((column) => column.includes('.'));
  return [...selectedColumns(further), ...paths].map((column) => [column, column]);
}

/** The grid of a list's members, and the date that Dynamics 365 itself leaves out of it. */
export function listMemberHeadings(type: PersonType): string[] {
  return [...hiddenHeadings(type), 'Full Name', 'Email', 'Added On'];
}

export function listMemberRow(person: PersonCopy, addedOn: string): string[] {
  const { fullname, emailaddress1 } = person.values;
  return [...hiddenCells(person), String(fullname ?? ''), String(emailaddress1 ?? ''), addedOn];
}

const hiddenHeadings = (type: PersonType) => [
  `(Do Not Modify) ${type === 'lead' ? 'Lead' : 'Contact'}`,
  '(Do Not Modify) Row Checksum',
  '(Do Not Modify) Modified On',
];

const hiddenCells = ({ id, values }: PersonCopy) => [id, '', String(values['modifiedon'] ?? '')];

const shared = [
  ['Full Name', 'fullname'],
  ['First Name', 'firstname'],
  ['Last Name', 'lastname'],
  ['Email', 'emailaddress1'],
  ['Email Address 2', 'emailaddress2'],
  ['Email Address 3', 'emailaddress3'],
  ['Job Title', 'jobtitle'],
  ['Business Phone', 'telephone1'],
  ['Mobile Phone', 'mobilephone'],
  ['Address 1: Street 1', 'address1_line1'],
  ['Address 1: Street 2', 'address1_line2'],
  ['Address 1: City', 'address1_city'],
  ['Address 1: State/Province', 'address1_stateorprovince'],
  ['Address 1: ZIP/Postal Code', 'address1_postalcode'],
  ['Address 1: Country/Region', 'address1_country'],
  ['Do not allow Bulk Emails', 'donotbulkemail'],
  ['Do not allow Emails', 'donotemail'],
  ['Status', 'statecode'],
  ['Master ID', '_masterid_value'],
  ['Created On', 'createdon'],
] as const;

const own = {
  contact: [['Birthday', 'birthdate']],
  lead: [
    ['Company Name', 'companyname'],
    ['Topic', 'subject'],
  ],
} as const;

const states = { contact: ['Active', 'Inactive'], lead: ['Open', 'Qualified', 'Disqualified'] };

function cell(type: PersonType, column: string, value: CopiedValue | undefined): string {
  if (value === null || value === undefined) return '';
  if (column === 'statecode') return states[type][Number(value)] ?? String(value);
  if (column.startsWith('donot')) return value === true ? 'Do Not Allow' : 'Allow';
  // A leading apostrophe is Excel's sign for "this is text" where phone numbers are concerned, so a real one is written twice.
  if (column.includes('phone')) return String(value).replace(/^'/, "''");
  return String(value);
}
