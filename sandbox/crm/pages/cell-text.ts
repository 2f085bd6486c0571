/** What a person reads of one value: times in her zone, numbers as her language writes them, else what the service formatted. */
import type { Column } from '../table-definition';
import { textOf, type Row } from '../web-api';
import type { Words } from '../words/words';
import type { Markup } from './html';
import { moment } from './time';

export function cellText(row: Row, column: Column | undefined, formatted: string, words: Words): Markup | string {
  const raw = row[column?.name ?? ''];
  if (column === undefined || formatted === '') return formatted;
  if (column.type === 'DateTime' && !column.dateOnly) return moment(textOf(raw), formatted);
  if (['Integer', 'BigInt'].includes(column.type) && typeof raw === 'number') return raw.toLocaleString(words.locale);
  return formatted;
}
