/** Reads a CSV file or a workbook as Mailchimp, Dynamics 365 and Excel write them, and opens a zip of such files. */
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { parse } from 'csv-parse/sync';
import { unzipSync } from 'fflate';
import { readWorkbook } from './workbook';

export interface TableFile {
  /** For sentences: the file's name without its folder. */
  name: string;
  columns: string[];
  rows: Record<string, string>[];
}

/** Throws an Error with one sentence that names the file and what to do. */
export async function readTableFiles(path: string): Promise<TableFile[]> {
  const name = basename(path);
  let content: Buffer;
  try {
    content = readFileSync(path);
  } catch (cause) {
    throw new Error(`The file ${path} cannot be read: check its name.`, { cause });
  }
  if (!isZip(content)) return [readCsv(name, content)];
  const entries = openZip(name, content);
  if (isWorkbook(entries)) return [await readSheet(name, content)];
  const files = Object.entries(entries).filter(([entry]) => /\.(csv|xlsx)$/i.test(entry) && !isHidden(entry));
  if (files.length === 0)
    throw new Error(`${name} holds no CSV file: name the zip that Mailchimp gave, or the CSV files.`);
  return Promise.all(
    files.map(async ([entry, bytes]) => {
      const file = Buffer.from(bytes);
      return isZip(file) ? readSheet(basename(entry), file) : readCsv(basename(entry), file);
    }),
  );
}

const isZip = (content: Buffer) => content.subarray(0, 2).toString('latin1') === 'PK';

const isWorkbook = (entries: Record<string, Uint8Array>) => '[Content_Types].xml' in entries;

/** What the Finder of a Mac puts beside every file of a zip. */
const isHidden = (entry: string) => entry.startsWith('__MACOSX/') || basename(entry).startsWith('.');

/** The first sheet; columns that Excel hides are read like the others. */
async function readSheet(name: string, content: Buffer): Promise<TableFile> {
  let cells: string[][];
  try {
    cells = await readWorkbook(content);
  } catch (cause) {
    throw new Error(`${name} is an Excel workbook that cannot be read: save it in Excel again, or as "CSV UTF-8".`, {
      cause,
    });
  }
  if (cells.every((line) => line.every((cell) => cell.trim() === ''))) {
    throw new Error(`${name} has nothing in its first sheet: export it again.`);
  }
  return asTable(name, cells);
}

/** One table; of a zip with several, like a backup, the only one that is meant. */
export async function readTableFile(path: string, isMeant: (table: TableFile) => boolean): Promise<TableFile> {
  const tables = await readTableFiles(path);
  const [table, ...others] = tables.length > 1 ? tables.filter(isMeant) : tables;
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

function readCsv(name: string, content: Buffer): TableFile {
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
  if (cells.length === 1 && (cells[0] ?? []).length < 2) {
    throw new Error(`${name} is not a CSV file: export it again, or save it as CSV.`);
  }
  return asTable(name, cells);
}

function asTable(name: string, cells: readonly string[][]): TableFile {
  const [header = [], ...lines] = cells;
  const columns = header.map((cell) => cell.trim());
  // A cell is left as it is: blanks around a name are part of it on either side.
  const rows = lines.map((line) => Object.fromEntries(columns.map((title, index) => [title, line[index] ?? ''])));
  return { name, columns, rows };
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
