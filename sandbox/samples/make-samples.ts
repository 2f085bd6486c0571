/**
 * Makes the sample export files beside it: `node dist/sandbox/samples/make-samples.js [folder]`. Everybody in them is made up,
 * and every run makes the same files.
 */
import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'csv-stringify/sync';
import { projectFolder } from '../project-folder';
import { firstNames, lastNames, streets, tagNames, towns } from './sample-words';

export function makeSamples(folder: string): void {
  mkdirSync(folder, { recursive: true });
  const write = (name: string, columns: readonly string[], rows: readonly Row[]): void => {
    writeFileSync(
      join(folder, name),
      stringify([...rows], { header: true, columns: [...columns], record_delimiter: '\r\n' }),
    );
  };
  const people = Array.from({ length: 3600 }, (_, index) => makePerson(index));
  const members = people.slice(0, 2400);
  const byStatus = (status: Status) => members.filter((person) => person.status === status).map(memberRow);
  const hex = '5e1f0a9c3b';
  write(`subscribed_email_audience_export_${hex}.csv`, MEMBER_COLUMNS, byStatus('subscribed'));
  write(
    `unsubscribed_email_audience_export_${hex}.csv`,
    [...MEMBER_COLUMNS, ...UNSUB_COLUMNS],
    byStatus('unsubscribed'),
  );
  write(`cleaned_email_audience_export_${hex}.csv`, [...MEMBER_COLUMNS, ...CLEAN_COLUMNS], byStatus('cleaned'));
  write(`nonsubscribed_email_audience_export_${hex}.csv`, MEMBER_COLUMNS, byStatus('nonsubscribed'));
  const contacts = people.filter((person) => person.number >= 1200 && person.number % 3 !== 0);
  const leads = people.filter((person) => person.number >= 2000 && person.number % 3 === 0);
  write('contacts.csv', ['(Do Not Modify) Contact', ...PEOPLE_COLUMNS, 'Company Name'], contacts.map(contactRow));
  write('leads.csv', ['(Do Not Modify) Lead', ...PEOPLE_COLUMNS, 'Topic', 'Company Name'], leads.map(leadRow));
  write(
    'contacts-on-list.csv',
    ['(Do Not Modify) Contact', 'Full Name', 'Email'],
    contacts.filter((person) => person.number % 2 === 0).map(contactRow),
  );
  write(
    'leads-on-list.csv',
    ['(Do Not Modify) Lead', 'Full Name', 'Email'],
    leads.filter((person) => person.number % 2 === 0).map(leadRow),
  );
}

type Row = Record<string, string>;
type Status = 'subscribed' | 'unsubscribed' | 'cleaned' | 'nonsubscribed';

interface Person {
  number: number;
  first: string;
  last: string;
  email: string;
  status: Status;
  joined: string;
  changed: string;
  phone: string;
  tags: string[];
}

const MEMBER_COLUMNS =
  'Email Address,First Name,Last Name,Address,Phone Number,Birthday,Favourite Shop,MEMBER_RATING,OPTIN_TIME,OPTIN_IP,CONFIRM_TIME,CONFIRM_IP,LATITUDE,LONGITUDE,GMTOFF,DSTOFF,TIMEZONE,CC,REGION,LAST_CHANGED,LEID,EUID,NOTES,TAGS'.split(
    ',',
  );
const UNSUB_COLUMNS = ['UNSUB_TIME', 'UNSUB_CAMPAIGN_TITLE', 'UNSUB_CAMPAIGN_ID', 'UNSUB_REASON', 'UNSUB_REASON_OTHER'];
const CLEAN_COLUMNS = ['CLEAN_TIME', 'CLEAN_CAMPAIGN_TITLE', 'CLEAN_CAMPAIGN_ID'];
const PEOPLE_COLUMNS = [
  '(Do Not Modify) Row Checksum',
  '(Do Not Modify) Modified On',
  'Full Name',
  'First Name',
  'Last Name',
  'Email',
  'Business Phone',
  'Job Title',
  'Do not allow Bulk Emails',
];

/** The same numbers in every run: bytes of a hash of the person's number and what is asked. */
function draw(number: number, question: string, below: number): number {
  return createHash('sha256').update(`${number} ${question}`).digest().readUInt32BE(0) % below;
}

function pick<T>(from: readonly T[], number: number, question: string): T {
  const found = from[draw(number, question, from.length)];
  if (found === undefined) throw new Error(`Nothing to pick from for ${question}.`);
  return found;
}

function makePerson(number: number): Person {
  const nameless = draw(number, 'nameless', 25) === 0;
  const first = nameless ? '' : pick(firstNames, number, 'first');
  const last = nameless && draw(number, 'half', 2) === 0 ? '' : pick(lastNames, number, 'last');
  const status = draw(number, 'status', 100);
  const joined =
    Date.UTC(2023, 0, 1) + draw(number, 'joined', 1000) * 86_400_000 + draw(number, 'second', 86_400) * 1000;
  // A third was touched by one and the same import, in one second.
  const changed =
    draw(number, 'import', 3) === 0 ? Date.UTC(2025, 9, 15, 6, 30) : joined + draw(number, 'later', 30) * 86_400_000;
  return {
    number,
    first,
    last,
    email: makeAddress(number, first, last),
    status: status < 78 ? 'subscribed' : status < 92 ? 'unsubscribed' : status < 97 ? 'cleaned' : 'nonsubscribed',
    joined: timeText(joined),
    changed: timeText(Math.max(changed, joined)),
    phone: draw(number, 'phone', 3) === 0 ? `'+49 30 ${100_000 + draw(number, 'digits', 899_999)}` : '',
    tags: tagNames.filter((_, index) => draw(number, `tag ${index}`, 12) === 0),
  };
}

