import { rowsOf } from '../environment';
import { deleteSolution } from '../solution/delete-solution';
import { DataverseError, notImplemented } from '../errors';
import type { Table } from '../metadata/table';
import { requireAccess, requirePrivilege } from '../privileges';
import type { Row } from '../store/row';
import { isReference } from '../store/row';
import type { Actor } from './actor';
import { requireWritable } from './save-row';
import { dropMembership } from './list-membership';

/** Deletes a row and does to what hangs on it what the relationships say. */
export function deleteRow(actor: Actor, table: Table, row: Row): void {
  if (table.name === 'listmember') {
    const list = row.values['listid'];
    requirePrivilege(actor.caller, 'Write', isReference(list) ? actor.env.model.table('list') : table);
    requireAccess(actor.caller, 'Write', table, row);
    dropMembership(actor, row, 'row');
    return;
  }
  if (table.name === 'solution') {
    requireAccess(actor.caller, 'Delete', table, row);
    deleteSolution(actor, row);
    return;
  }
  if (table.name !== 'asyncoperation') requireWritable(table, 'deleting');
  if (table.name === 'asyncoperation' && row.values['statecode'] !== 3)
    throw notImplemented('deleting a job that runs');
  requireAccess(actor.caller, 'Delete', table, row);
  actor.env.events.raise(actor, { message: 'Delete', table, row, before: row, changed: {} });
  actor.env.store.remove(table, row);
  for (const relationship of actor.env.model.childrenOf(table.name)) {
    const child = actor.env.model.table(relationship.child);
    const children = rowsOf(actor.env, child)
      .having(relationship.column, row.id)
      .filter((other) => pointsAt(other, relationship.column, table.name));
    for (const other of children) {
      switch (relationship.onDelete) {
        case 'cascade':
          if (child.name === 'listmember') dropMembership(actor, other, 'cascade');
          else deleteRow(actor, child, other);
          break;
        case 'remove-link':
          actor.env.store.put(child, other.id, { ...other.values, [relationship.column]: null });
          break;
        case 'restrict':
          throw new DataverseError(
            400,
            '0x80040227',
            'The object you tried to delete is associated with another object and cannot be deleted.',
          );
      }
    }
  }
}

function pointsAt(row: Row, column: string, table: string): boolean {
  const reference = row.values[column];
  return isReference(reference) && reference.table === table;
}
