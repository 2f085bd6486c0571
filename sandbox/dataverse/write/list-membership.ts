import { randomUUID } from 'node:crypto';
import { now, rowsOf } from '../environment';
import { DataverseError, missingRow } from '../errors';
import { requireAccess } from '../privileges';
import type { Reference, Row } from '../store/row';
import { isReference } from '../store/row';
import { businessUnitId } from '../users';
import type { Actor } from './actor';
import { modificationOf } from './save-row';

const memberTables: Readonly<Record<number, string>> = { 1: 'account', 2: 'contact', 4: 'lead' };

export const memberTableOf = (list: Row): string => memberTables[Number(list.values['createdfromcode'])] ?? 'contact';

/** The refusals of the member messages, each with the HTTP status that the switch says. */
function refuse(actor: Actor, code: string, message: string): DataverseError {
  return new DataverseError(actor.env.switches.listErrorStatus, code, message);
}

/** A list that may be changed by hand: active, static, not locked. */
export function requireOpenList(actor: Actor, list: Row, change: 'add' | 'remove'): void {
  if (Number(list.values['statecode'] ?? 0) !== 0) {
    throw refuse(actor, '0x8004033A', 'List is not active. Cannot perform this operation.');
  }
  if (list.values['type'] === true) {
    throw refuse(actor, '0x8004F701', 'This action is not available for a dynamic marketing list.');
  }
  const guarded = change === 'add' || actor.env.switches.removeOnLockedList === 'refused';
  if (guarded && list.values['lockstatus'] === true) {
    throw refuse(actor, '0x80040302', 'List is Locked. Cannot perform this action.');
  }
}

/** A member of the list's one type that exists. */
export function requireMember(actor: Actor, list: Row, member: Reference): void {
  if (member.table !== memberTableOf(list)) throw refuse(actor, '0x80040301', 'Unsupported list member type.');
  const person = rowsOf(actor.env, member.table).get(member.id);
  if (person === undefined) throw missingRow(member.table, member.id);
  requireAccess(actor.caller, 'Read', actor.env.model.table(member.table), person);
}

/** The row of a member; with several (see the switch for concurrent additions) the first. */
export function membershipsOf(actor: Actor, list: Row, memberId: string): Row[] {
  return rowsOf(actor.env, 'listmember')
    .having('entityid', memberId)
    .filter((row) => {
      const listId = row.values['listid'];
      return isReference(listId) && listId.id === list.id;
    });
}

/** Adds a member, or finds it there already. Answers the row and whether it is new. */
export function addMembership(
  actor: Actor,
  list: Row,
  member: Reference,
  addedOn?: string,
): { row: Row; added: boolean } {
  const known = membershipsOf(actor, list, member.id).find((row) => visible(actor, row));
  if (known !== undefined) {
    if (actor.env.switches.addExistingMember === 'error') {
      throw refuse(actor, '0x80040237', 'Cannot insert duplicate key.');
    }
    return { row: known, added: false };
  }
  const at = addedOn ?? now(actor.env);
  const table = actor.env.model.table('listmember');
  const title = rowsOf(actor.env, member.table).get(member.id)?.values[actor.env.model.table(member.table).title];
  const row = actor.env.store.put(table, randomUUID(), {
    name: typeof title === 'string' ? title.slice(0, 100) : null,
    entitytype: member.table,
    entityid: member,
    listid: { table: 'list', id: list.id },
    createdon: at,
    createdby: { table: 'systemuser', id: actor.caller.user.id },
    ...modificationOf(actor),
    modifiedon: at,
    ownerid: list.values['ownerid'] ?? null,
    owninguser: ownerUser(list),
    owningbusinessunit: businessUnitId,
  });
  count(actor, list.id, 1);
  return { row, added: true };
}

/** Two additions at the same time do not see each other where the switch says that they collide. */
const visible = (actor: Actor, row: Row): boolean =>
  actor.env.switches.concurrentAdds !== 'duplicates' || row.version <= actor.arrivedAt;

function ownerUser(list: Row): string | null {
  const owner = list.values['owninguser'];
  return isReference(owner) ? owner.id : null;
}

/** Takes a member's row away: by a message on the list, by deleting the row, or because list or member is deleted. */
export function dropMembership(actor: Actor, row: Row, cause: 'message' | 'row' | 'cascade'): void {
  const table = actor.env.model.table('listmember');
  actor.env.store.remove(table, row);
  const list = row.values['listid'];
  const member = row.values['entityid'];
  if (!isReference(list) || !isReference(member)) return;
  count(actor, list.id, -1);
  if (cause === 'message') return;
  if (cause === 'row') actor.env.events.raise(actor, { message: 'RemoveMember', listId: list.id, entityId: member.id });
  actor.env.events.raise(actor, { message: 'Delete', table, row, before: row, changed: {} });
}

function count(actor: Actor, listId: string, by: number): void {
  const table = actor.env.model.table('list');
  const list = rowsOf(actor.env, table).get(listId);
  if (list === undefined) return;
  actor.env.store.amend(table, list, { membercount: Number(list.values['membercount'] ?? 0) + by });
}

export function requireMembership(actor: Actor, list: Row, memberId: string): Row[] {
  const rows = membershipsOf(actor, list, memberId);
  if (rows.length === 0 && actor.env.switches.removeNonMember === 'error') {
    throw refuse(actor, '0x80048458', 'Specified Item not a member of the specified List.');
  }
  return rows;
}
