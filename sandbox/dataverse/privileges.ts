import type { Caller } from './environment';
import { missingPrivilege } from './errors';
import type { Table } from './metadata/table';
import type { Operation } from './users';
import { may } from './users';

/** Refuses what the caller's role does not allow on the table. */
export function requirePrivilege(caller: Caller, operation: Operation, table: Table): void {
  if (may(caller.user.role, operation, table)) return;
  throw missingPrivilege(caller.user.id, `prv${operation}${table.schemaName}`, table.name);
}