function makeAddress(number: number, first: string, last: string): string {
  const letters = (text: string) =>
    text
      .normalize('NFD')
      .replaceAll(/[^A-Za-z'-]/g, '')
      .toLowerCase();
  const style = draw(number, 'style', 4);
  const name = [letters(first.split(' ')[0] ?? ''), letters(last)].filter((part) => part !== '');
  const local = [
    () => [...name, number].join('.'),
    () => `${name.join('_') || 'reader'}${number}`,
    () => `${name.at(-1) ?? 'post'}+news${number}`,
    () => `${(name[0] ?? 'x').slice(0, 1)}${name.at(-1) ?? 'reader'}.${number}`,
  ][style]?.();
  const address = `${local}@${pick(['bedrock.example', 'mail.granite.example', 'kieselstein.example', 'rocher.example'], number, 'domain')}`;
  if (draw(number, 'capitals', 6) !== 0) return address;
  return address.replaceAll(/(^|[._@])([a-z])/g, (_, before: string, letter: string) => before + letter.toUpperCase());
}

function memberRow(person: Person): Row {
  const town = pick(towns, person.number, 'town');
  const hasAddress = draw(person.number, 'address', 4) === 0;
  const street = `${pick(streets, person.number, 'street')} ${1 + draw(person.number, 'house', 90)}`;
  const birthday = `${pad(1 + draw(person.number, 'month', 12))}/${pad(1 + draw(person.number, 'day', 28))}`;
  return {
    'Email Address': person.email,
    'First Name': person.first,
    'Last Name': person.last,
    Address: hasAddress ? [street, town.city, town.state, town.zip, town.country].join('  ') : '',
    'Phone Number': person.phone,
    Birthday: draw(person.number, 'birthday', 5) === 0 ? birthday : '',
    'Favourite Shop': draw(person.number, 'shop', 6) === 0 ? `${town.city}, Markt 1 "am Tor"` : '',
    MEMBER_RATING: String(1 + draw(person.number, 'rating', 5)),
    OPTIN_TIME: person.joined,
    OPTIN_IP: draw(person.number, 'ip', 2) === 0 ? '127.0.0.1' : '',
    CONFIRM_TIME: person.joined,
    CONFIRM_IP: '127.0.0.1',
    LAST_CHANGED: person.changed,
    LEID: String(400_000_000 + person.number * 4),
    EUID: createHash('sha256').update(person.email.toLowerCase()).digest('hex').slice(0, 10),
    TAGS: person.tags.map((tag) => `"${tag.replaceAll('"', '""')}"`).join(','),
    UNSUB_TIME: person.changed,
    UNSUB_CAMPAIGN_TITLE: 'Autumn news',
    UNSUB_CAMPAIGN_ID: '9d1f2c3b4a',
    UNSUB_REASON: pick(
      ['No longer interested', 'N/A (Unsubscribed by an admin)', 'Did not sign up for list', 'OTHER'],
      person.number,
      'reason',
    ),
    UNSUB_REASON_OTHER: draw(person.number, 'other', 9) === 0 ? 'zu viele Mails, "wirklich"' : '',
    CLEAN_TIME: person.changed,
    CLEAN_CAMPAIGN_TITLE: 'Autumn news',
    CLEAN_CAMPAIGN_ID: '9d1f2c3b4a',
  };
}

function contactRow(person: Person): Row {
  return {
    ...personRow(person),
    '(Do Not Modify) Contact': guidOf(`contact ${person.number}`),
    'Company Name': pick(['', 'Slate Rock and Gravel', 'Kieselstein & Söhne'], person.number, 'company'),
  };
}

function leadRow(person: Person): Row {
  return {
    ...personRow(person),
    '(Do Not Modify) Lead': guidOf(`lead ${person.number}`),
    Topic: 'Spring fair, hall 3',
    'Company Name': pick(['', 'Slate Rock and Gravel', 'Kieselstein & Söhne'], person.number, 'company'),
  };
}

function personRow(person: Person): Row {
  const last = person.last || person.email.slice(0, person.email.indexOf('@'));
  return {
    '(Do Not Modify) Row Checksum': createHash('sha256')
      .update(`checksum ${person.number}`)
      .digest('base64')
      .slice(0, 44),
    '(Do Not Modify) Modified On': '10/15/2025 8:30 AM',
    'Full Name': [person.first, last].filter((part) => part !== '').join(' '),
    'First Name': person.first,
    'Last Name': last,
    // One in forty has no address in Dynamics 365, and case is not always the same on both sides.
    Email: draw(person.number, 'no address', 40) === 0 ? '' : person.email.toLowerCase(),
    'Business Phone': person.phone.replace("'", ''),
    'Job Title': pick(['', 'Quarryman', 'Geschäftsführerin', 'Attaché de presse'], person.number, 'job'),
    'Do not allow Bulk Emails': draw(person.number, 'bulk', 50) === 0 ? 'Do Not Allow' : 'Allow',
  };
}

function guidOf(text: string): string {
  const hex = createHash('sha256').update(text).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

function timeText(time: number): string {
  return new Date(time).toISOString().slice(0, 19).replace('T', ' ');
}

function pad(value: number): string {
  return String(value).padStart(2, '0');
}

if (require.main === module) makeSamples(process.argv[2] ?? join(projectFolder, 'sandbox', 'samples'));
