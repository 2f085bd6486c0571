import type { Environment } from '../environment';
import { findRow } from '../environment';
import type { Column } from '../metadata/table';
import type { Value } from '../store/row';
import { isReference } from '../store/row';

/** How a value reads to a person (annotation OData.Community.Display.V1.FormattedValue); null where the live service gives none. */
export function formattedValue(env: Environment, column: Column, value: Value): string | null {
  if (value === null) return null;
  if (isReference(value)) return titleOf(env, value.table, value.id);
  if (column.severalOptions) {
    const chosen = String(value).split(',').map(Number);
    return chosen.flatMap((one) => column.options?.get(one) ?? []).join('; ');
  }
  switch (column.type) {
    case 'choice':
      return column.options?.get(Number(value)) ?? null;
    case 'bool':
      return column.boolLabels?.[value === true ? 1 : 0] ?? (value === true ? 'Yes' : 'No');
    case 'int':
    case 'bigint':
    case 'decimal':
    case 'double':
      return Number(value).toLocaleString('en-US');
    case 'datetime':
      return dateTime
        .format(new Date(String(value)))
        .replace(',', '')
        .replaceAll('\u202f', ' ');
    case 'date':
      return day.format(new Date(String(value)));
    case 'id':
    case 'text':
    case 'memo':
    case 'guid':
    case 'lookup':
    case 'binary':
      return null;
  }
}

const dateTime = new Intl.DateTimeFormat('en-US', {
  timeZone: 'UTC',
  year: 'numeric',
  month: 'numeric',
  day: 'numeric',
  hour: 'numeric',
  minute: '2-digit',
});

const day = new Intl.DateTimeFormat('en-US', { timeZone: 'UTC', year: 'numeric', month: 'numeric', day: 'numeric' });

export function titleOf(env: Environment, table: string, id: string): string | null {
  const row = findRow(env, table, id);
  const title = row?.values[env.model.table(table).title];
  return typeof title === 'string' ? title : null;
}
