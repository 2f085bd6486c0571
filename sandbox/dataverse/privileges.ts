import type { Caller, Environment } from './environment';
import { findRow, rowsOf } from './environment';
import { missingAccess, missingPrivilege } from './errors';
import type { Table } from './metadata/table';
import { accessMasks, shareId } from './security/access-masks';
import type { Depth } from './security/depth';
import { depths } from './security/depth';
import { depthOf, heldBy, teamsOf } from './security/held-privileges';
import type { MiscellaneousPrivilege } from './security/privilege-names';
import { privilegeId, privilegeName } from './security/privilege-names';
import type { Row } from './store/row';
import { isReference } from './store/row';
import type { Operation, User } from './users';
import { businessUnitId } from './users';

/** Refuses what no role of the caller allows on the table. */
export function requirePrivilege(caller: Caller, operation: Operation, table: Table): void {
  requireNamedPrivilege(caller, privilegeName(operation, table), table.name);
}

export function requireNamedPrivilege(caller: Caller, privilege: string, table: string): void {
  caller.env.usage.note(caller.user.id, privilege);
  if (depthFor(caller.env, caller.user, privilege) === undefined) throw refusal(caller, privilege, table);
}

/** Refuses what belongs to no single table. */
export function requireMiscellaneous(caller: Caller, privilege: MiscellaneousPrivilege): void {
  requireNamedPrivilege(caller, privilege, 'none');
}

/** Refuses what the caller may not do with this very row. */
export function requireAccess(caller: Caller, operation: Operation, table: Table, row: Row): void {
  const own = rightsOnRow(caller.user, table, row);
  if (own !== undefined) {
    if (!own.includes(operation)) throw missingAccess(caller.user.id, operation, table.name, row.id);
    return;
  }
  const privilege = privilegeName(operation, table);
  caller.env.usage.note(caller.user.id, privilege);
  const depth = depthFor(caller.env, caller.user, privilege);
  if (depth === undefined) throw refusal(caller, privilege, table.name);
  if (!reaches(caller.env, caller.user.id, operation, depth, table, row)) {
    throw missingAccess(caller.user.id, operation, table.name, row.id);
  }
}

/** What a user or a team may do with a row, whoever asks. */
export function mayDo(
  env: Environment,
  principal: Pick<User, 'id' | 'rows'> & Partial<Pick<User, 'granted' | 'revoked'>>,
  operation: Operation,
  table: Table,
  row: Row,
): boolean {
  const own = rightsOnRow(principal, table, row);
  if (own !== undefined) return own.includes(operation);
  const depth = depthFor(env, principal, privilegeName(operation, table));
  return depth !== undefined && reaches(env, principal.id, operation, depth, table, row);
}

/** How far a privilege reaches for somebody; undefined = they do not hold it. */
export function depthFor(
  env: Environment,
  principal: Pick<User, 'id'> & Partial<Pick<User, 'granted' | 'revoked'>>,
  privilege: string,
): Depth | undefined {
  const name = privilege.toLowerCase();
  if (principal.revoked?.includes(name) === true) return undefined;
  if (principal.granted?.includes(name) === true) return depths.Global;
  return depthOf(heldBy(env, principal.id), privilegeId(name));
}

function refusal({ env, user }: Caller, privilege: string, table: string) {
  const held = heldBy(env, user.id);
  return missingPrivilege(user.id, privilege, table, { roles: held.roles.length, privileges: held.depths.size });
}

/** Whether queries answer the row; those out of sight are left out in silence. */
export interface Sight {
  (table: Table, row: Row): boolean;
  readonly beholder?: Caller;
}

export const everythingInSight: Sight = () => true;

