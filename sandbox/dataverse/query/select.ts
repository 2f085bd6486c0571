import { badQuery, notImplemented, unknownProperty } from '../errors';
import type { Column, Table } from '../metadata/table';
import { columnOfProperty } from '../metadata/table';

/** The columns of a `$select`; null = all. */
export function readSelect(table: Table, select: string | undefined): Column[] | null {
  if (select === undefined || select.trim() === '') return null;
  return select.split(',').map((part) => {
    const name = part.trim();
    if (name === '') throw badQuery(`Term '${select}' is not valid in a $select or $expand expression.`);
    if (name === '*' || name.includes('/')) throw notImplemented(`'${name}' in $select`);
    const column = columnOfProperty(table, name);
    if (column === undefined || column.secret === true) throw unknownProperty(name, table.name);
    return column;
  });
}
