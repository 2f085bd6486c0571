/**
 * Reads what Mailchimp gives under Audience > Export audience: up to four CSV files that share out the members by status, or
 * the zip that holds them. The status stands in the file's name only. Read as well are the files that a backup adds to these:
 * pending and archived members, and what the columns mean.
 * https://mailchimp.com/help/view-export-contacts/
 */
import { parse } from 'csv-parse/sync';
import { isWellFormed } from '../mailchimp/address-rules';
import { isDefinitions, readDefinitions, type ExportedField } from './field-definitions';
import type { SeedInterestCategory, SeedMember, SeedMergeField } from '../seeds/seed';
import { readAddress } from './mailchimp-address';
import { column, readTableFiles, type TableFile } from './table-file';

export interface MailchimpExport {
  members: SeedMember[];
  mergeFields: SeedMergeField[];
  /** Only a backup tells them from merge fields. */
  interestCategories: SeedInterestCategory[];
  /** Names of files that are exports of Dynamics 365, as a folder with a backup holds them too. */
  foreign: string[];
  /** Rows without a usable e-mail address. */
  skipped: number;
}

/** Throws an Error with one sentence when a file is not such an export. */
export async function readMailchimpExport(files: readonly string[]): Promise<MailchimpExport> {
  const tables = (await Promise.all(files.map(readTableFiles))).flat();
  const foreign = tables.filter(isOfDynamics);
  const definitions = tables.filter(isDefinitions);
  const ours = tables.filter((table) => !foreign.includes(table) && !definitions.includes(table));
  const [first] = foreign;
  if (first && ours.length === 0) {
    throw new Error(`${first.name} is an export of Dynamics 365: name it with --contacts, --leads or --list-members.`);
  }
  const byAddress = new Map<string, SeedMember>();
  const known = definitions.length > 0 ? definitions.flatMap(readDefinitions) : defaultFields;
  const fields = new Map(known.map((field) => [field.column.toLowerCase(), field]));
  let skipped = 0;
  for (const table of ours) {
    const status = statusOf(table.name);
    const addressColumn = addressColumnOf(table);
    const merge = mergeColumns(table, addressColumn, fields);
    for (const row of table.rows) {
      const address = (row[addressColumn] ?? '').trim();
      if (!isWellFormed(address)) {
        skipped += 1;
        continue;
      }
      const member = readMember(row, address, status, merge);
      const before = byAddress.get(address.toLowerCase());
      // Files of two different days may tell two stories about somebody; the later one counts.
      if (!before || (member.last_changed ?? '') >= (before.last_changed ?? '')) {
        byAddress.set(address.toLowerCase(), member);
      }
    }
  }
  return {
    members: [...byAddress.values()],
    mergeFields: [...fields.values()].flatMap((field) => ('field' in field ? [field.field] : [])),
    interestCategories: [...fields.values()].flatMap((field) => ('category' in field ? [field.category] : [])),
    foreign: foreign.map(({ name }) => name),
    skipped,
  };
}

const isOfDynamics = (table: TableFile) =>
  table.columns.some((name) => /^\((Do Not Modify|Nicht ändern)\)/i.test(name));

const defaultFields: readonly ExportedField[] = (
  [
    { tag: 'FNAME', name: 'First Name', type: 'text' },
    { tag: 'LNAME', name: 'Last Name', type: 'text' },
    { tag: 'ADDRESS', name: 'Address', type: 'address' },
    { tag: 'PHONE', name: 'Phone Number', type: 'phone' },
    { tag: 'BIRTHDAY', name: 'Birthday', type: 'birthday' },
  ] satisfies SeedMergeField[]
).map((field) => ({ column: field.name, field }));

function statusOf(name: string): SeedMember['status'] {
  const lower = name.toLowerCase();
  if (lower.startsWith('pending_')) return 'pending';
  if (lower.startsWith('archived_')) return 'archived';
  if (lower.includes('unsubscribed')) return 'unsubscribed';
  if (/non-?_?subscribed/.test(lower)) return 'transactional';
  if (lower.includes('cleaned')) return 'cleaned';
  if (lower.includes('subscribed')) return 'subscribed';
  throw new Error(
    `${name} does not say in its name which status its members have: keep the name that Mailchimp gave it, like subscribed_email_audience_export_1a2b3c4d5e.csv.`,
  );
}

/** In the order of Mailchimp's export; all that is no system column is a merge field or an interest category. */
const SYSTEM_COLUMNS = new Set(
  'MEMBER_RATING OPTIN_TIME OPTIN_IP CONFIRM_TIME CONFIRM_IP LATITUDE LONGITUDE GMTOFF DSTOFF TIMEZONE CC REGION LAST_CHANGED LEID EUID NOTES TAGS EMAIL_TYPE SMS_MARKETING_STATUS UNSUB_TIME UNSUB_CAMPAIGN_TITLE UNSUB_CAMPAIGN_ID UNSUB_REASON UNSUB_REASON_OTHER CLEAN_TIME CLEAN_CAMPAIGN_TITLE CLEAN_CAMPAIGN_ID'.split(
    ' ',
  ),
);

