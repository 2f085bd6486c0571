import { randomUUID } from 'node:crypto';
import { findRow, now, rowsOf } from '../environment';
import { duplicateId, duplicateKey, missingPrivilege, notImplemented } from '../errors';
import type { Table } from '../metadata/table';
import { depthFor, requireAccess, requireMiscellaneous, requirePrivilege } from '../privileges';
import { heldBy } from '../security/held-privileges';
import { privilegeName } from '../security/privilege-names';
import type { Reference, Row, Value } from '../store/row';
import { isReference } from '../store/row';
import type { User } from '../users';
import type { Actor } from './actor';
import { ownershipOf } from './ownership';
import type { Changes } from './read-payload';
import { rowsHavingKey } from './row-key';
import { settleStatus } from './state-and-status';
import { rulesOf } from './table-rules';

/** Tables that are not somebody's own but written all the same. */
const writable = new Set([
  'account',
  'contact',
  'lead',
  'opportunity',
  'list',
  'annotation',
  'appnotification',
  'serviceendpoint',
  'sdkmessageprocessingstep',
  'systemuser',
]);

export function requireWritable(table: Table, what: string): void {
  if (!table.custom && !writable.has(table.name)) throw notImplemented(`${what} rows of '${table.name}'`);
}

/** `history` are days that a client could not set. */
export function createRow(actor: Actor, table: Table, changes: Changes, history: Record<string, Value> = {}): Row {
  requireWritable(table, 'creating');
  requirePrivilege(actor.caller, 'Create', table);
  const id = changes.id ?? randomUUID();
  if (rowsOf(actor.env, table).get(id) !== undefined) throw duplicateId();
  const given = settableOn(table, changes.values, 'create');
  // One after the other into one object: a large seed makes hundreds of thousands of rows.
  const values: Record<string, Value> = Object.assign({}, defaultsOf(table), given, settleStatus(table, {}, given));
  Object.assign(values, ownershipOf(actor, table, given['ownerid']));
  requireCreation(actor, table, { id, version: 0, values }, given);
  Object.assign(values, creationOf(actor, given['overriddencreatedon']), history);
  Object.assign(values, rulesOf(table)?.creating?.(actor, values));
  checkKeys(actor, table, null, values);
  const row = actor.env.store.put(table, id, values);
  actor.env.events.raise(actor, { message: 'Create', table, row, changed: given });
  return row;
}

export function updateRow(actor: Actor, table: Table, row: Row, changes: Changes): Row {
  requireWritable(table, 'updating');
  requireAccess(actor.caller, 'Write', table, row);
  const given = settableOn(table, changes.values, 'always');
  if (given['ownerid'] !== undefined) requireAssignment(actor, table, row, given['ownerid']);
  requireLinking(actor, table, row, given);
  rulesOf(table)?.guarding?.(actor, row, given);
  const values = {
    ...row.values,
    ...given,
    ...(given['statecode'] !== undefined || given['statuscode'] !== undefined
      ? settleStatus(table, row.values, given)
      : {}),
    ...(given['ownerid'] === undefined ? {} : ownershipOf(actor, table, given['ownerid'])),
    ...modificationOf(actor),
  };
  Object.assign(values, rulesOf(table)?.updating?.(actor, values, given));
  checkKeys(actor, table, row, values);
  const after = actor.env.store.put(table, row.id, values);
  actor.env.events.raise(actor, { message: 'Update', table, row: after, before: row, changed: given });
  return after;
}

/** The new row must be within reach of the privilege; for another owner than oneself it is assigned as well. */
function requireCreation(actor: Actor, table: Table, row: Row, given: Readonly<Record<string, Value>>): void {
  requireAccess(actor.caller, 'Create', table, row);
  if (given['overriddencreatedon'] !== undefined) requireMiscellaneous(actor.caller, 'prvOverrideCreatedOnCreatedBy');
  const owner = given['ownerid'];
  if (isReference(owner) && owner.id !== actor.caller.user.id) {
    requirePrivilege(actor.caller, 'Assign', table);
    requireReadingOwner(actor, table, owner);
  }
  requireLinking(actor, table, row, given);
}

