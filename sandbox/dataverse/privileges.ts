import type { Caller } from './environment';
import { missingAccess, missingPrivilege } from './errors';
import type { Table } from './metadata/table';
import type { Row } from './store/row';
import { isReference } from './store/row';
import type { MiscellaneousPrivilege, Operation, User } from './users';
import { holdsMiscellaneous, may, privilegeName } from './users';

/** Refuses what the caller's role does not allow on the table. */
export function requirePrivilege(caller: Caller, operation: Operation, table: Table): void {
  if (may(caller.user, operation, table)) return;
  throw missingPrivilege(caller.user.id, privilegeName(operation, table), table.name);
}

/** Refuses what belongs to no single table. */
export function requireMiscellaneous(caller: Caller, privilege: MiscellaneousPrivilege): void {
  if (holdsMiscellaneous(caller.user, privilege)) return;
  throw missingPrivilege(caller.user.id, privilege, 'none');
}

/** Refuses what the caller may not do with this very row. */
export function requireAccess(caller: Caller, operation: Operation, table: Table, row: Row): void {
  const own = rightsOnRow(caller.user, table, row);
  if (own === undefined) requirePrivilege(caller, operation, table);
  else if (!own.includes(operation)) throw missingAccess(caller.user.id, operation, table.name, row.id);
}

/** Whether queries answer the row; those out of sight are left out in silence. */
export type Sight = (table: Table, row: Row) => boolean;

export const everythingInSight: Sight = () => true;

export function sightOf(caller: Caller): Sight {
  const { user } = caller;
  if (Object.keys(user.rows).length === 0) return everythingInSight;
  return (table, row) => rightsOnRow(user, table, row)?.includes('Read') ?? true;
}

export const rowKey = (table: string, id: string): string => `${table} ${id}`;

/** Undefined where the role decides. A member's row is as secret as its list. */
export function rightsOnRow(user: Pick<User, 'rows'>, table: Table, row: Row): readonly Operation[] | undefined {
  if (Object.keys(user.rows).length === 0) return undefined;
  const list = table.name === 'listmember' ? row.values['listid'] : undefined;
  return user.rows[isReference(list) ? rowKey('list', list.id) : rowKey(table.name, row.id)];
}