export function sightOf(caller: Caller): Sight {
  const { env, user } = caller;
  const unlimited = Object.keys(user.rows).length === 0 && user.revoked.length === 0;
  if (unlimited && heldBy(env, user.id).everything) return everythingInSight;
  const known = new Map<string, Depth | undefined>();
  const depthOn = (table: Table): Depth | undefined => {
    if (!known.has(table.name)) known.set(table.name, depthFor(env, user, privilegeName('Read', table)));
    return known.get(table.name);
  };
  const sight = (table: Table, row: Row): boolean => {
    const own = rightsOnRow(user, table, row);
    if (own !== undefined) return own.includes('Read');
    const depth = depthOn(table);
    return depth !== undefined && reaches(env, user.id, 'Read', depth, table, row);
  };
  return Object.assign(sight, { beholder: caller });
}

/** Refuses to look at a table that is only joined to the one asked for. */
export function requireSightOf(sees: Sight, table: Table): void {
  if (sees.beholder !== undefined) requirePrivilege(sees.beholder, 'Read', table);
}

export const rowKey = (table: string, id: string): string => `${table} ${id}`;

/** Undefined where roles, ownership and shares decide. A member's row is as secret as its list. */
export function rightsOnRow(user: Pick<User, 'rows'>, table: Table, row: Row): readonly Operation[] | undefined {
  if (Object.keys(user.rows).length === 0) return undefined;
  const list = table.name === 'listmember' ? row.values['listid'] : undefined;
  return user.rows[isReference(list) ? rowKey('list', list.id) : rowKey(table.name, row.id)];
}

/** https://learn.microsoft.com/power-platform/admin/security-roles-privileges: own rows, those of the unit, of the units below, all. */
function reaches(
  env: Environment,
  principalId: string,
  operation: Operation,
  depth: Depth,
  table: Table,
  row: Row,
): boolean {
  if (depth === depths.Global) return true;
  if (table.name === 'listmember') return reachesList(env, principalId, operation, depth, row);
  if (table.ownership !== 'user') return true;
  const principals = new Set([principalId, ...teamsOf(env, principalId)]);
  if (ownedBy(principals, row) || inherited(env, principals, table, row)) return true;
  if (depth !== depths.Basic && withinUnits(env, principalId, depth, row)) return true;
  return sharedWith(env, principals, operation, row);
}

function reachesList(env: Environment, principalId: string, operation: Operation, depth: Depth, row: Row): boolean {
  const reference = row.values['listid'];
  const list = isReference(reference) ? findRow(env, 'list', reference.id) : undefined;
  return list !== undefined && reaches(env, principalId, operation, depth, env.model.table('list'), list);
}

function ownedBy(principals: ReadonlySet<string>, row: Row): boolean {
  const owner = row.values['ownerid'];
  return isReference(owner) && principals.has(owner.id);
}

/** Notes are open to whoever owns the record that they hang on: its relationship to them hands ownership down. */
function inherited(env: Environment, principals: ReadonlySet<string>, table: Table, row: Row): boolean {
  const about = table.name === 'annotation' ? row.values['objectid'] : undefined;
  const parent = isReference(about) ? findRow(env, about.table, about.id) : undefined;
  return parent !== undefined && ownedBy(principals, parent);
}

function withinUnits(env: Environment, principalId: string, depth: Depth, row: Row): boolean {
  const unit = row.values['owningbusinessunit'];
  let current = isReference(unit) ? unit.id : businessUnitId;
  const home = unitOf(env, principalId);
  for (;;) {
    if (current === home) return true;
    const above = findRow(env, 'businessunit', current)?.values['parentbusinessunitid'];
    if (depth === depths.Local || !isReference(above)) return false;
    current = above.id;
  }
}

function unitOf(env: Environment, principalId: string): string {
  const row = findRow(env, 'systemuser', principalId) ?? findRow(env, 'team', principalId);
  const unit = row?.values['businessunitid'];
  return isReference(unit) ? unit.id : businessUnitId;
}

function sharedWith(env: Environment, principals: ReadonlySet<string>, operation: Operation, row: Row): boolean {
  const shares = rowsOf(env, 'principalobjectaccess');
  return [...principals].some((principal) => {
    const mask = shares.get(shareId(row.id, principal))?.values['accessrightsmask'];
    return typeof mask === 'number' && (mask & accessMasks[operation]) !== 0;
  });
}
