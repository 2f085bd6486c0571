/** What the script of a form knows of its record: the values of the columns that stand on the form, no others. */
import type { FormTab } from './form-definition';
import type { AttributeState, RecordState, TableState } from './page-state';
import type { Command } from './ribbon/command';
import type { Column, TableDefinition, TableNames } from './table-definition';
import { displayOf, lookupOf, textOf, type Row } from './web-api';

export function recordState(
  table: TableDefinition,
  row: Row | null,
  tabs: FormTab[],
  commands: Command[],
  readOnly: boolean,
): RecordState {
  const columns = tabs.flatMap((tab) =>
    tab.columns.flatMap(({ sections }) =>
      sections.flatMap(({ cells }) => cells.flatMap((cell) => (cell.kind === 'field' ? [cell.column] : []))),
    ),
  );
  return {
    table: tableState(table),
    id: row === null ? null : textOf(row[table.id]),
    name: row === null ? '' : displayOf(row, table.nameColumn),
    readOnly,
    attributes: [...new Map(columns.map((column) => [column.name, column])).values()].map((column) =>
      attributeState(column, row),
    ),
    commands,
  };
}

export function tableState(table: TableNames): TableState {
  const { name, set, id, nameColumn, label, pluralLabel } = table;
  return { name, set, idColumn: id, nameColumn, label, pluralLabel };
}

function attributeState(column: Column, row: Row | null): AttributeState {
  const { name, type } = column;
  if (row === null) return { name, type, value: null, lookup: null };
  const lookup = lookupOf(row, name);
  if (lookup !== null) {
    return { name, type, value: lookup.id, lookup: { table: lookup.table, name: displayOf(row, name) } };
  }
  const value = row[name];
  const plain = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
  return { name, type, value: plain ? value : null, lookup: null };
}
