/**
 * Reads what Mailchimp gives under Audience > Export audience: up to four CSV files that share out the members by status, or
 * the zip that holds them. The status stands in the file's name only.
 * https://mailchimp.com/help/view-export-contacts/
 */
import { parse } from 'csv-parse/sync';
import { isWellFormed } from '../mailchimp/address-rules';
import type { SeedMember, SeedMergeField } from '../seeds/seed';
import { readAddress } from './mailchimp-address';
import { column, readTableFiles, type TableFile } from './table-file';

export interface MailchimpExport {
  members: SeedMember[];
  mergeFields: SeedMergeField[];
  /** Rows without a usable e-mail address. */
  skipped: number;
}

/** Throws an Error with one sentence when a file is not such an export. */
export function readMailchimpExport(files: readonly string[]): MailchimpExport {
  const byAddress = new Map<string, SeedMember>();
  const fields = new Map<string, SeedMergeField>(defaultFields.map((field) => [field.name.toLowerCase(), field]));
  let skipped = 0;
  for (const table of files.flatMap(readTableFiles)) {
    const status = statusOf(table.name);
    const addressColumn = addressColumnOf(table);
    const merge = mergeColumns(table, addressColumn, fields);
    for (const row of table.rows) {
      const address = row[addressColumn] ?? '';
      if (!isWellFormed(address)) {
        skipped += 1;
        continue;
      }
      const member = readMember(row, address, status, merge);
      const known = byAddress.get(address.toLowerCase());
      // Files of two different days may tell two stories about somebody; the later one counts.
      if (!known || (member.last_changed ?? '') >= (known.last_changed ?? '')) {
        byAddress.set(address.toLowerCase(), member);
      }
    }
  }
  return { members: [...byAddress.values()], mergeFields: [...fields.values()], skipped };
}

const defaultFields: readonly SeedMergeField[] = [
  { tag: 'FNAME', name: 'First Name', type: 'text' },
  { tag: 'LNAME', name: 'Last Name', type: 'text' },
  { tag: 'ADDRESS', name: 'Address', type: 'address' },
  { tag: 'PHONE', name: 'Phone Number', type: 'phone' },
  { tag: 'BIRTHDAY', name: 'Birthday', type: 'birthday' },
];

function statusOf(name: string): SeedMember['status'] {
  const lower = name.toLowerCase();
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

type MergeColumns = readonly (readonly [column: string, field: SeedMergeField])[];

function mergeColumns(table: TableFile, addressColumn: string, fields: Map<string, SeedMergeField>): MergeColumns {
  const own = table.columns.filter(
    (name) => name !== '' && name !== addressColumn && !SYSTEM_COLUMNS.has(name) && name !== 'SMS Phone Number',
  );
  return own.map((name) => {
    const known = fields.get(name.toLowerCase());
    if (known) return [name, known];
    // An export does not say which tag or type a field has: the tag is made from the label, and the type is text.
    const field = { tag: newTag(name, new Set([...fields.values()].map(({ tag }) => tag))), name, type: 'text' };
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
  for (const [name, field] of merge) {
    const value = row[name] ?? '';
    if (value !== '') mergeFields[field.tag] = mergeValue(value, field.type);
  }
  const member: SeedMember = {
    email_address: address,
    status,
    merge_fields: mergeFields,
    tags: readTags(row['TAGS'] ?? ''),
  };
  const joined = readTime(row['CONFIRM_TIME']) ?? readTime(row['OPTIN_TIME']);
  const left = readTime(row['UNSUB_TIME']) ?? readTime(row['CLEAN_TIME']);
  const changed = readTime(row['LAST_CHANGED']) ?? left ?? joined;
  if (joined !== undefined) member.timestamp_opt = joined;
  if (changed !== undefined) member.last_changed = changed;
  if (status === 'unsubscribed') {
    const reason = row['UNSUB_REASON_OTHER'] || row['UNSUB_REASON'] || '';
    member.unsubscribed_by = /by an admin/i.test(reason) ? 'admin' : 'person';
    if (reason !== '') member.unsubscribe_reason = reason;
  }
  return member;
}

function mergeValue(value: string, type: string): string | Record<string, unknown> {
  if (type === 'address') return readAddress(value);
  // Excel's sign for "this is text".
  return type === 'phone' ? value.replace(/^'/, '') : value;
}

/** `YYYY-MM-DD HH:MM:SS`; the export names no time zone, and UTC is assumed. */
function readTime(text: string | undefined): string | undefined {
  const found = /^(\d{4}-\d{2}-\d{2})[ T](\d{2}:\d{2}:\d{2})/.exec(text ?? '');
  const time = found ? new Date(`${found[1]}T${found[2]}Z`) : undefined;
  return time && !Number.isNaN(time.getTime()) ? time.toISOString().replace('.000Z', 'Z') : undefined;
}

/** Each tag in double quotes, joined by commas. */
function readTags(text: string): string[] {
  if (text === '') return [];
  const [tags = []] = parse(text, { relax_quotes: true, relax_column_count: true, trim: true });
  return [...new Set(tags.map((tag) => tag.trim()).filter((tag) => tag !== ''))];
}
