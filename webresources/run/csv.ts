/** The CSV files of runs, read and written as the service writes them: RFC 4180, commas, CRLF, a byte order mark. */

/** https://www.rfc-editor.org/rfc/rfc4180 */
export function parseCsv(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let at = text.startsWith('\uFEFF') ? 1 : 0;
  while (at < text.length) {
    const quoted = text[at] === '"';
    const [cell, end] = quoted ? quotedCell(text, at + 1) : plainCell(text, at);
    row.push(cell);
    at = end;
    if (text[at] === ',') {
      at += 1;
      if (at === text.length) row.push('');
      continue;
    }
    at += lineEnd.length;
    rows.push(row);
    row = [];
  }
  if (row.length > 0) rows.push(row);
  return rows;
}

function plainCell(text: string, start: number): [string, number] {
  let end = start;
  while (end < text.length && text[end] !== ',' && !text.startsWith(lineEnd, end)) end += 1;
  return [text.slice(start, end), end];
}

/** Alone, either of the two signs is a part of a cell. */
const lineEnd = '\r\n';

function quotedCell(text: string, start: number): [string, number] {
  let cell = '';
  let from = start;
  for (;;) {
    const quote = text.indexOf('"', from);
    if (quote === -1) return [cell + text.slice(from), text.length];
    cell += text.slice(from, quote);
    if (text[quote + 1] !== '"') return [cell, quote + 1];
    cell += '"';
    from = quote + 2;
  }
}

export function writeCsv(rows: readonly (readonly string[])[]): string {
  return `\uFEFF${rows.map((row) => `${row.map((cell) => written(harmless(cell))).join(',')}\r\n`).join('')}`;
}

const written = (cell: string): string => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);

/** A spreadsheet executes what looks like a formula: https://owasp.org/www-community/attacks/CSV_Injection */
const harmless = (cell: string): string => (/^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell);
