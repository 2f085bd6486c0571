/**
 * Reads contacts or leads as Dynamics 365 exports them from a view: first the record's id in a column "(Do Not Modify) Contact"
 * or "(Do Not Modify) Lead", then the view's columns by their display names.
 */
import type { PersonType } from '../seeds/sample';
import type { SeedPerson } from '../seeds/seed';
import { column, readTableFile, type TableFile } from './table-file';

export interface PeopleExport {
  people: SeedPerson[];
  /** Rows without any name and address. */
  skipped: number;
}

/** Throws an Error with one sentence when the file is not an export of such people, or lacks a column that is needed. */
export async function readPeopleExport(file: string, personType: PersonType): Promise<PeopleExport> {
  const type = personType === 'lead' ? 'Lead' : 'Contact';
  const table = await readTableFile(
    file,
    (one) => column(one, `(Do Not Modify) ${type}`) !== undefined && column(one, 'Added On') === undefined,
  );
  refuseOtherType(table, personType);
  const columns = knownColumns(table, personType);
  const names = new Set(columns.map(([, name]) => name));
  const missing = [
    ...(names.has('emailaddress1') ? [] : ['Email']),
    ...(names.has('lastname') || names.has('fullname') ? [] : ['Last Name']),
  ];
  if (missing.length > 0) {
    throw new Error(
      `${table.name} has no column ${missing.map((name) => `"${name}"`).join(' and ')}: add it to the view of ${personType}s in Dynamics 365, export the view again and save it as CSV.`,
    );
  }
  const idColumn = idColumnOf(table);
  const people: SeedPerson[] = [];
  for (const row of table.rows) {
    const person = readPerson(row, columns, personType);
    if (Object.keys(person).length === 0) continue;
    const id = idColumn === undefined ? '' : (row[idColumn] ?? '').trim();
    if (GUID.test(id)) person[`${personType}id`] = id.toLowerCase();
    people.push(person);
  }
  return { people, skipped: table.rows.length - people.length };
}

const GUID = /^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/i;

/** The first column whose values are record ids, whatever it is called in the user's language. */
export function idColumnOf(table: TableFile): string | undefined {
  return table.columns.find((name) => {
    const values = table.rows.map((row) => (row[name] ?? '').trim()).filter((value) => value !== '');
    return values.length > 0 && values.every((value) => GUID.test(value));
  });
}

/** Display names, in English and German, of the columns that a stand-in's person can use. */
const DISPLAY_NAMES: Readonly<Record<string, readonly string[]>> = {
  firstname: ['First Name', 'Vorname'],
  lastname: ['Last Name', 'Nachname'],
  fullname: ['Full Name', 'Name', 'Vollständiger Name'],
  emailaddress1: ['Email', 'E-mail', 'Email Address', 'E-Mail-Adresse', 'Email Address 1'],
  emailaddress2: ['Email Address 2', 'E-Mail-Adresse 2'],
  emailaddress3: ['Email Address 3', 'E-Mail-Adresse 3'],
  telephone1: ['Business Phone', 'Telefon (geschäftlich)'],
  mobilephone: ['Mobile Phone', 'Mobiltelefon'],
  jobtitle: ['Job Title', 'Position'],
  birthdate: ['Birthday', 'Geburtstag'],
  address1_line1: ['Address 1: Street 1', 'Adresse 1: Straße 1'],
  address1_line2: ['Address 1: Street 2', 'Adresse 1: Straße 2'],
  address1_city: ['Address 1: City', 'City', 'Adresse 1: Ort'],
  address1_stateorprovince: ['Address 1: State/Province', 'Adresse 1: Bundesland/Kanton'],
  address1_postalcode: ['Address 1: ZIP/Postal Code', 'Adresse 1: Postleitzahl'],
  address1_country: ['Address 1: Country/Region', 'Adresse 1: Land/Region'],
  donotbulkemail: ['Do not allow Bulk Emails', 'Massen-E-Mails nicht zulassen'],
  donotemail: ['Do not allow Emails', 'E-Mails nicht zulassen'],
  statecode: ['Status'],
  createdon: ['Created On', 'Erstellt am'],
  modifiedon: ['(Do Not Modify) Modified On', 'Modified On', '(Nicht ändern) Geändert am', 'Geändert am'],
};

const LEAD_NAMES: Readonly<Record<string, readonly string[]>> = {
  subject: ['Topic', 'Subject', 'Thema'],
  companyname: ['Company Name', 'Firmenname'],
};

type KnownColumns = readonly (readonly [title: string, name: string])[];

function knownColumns(table: TableFile, personType: PersonType): KnownColumns {
  const names = personType === 'lead' ? { ...DISPLAY_NAMES, ...LEAD_NAMES } : DISPLAY_NAMES;
  return Object.entries(names).flatMap(([name, titles]) => {
    const title = column(table, ...titles);
    return title === undefined ? [] : [[title, name] as const];
  });
}

function readPerson(row: Record<string, string>, columns: KnownColumns, personType: PersonType): SeedPerson {
  const person: SeedPerson = {};
  let fullname = '';
  for (const [title, name] of columns) {
    const text = row[title] ?? '';
    const value = text.trim();
    if (value === '') continue;
    if (name === 'fullname') fullname = value;
    else if (name.startsWith('donot')) person[name] = /^(do not allow|nicht zulassen|yes|ja|true)$/i.test(value);
    else if (name.startsWith('emailaddress')) person[name] = value;
    // Excel's sign for "this is text".
    else if (name.endsWith('phone') || name === 'telephone1') person[name] = text.replace(/^'/, '');
    else if (name === 'statecode') Object.assign(person, STATES[personType].get(value.toLowerCase()));
    else if (name.endsWith('on')) Object.assign(person, dated(name, value));
    else if (name === 'birthdate') Object.assign(person, /^\d{4}-\d{2}-\d{2}$/.test(value) ? { [name]: value } : {});
    else person[name] = text;
  }
  if (fullname !== '' && person.firstname === undefined && person.lastname === undefined) {
    const [, first, last] = /^(.*)\s+(\S+)$/.exec(fullname) ?? [undefined, undefined, fullname];
    if (first !== undefined) person.firstname = first;
    if (last !== undefined) person.lastname = last;
  }
  const known = person.emailaddress1 !== undefined || person.lastname !== undefined || person.firstname !== undefined;
  if (!known) return {};
  if (personType === 'lead') person['subject'] ??= fullname || [person.firstname, person.lastname].join(' ').trim();
  return person;
}

/** An export tells days in the format of its user, who is unknown; a backup tells them so that they can be read. */
export function instantOf(text: string): string | undefined {
  return /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?Z$/.test(text.trim()) ? text.trim() : undefined;
}

function dated(name: string, text: string): SeedPerson {
  const instant = instantOf(text);
  return instant === undefined ? {} : { [name]: instant };
}

const STATES: Readonly<Record<PersonType, ReadonlyMap<string, SeedPerson>>> = {
  contact: new Map([
    ['inactive', { statecode: 1 }],
    ['inaktiv', { statecode: 1 }],
  ]),
  lead: new Map([
    ['qualified', { statecode: 1 }],
    ['qualifiziert', { statecode: 1 }],
    ['disqualified', { statecode: 2 }],
    ['disqualifiziert', { statecode: 2 }],
  ]),
};

function refuseOtherType(table: TableFile, personType: PersonType): void {
  const other = personType === 'contact' ? 'lead' : 'contact';
  if (column(table, `(Do Not Modify) ${other}`) !== undefined) {
    throw new Error(`${table.name} is an export of ${other}s: name it with --${other}s.`);
  }
}