function requireAssignment(actor: Actor, table: Table, row: Row, owner: Value): void {
  if (!isReference(owner)) return;
  requireAccess(actor.caller, 'Assign', table, row);
  requireReadingOwner(actor, table, owner);
}

/** Nobody can own what no role of theirs lets them read. https://learn.microsoft.com/power-platform/admin/assign-security-roles */
function requireReadingOwner({ env }: Actor, table: Table, owner: Reference): void {
  const principal = env.users.find(({ id }) => id === owner.id) ?? { id: owner.id };
  const privilege = privilegeName('Read', table);
  if (table.ownership !== 'user' || depthFor(env, principal, privilege) !== undefined) return;
  const held = heldBy(env, owner.id);
  throw missingPrivilege(owner.id, privilege, table.name, { roles: held.roles.length, privileges: held.depths.size });
}

/**
 * Setting a lookup appends this row to the one it points at, and both sides must allow it. Ownership has privileges of its own.
 * https://learn.microsoft.com/power-platform/admin/security-roles-privileges
 */
function requireLinking(actor: Actor, table: Table, row: Row, given: Readonly<Record<string, Value>>): void {
  for (const [name, value] of Object.entries(given)) {
    if (name === 'ownerid' || !isReference(value)) continue;
    const target = findRow(actor.env, value.table, value.id);
    if (target === undefined) continue;
    requireAccess(actor.caller, 'Append', table, row);
    requireAccess(actor.caller, 'AppendTo', actor.env.model.table(value.table), target);
  }
}

function settableOn(
  table: Table,
  values: Readonly<Record<string, Value>>,
  moment: 'create' | 'always',
): Record<string, Value> {
  return Object.fromEntries(
    Object.entries(values).filter(([name]) => {
      const settable = table.columns.get(name)?.settable;
      return settable === 'always' || (settable === 'create' && moment === 'create');
    }),
  );
}

const knownDefaults = new WeakMap<Table, Record<string, Value>>();

function defaultsOf(table: Table): Record<string, Value> {
  const known = knownDefaults.get(table);
  if (known !== undefined) return known;
  const values: Record<string, Value> = {};
  for (const column of table.columns.values()) {
    if (column.defaultValue !== undefined) values[column.name] = column.defaultValue;
  }
  knownDefaults.set(table, values);
  return values;
}

/** A row brought over from elsewhere keeps the day of its creation (`overriddencreatedon`). */
function creationOf(actor: Actor, overridden: Value | undefined): Record<string, Value> {
  const at = now(actor.env);
  const moved = typeof overridden === 'string';
  return {
    createdon: moved ? overridden : at,
    ...(moved ? { overriddencreatedon: at } : {}),
    createdby: referenceTo(actor.caller.user),
    ...(actor.caller.authenticated === actor.caller.user
      ? {}
      : { createdonbehalfby: referenceTo(actor.caller.authenticated) }),
    ...modificationOf(actor),
  };
}

export function modificationOf(actor: Actor): Record<string, Value> {
  return {
    modifiedon: now(actor.env),
    modifiedby: referenceTo(actor.caller.user),
    modifiedonbehalfby:
      actor.caller.authenticated === actor.caller.user ? null : referenceTo(actor.caller.authenticated),
  };
}

const references = new WeakMap<User, Reference>();

/** One object for all rows of a user. */
function referenceTo(user: User): Reference {
  const known = references.get(user) ?? { table: 'systemuser', id: user.id };
  references.set(user, known);
  return known;
}

function checkKeys(actor: Actor, table: Table, row: Row | null, values: Readonly<Record<string, Value>>): void {
  for (const key of table.keys) {
    const others = rowsHavingKey(actor.env, table, key, values).filter((other) => other.id !== row?.id);
    if (others.length > 0) throw duplicateKey(key.name, key.columns.join(', '));
  }
}
