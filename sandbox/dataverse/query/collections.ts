import type { Environment } from '../environment';
import { rowsOf } from '../environment';
import type { Table } from '../metadata/table';
import type { Row } from '../store/row';
import { isReference } from '../store/row';
import type { Condition } from './filter-binding';

/** Rows at the many side of a navigation property. */
export interface Collection {
  readonly table: Table;
  readonly rowsFrom: (row: Row) => Row[];
  /** The way back: rows of the owner that see this row in their collection. */
  readonly ownersOf: (row: Row) => Row[];
  readonly countFrom: (row: Row) => number;
  readonly countOwners: (row: Row) => number;
}

/** Membership in the collection of one row, as a condition on the rows at its many side. */
export const withinCollection = (collection: Collection, owner: Row): Condition => ({
  holds: (row) => collection.ownersOf(row).some(({ id }) => id === owner.id),
  candidates: () => ({ size: collection.countFrom(owner), rows: () => collection.rowsFrom(owner) }),
});

/** `listcontact_association` and its like have the same name on both ends. */
const associations = new Map([
  ['listcontact_association', 'contact'],
  ['listlead_association', 'lead'],
  ['listaccount_association', 'account'],
]);

export const isListAssociation = (table: Table, navigation: string): boolean =>
  associations.has(navigation) && (table.name === 'list' || table.name === associations.get(navigation));

/** What belongs to roles by another table between, by the name of the navigation. */
const ofRoles: Readonly<Record<string, { intersect: string; ends: readonly [End, End] }>> = {
  systemuserroles_association: {
    intersect: 'systemuserroles',
    ends: [
      ['systemuser', 'systemuserid'],
      ['role', 'roleid'],
    ],
  },
  teamroles_association: {
    intersect: 'teamroles',
    ends: [
      ['team', 'teamid'],
      ['role', 'roleid'],
    ],
  },
  teammembership_association: {
    intersect: 'teammembership',
    ends: [
      ['systemuser', 'systemuserid'],
      ['team', 'teamid'],
    ],
  },
  appmoduleroles_association: {
    intersect: 'appmoduleroles',
    ends: [
      ['appmodule', 'appmoduleid'],
      ['role', 'roleid'],
    ],
  },
};

/** Also with one name on both ends. */
export const isRoleAssociation = (table: Table, navigation: string): boolean =>
  navigation === 'systemuserroles_association' && (table.name === 'systemuser' || table.name === 'role');

export function findCollection(env: Environment, table: Table, navigation: string): Collection | undefined {
  const memberTable = associations.get(navigation);
  if (memberTable !== undefined && table.name === 'list')
    return association(env, 'listmember', ['list', 'listid'], [memberTable, 'entityid']);
  if (memberTable === table.name) return association(env, 'listmember', [table.name, 'entityid'], ['list', 'listid']);
  const between = ofRoles[navigation];
  const at = between?.ends.findIndex(([name]) => name === table.name) ?? -1;
  if (between !== undefined && at !== -1) {
    return association(env, between.intersect, between.ends[at === 0 ? 0 : 1], between.ends[at === 0 ? 1 : 0]);
  }
  const relationship = env.model.collection(table.name, navigation);
  if (relationship === undefined) return undefined;
  const child = env.model.table(relationship.child);
  return {
    table: child,
    rowsFrom: (row) => rowsOf(env, child).having(relationship.column, row.id),
    ownersOf: (row) => follow(env, row, relationship.column, table.name),
    countFrom: (row) => rowsOf(env, child).countHaving(relationship.column, row.id),
    countOwners: () => 1,
  };
}

/** A table and the column of the intersect table that points at it. */
type End = readonly [table: string, column: string];

function association(env: Environment, intersect: string, [from, fromColumn]: End, [to, toColumn]: End): Collection {
  const through = (row: Row, near: string, far: string, target: string) => {
    const found = new Set<Row>();
    for (const member of rowsOf(env, intersect).having(near, row.id)) {
      for (const other of follow(env, member, far, target)) found.add(other);
    }
    return [...found];
  };
  return {
    table: env.model.table(to),
    rowsFrom: (row) => through(row, fromColumn, toColumn, to),
    ownersOf: (row) => through(row, toColumn, fromColumn, from),
    countFrom: (row) => rowsOf(env, intersect).countHaving(fromColumn, row.id),
    countOwners: (row) => rowsOf(env, intersect).countHaving(toColumn, row.id),
  };
}

function follow(env: Environment, row: Row, column: string, target: string): Row[] {
  const reference = row.values[column];
  if (!isReference(reference) || reference.table !== target) return [];
  const found = rowsOf(env, target).get(reference.id);
  return found === undefined ? [] : [found];
}
