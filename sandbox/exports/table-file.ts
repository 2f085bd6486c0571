/** Reads a CSV file as Mailchimp, Dynamics 365 and Excel write them, and opens a zip of such files. */
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { parse } from 'csv-parse/sync';
import { unzipSync } from 'fflate';

export interface TableFile {
  /** For sentences: the file's name without its folder. */
  name: string;
  columns: string[];
  rows: Record<string, string>[];
}

/** Throws an Error with one sentence that names the file and what to do. */
export function readTableFiles(path: string): TableFile[] {
  const name = basename(path);
  let content: Buffer;
  try {
    content = readFileSync(path);
  } catch (cause) {
    throw new Error(`The file ${path} cannot be read: check its name.`, { cause });
  }
  if (content.subarray(0, 2).toString('latin1') !== 'PK') return [readTable(name, content)];
  const entries = openZip(name, content);
  if (Object.keys(entries).some((entry) => entry === '[Content_Types].xml')) {
    throw new Error(`${name} is an Excel workbook: save it in Excel as "CSV UTF-8" and name that file instead.`);
  }
  const files = Object.entries(entries).filter(([entry]) => entry.toLowerCase().endsWith('.csv'));
  if (files.length === 0)
    throw new Error(`${name} holds no CSV file: name the zip that Mailchimp gave, or the CSV files.`);
  return files.map(([entry, bytes]) => readTable(basename(entry), Buffer.from(bytes)));
}

/** One table; a zip with several is refused. */
export function readTableFile(path: string): TableFile {
  const [table, ...others] = readTableFiles(path);
  if (!table || others.length > 0) throw new Error(`${basename(path)} holds several files: name one CSV file.`);
  return table;
}

/** Column names are compared without regard to case and outer spaces. */
export function column(table: TableFile, ...names: string[]): string | undefined {
  for (const name of names) {
    const found = table.columns.find((candidate) => candidate.toLowerCase() === name.toLowerCase());
    if (found !== undefined) return found;
  }
  return undefined;
}

function openZip(name: string, content: Buffer): Record<string, Uint8Array> {
  try {
    return unzipSync(content);
  } catch (cause) {
    throw new Error(`${name} looks like a zip file but cannot be opened: download it again.`, { cause });
  }
}

function readTable(name: string, content: Buffer): TableFile {
  const text = decode(content);
  if (text.trim() === '') throw new Error(`${name} is empty: export it again.`);
  let cells: string[][];
  try {
    cells = parse(text, {
      delimiter: delimiterOf(text),
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: true,
    });
  } catch (cause) {
    throw new Error(`${name} is not a CSV file: export it again, or save it as CSV.`, { cause });
  }
  const [header = [], ...lines] = cells;
  const columns = header.map((cell) => cell.trim());
  if (columns.length < 2 && lines.length === 0) {
    throw new Error(`${name} is not a CSV file: export it again, or save it as CSV.`);
  }
  return {
    name,
    columns,
    rows: lines.map((line) => Object.fromEntries(columns.map((title, index) => [title, (line[index] ?? '').trim()]))),
  };
}

/** UTF-8 with or without its mark; Excel also writes UTF-16 ("Unicode text") and the old Windows encoding. */
function decode(content: Buffer): string {
  if (content[0] === 0xff && content[1] === 0xfe) return new TextDecoder('utf-16le').decode(content);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(content);
  } catch {
    return new TextDecoder('windows-1252').decode(content);
  }
}

/** Excel writes semicolons where the comma is the decimal sign. */
function delimiterOf(text: string): string {
  const header = text.slice(0, text.search(/[\r\n]|$/)).replaceAll(/"[^"]*"/g, '');
  const count = (sign: string) => header.split(sign).length;
  return [',', ';', '\t'].sort((one, other) => count(other) - count(one))[0] ?? ',';
}
