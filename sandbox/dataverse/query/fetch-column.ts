import { badQuery } from '../errors';
import type { Column, Table } from '../metadata/table';

/** A column as FetchXML names it: by its logical name, lookups too. */
export function fetchColumn(table: Table, name: string): Column {
  const column = table.columns.get(name);
  if (column === undefined || column.secret === true) {
    throw badQuery(
      `'${table.name}' entity doesn't contain attribute with Name = '${name}' and NameMapping = 'Logical'.`,
    );
  }
  return column;
}
