/** Which columns tell how a record stands, and so belong into the header of its form. */
import type { Column } from '../table-definition';

export function isStatus(column: Column | undefined): boolean {
  if (column === undefined || !['Picklist', 'State', 'Status'].includes(column.type)) return false;
  return /(status|state|statecode|statuscode|outcome)$/.test(column.name);
}