/** An audience may have given the address field another label; it is the first column then. */
function addressColumnOf(table: TableFile): string {
  const system = table.columns.filter((name) => SYSTEM_COLUMNS.has(name));
  if (system.length === 0) {
    throw new Error(
      `${table.name} is not a Mailchimp audience export, for it has no column like LAST_CHANGED or OPTIN_TIME: choose Audience > Export audience in Mailchimp and name the files it gives.`,
    );
  }
  const named = column(table, 'Email Address', 'Email');
  if (named !== undefined) return named;
  const [first] = table.columns;
  const filled = table.rows.filter((row) => first !== undefined && row[first]?.includes('@'));
  if (first !== undefined && filled.length > 0 && filled.length * 2 > table.rows.length) return first;
  throw new Error(
    `${table.name} has no column "Email Address": choose Audience > Export audience in Mailchimp and name the files it gives.`,
  );
}

type MergeColumns = readonly (readonly [column: string, field: ExportedField])[];

function mergeColumns(table: TableFile, addressColumn: string, fields: Map<string, ExportedField>): MergeColumns {
  const own = table.columns.filter(
    (name) => name !== '' && name !== addressColumn && !SYSTEM_COLUMNS.has(name) && name !== 'SMS Phone Number',
  );
  return own.map((name) => {
    const known = fields.get(name.toLowerCase());
    if (known) return [name, known];
    // An export does not say which tag or type a field has: the tag is made from the label, and the type is text.
    const taken = [...fields.values()].flatMap((other) => ('field' in other ? [other.field.tag] : []));
    const field = { column: name, field: { tag: newTag(name, new Set(taken)), name, type: 'text' } };
    fields.set(name.toLowerCase(), field);
    return [name, field];
  });
}

function newTag(label: string, taken: ReadonlySet<string>): string {
  const letters = label
    .normalize('NFD')
    .replaceAll(/[^A-Za-z0-9]/g, '')
    .toUpperCase();
  const wanted = letters.slice(0, 10) || 'FIELD';
  for (let number = 1; ; number += 1) {
    const tag = number === 1 ? wanted : `${wanted.slice(0, 8)}${number}`;
    if (!taken.has(tag)) return tag;
  }
}

function readMember(
  row: Record<string, string>,
  address: string,
  status: SeedMember['status'],
  merge: MergeColumns,
): SeedMember {
  const mergeFields: NonNullable<SeedMember['merge_fields']> = {};
  const interests: string[] = [];
  for (const [name, known] of merge) {
    const value = row[name] ?? '';
    if (value === '') continue;
    if ('field' in known) mergeFields[known.field.tag] = mergeValue(value, known.field.type);
    else interests.push(...readInterests(value).map((interest) => `${known.category.title}: ${interest}`));
  }
  const member: SeedMember = {
    email_address: address,
    status,
    merge_fields: mergeFields,
    tags: readTags(row['TAGS'] ?? ''),
  };
  if (interests.length > 0) member.interests = interests;
  const signedUp = readTime(row['OPTIN_TIME']);
  if (signedUp !== undefined) member.timestamp_signup = signedUp;
  const joined = readTime(row['CONFIRM_TIME']) ?? readTime(row['OPTIN_TIME']);
  const left = readTime(row['UNSUB_TIME']) ?? readTime(row['CLEAN_TIME']);
  const changed = readTime(row['LAST_CHANGED']) ?? left ?? joined;
  if (joined !== undefined) member.timestamp_opt = joined;
  if (changed !== undefined) member.last_changed = changed;
  if (status === 'unsubscribed') {
    const reason = row['UNSUB_REASON_OTHER'] || row['UNSUB_REASON'] || '';
    member.unsubscribed_by = /by (an )?admin/i.test(reason) ? 'admin' : 'person';
    if (reason !== '') member.unsubscribe_reason = reason;
  }
  return member;
}

function mergeValue(value: string, type: string): string | number | Record<string, unknown> {
  if (type === 'address') return readAddress(value);
  if (type === 'number' && Number.isFinite(Number(value))) return Number(value);
  // Excel's sign for "this is text".
  return type === 'phone' ? value.replace(/^'/, '') : value;
}

/** `YYYY-MM-DD HH:MM:SS`; the export names no time zone, and UTC is assumed. */
function readTime(text: string | undefined): string | undefined {
  const found = /^(\d{4}-\d{2}-\d{2})[ T](\d{2}:\d{2}:\d{2})/.exec(text ?? '');
  const time = found ? new Date(`${found[1]}T${found[2]}Z`) : undefined;
  return time && !Number.isNaN(time.getTime()) ? time.toISOString().replace('.000Z', 'Z') : undefined;
}

/** Chosen interests, separated by commas; a comma within a name has a backslash before it. */
function readInterests(text: string): string[] {
  return text
    .split(/(?<!\\),/)
    .map((name) => name.trim().replaceAll(String.raw`\,`, ','))
    .filter((name) => name !== '');
}

/** Each tag in double quotes, joined by commas. */
function readTags(text: string): string[] {
  if (text === '') return [];
  const [tags = []] = parse(text, { relax_quotes: true, relax_column_count: true, trim: true });
  return [...new Set(tags.map((tag) => tag.trim()).filter((tag) => tag !== ''))];
}
