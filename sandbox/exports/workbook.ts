/** The first sheet of an Excel workbook as texts, row by row, as the same table would stand in a CSV file. */
import { readSheet } from 'read-excel-file/node';

export async function readWorkbook(content: Buffer): Promise<string[][]> {
  // Numbers stay as the file writes them: ids and telephone numbers have more digits than a number keeps.
  const rows = await readSheet<string>(content, { trim: false, parseNumber: (text) => text });
  return rows.map((row) => row.map(textOf));
}

/** Excel keeps a day without its zone; its hours are taken as UTC, like those of the CSV files. */
function textOf(value: unknown): string {
  if (value instanceof Date) return value.toISOString().replace('T00:00:00.000Z', '').replace('.000Z', 'Z');
  return typeof value === 'string' || typeof value === 'boolean' ? String(value) : '';
}
