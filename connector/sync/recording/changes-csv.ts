/** Changes as a CSV that a spreadsheet opens as it stands: UTF-8 with a byte order mark, CRLF, and no cell that it would execute. */

import { stringify } from 'csv-stringify/sync';

import type { ChangeLine } from './change-lines';

const columns: [keyof ChangeLine, string][] = [
  ['person', 'Person'],
  ['address', 'Address'],
  ['side', 'Side'],
  ['what', 'What'],
  ['from', 'From'],
  ['to', 'To'],
  ['reason', 'Reason'],
  ['type', 'Record type'],
  ['recordId', 'Record'],
  ['memberId', 'Member'],
  ['refusal', 'Refused with'],
];

export function changesCsv(lines: readonly ChangeLine[]): Buffer {
  const rows = lines.map((line) => columns.map(([name]) => harmless(line[name] ?? '')));
  const text = stringify([columns.map(([, title]) => title), ...rows], { record_delimiter: 'windows', bom: true });
  return Buffer.from(text, 'utf8');
}

/** A name in Mailchimp is whatever its owner typed: https://owasp.org/www-community/attacks/CSV_Injection */
export function harmless(cell: string): string {
  return /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell;
}
