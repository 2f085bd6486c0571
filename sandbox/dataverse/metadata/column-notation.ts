import type { Column, LookupTarget } from './table';
import { isColumnType } from './table';

/**
 * Reads a compact table definition, one column a line: `name type details`.
 * `name!` is never settable, `name+` on creation only, `name*` is written and never read back. Details are the length of a
 * text, `value=Label|value=Label` of a choice, `default False|True` of a yes/no, `table` or `table:navigation` of a lookup
 * (`table:-` = no navigation property).
 */
export function readColumns(notation: string): Column[] {
  return notation
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .map(readColumn);
}

function readColumn(line: string): Column {
  const match = /^([a-z0-9_]+)([!+*]?) ([a-z]+) ?(.*)$/.exec(line);
  const [, name, mark, type, details] = match ?? [];
  if (name === undefined || !isColumnType(type) || details === undefined) throw new Error(`Not a column: ${line}`);
  const column = {
    name,
    type,
    label: name,
    settable: mark === '!' ? 'never' : mark === '+' ? 'create' : 'always',
    ...(mark === '*' ? { secret: true } : {}),
  } as const;
  switch (column.type) {
    case 'text':
    case 'memo':
      return { ...column, maxLength: Number(details === '' ? '100' : details) };
    case 'choice':
      return { ...column, options: new Map(details.split('|').map(readOption)) };
    case 'bool':
      return { ...column, ...readBool(details) };
    case 'lookup':
      return { ...column, targets: details.split(' ').map((target) => readTarget(name, target)) };
    case 'id':
    case 'int':
    case 'bigint':
    case 'decimal':
    case 'double':
    case 'datetime':
    case 'date':
    case 'guid':
    case 'binary':
      return column;
  }
}

function readOption(option: string): [number, string] {
  const [value, label] = option.split('=');
  return [Number(value), label ?? ''];
}

function readBool(details: string): { defaultValue?: boolean; boolLabels?: [string, string] } {
  const [fallback, ...labels] = details.split(' ');
  const [no, yes] = labels.join(' ').split('|');
  return {
    ...(fallback === 'true' || fallback === 'false' ? { defaultValue: fallback === 'true' } : {}),
    boolLabels: [no === undefined || no === '' ? 'No' : no, yes ?? 'Yes'],
  };
}

function readTarget(column: string, target: string): LookupTarget {
  const [table, navigation] = target.split(':');
  return { table: table ?? target, navigation: navigation === '-' ? null : (navigation ?? column) };
}
