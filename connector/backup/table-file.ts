/** One CSV file that is written page by page. https://www.rfc-editor.org/rfc/rfc4180 */

import { open, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { stringify } from 'csv-stringify/sync';

export interface TableFile {
  write(rows: readonly (readonly string[])[]): Promise<void>;
  /** How many rows there are, the heading aside. */
  readonly rows: number;
  close(): Promise<void>;
}

export interface TableOptions {
  /** Excel takes a file without this mark for one in the encoding of its country. */
  mark: boolean;
}

export async function openTable(
  folder: string,
  name: string,
  columns: readonly string[],
  { mark }: TableOptions,
): Promise<TableFile> {
  // What is in it concerns nobody else on this machine.
  const file: FileHandle = await open(join(folder, name), 'wx', 0o600);
  let rows = 0;
  await file.appendFile((mark ? '\uFEFF' : '') + asCsv([columns]));
  return {
    get rows() {
      return rows;
    },
    async write(more) {
      rows += more.length;
      if (more.length > 0) await file.appendFile(asCsv(more));
    },
    close: () => file.close(),
  };
}

/** Exact, for these files are read by machines as well: nothing is done to a cell that a spreadsheet might execute. */
export function asCsv(rows: readonly (readonly string[])[]): string {
  // A line break of one character is not the end of a record here, yet it is for most readers.
  return stringify(
    rows.map((row) => [...row]),
    { record_delimiter: '\r\n', quoted_match: /[\r\n]/ },
  );
}
