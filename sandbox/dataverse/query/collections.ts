import type { Environment } from '../environment';
import { rowsOf } from '../environment';
import type { Table } from '../metadata/table';
import type { Row } from '../store/row';
import { isReference } from '../store/row';

/** Rows at the many side of a navigation property. */
export interface Collection {
  readonly table: Table;
  readonly rowsFrom: (row: Row) => Row[];
  /** The way back: rows of the owner that see this row in their collection. */
  readonly ownersOf: (row: Row) => Row[];
}

/** `listcontact_association` and its like have the same name on both ends. */
const associations = new Map([
  ['listcontact_association', 'contact'],
  ['listlead_association', 'lead'],
  ['listaccount_association', 'account'],
]);

export const isListAssociation = (table: Table, navigation: string): boolean =>
  associations.has(navigation) && (table.name === 'list' || table.name === associations.get(navigation));

export function findCollection(env: Environment, table: Table, navigation: string): Collection | undefined {
  const memberTable = associations.get(navigation);
  if (memberTable !== undefined && table.name === 'list')
    return association(env, 'list', 'listid', memberTable, 'entityid');
  if (memberTable === table.name) return association(env, table.name, 'entityid', 'list', 'listid');
  const relationship = env.model.collection(table.name, navigation);
  if (relationship === undefined) return undefined;
  const child = env.model.table(relationship.child);
  return {
    table: child,
    rowsFrom: (row) => rowsOf(env, child).having(relationship.column, row.id),
    ownersOf: (row) => follow(env, row, relationship.column, table.name),
  };
}

function association(env: Environment, from: string, fromColumn: string, to: string, toColumn: string): Collection {
  const through = (row: Row, near: string, far: string, target: string) => {
    const members = rowsOf(env, 'listmember').having(near, row.id);
    return [...new Set(members.flatMap((member) => follow(env, member, far, target)))];
  };
  return {
    table: env.model.table(to),
    rowsFrom: (row) => through(row, fromColumn, toColumn, to),
    ownersOf: (row) => through(row, toColumn, fromColumn, from),
  };
}

function follow(env: Environment, row: Row, column: string, target: string): Row[] {
  const reference = row.values[column];
  if (!isReference(reference) || reference.table !== target) return [];
  const found = rowsOf(env, target).get(reference.id);
  return found === undefined ? [] : [found];
}
