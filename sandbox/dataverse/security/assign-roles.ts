import type { Environment } from '../environment';
import { now, rowsOf } from '../environment';
import { stableGuid } from '../stable-guid';
import type { Row } from '../store/row';
import type { Role, User } from '../users';
import { teamId } from '../users';

/** Which roles the people of the sandbox are given, by what they stand for. */
const rolesOf: Readonly<Record<Role, readonly string[]>> = {
  service: ['Audience Sync Service'],
  administrator: ['System Administrator'],
  user: ['Salesperson', 'Audience Sync User'],
  nobody: ['Salesperson'],
};

/** Gives everybody the roles of their kind that exist; the application user has what the solution brings and nothing else. */
export function giveRoles(env: Environment): void {
  for (const user of env.users) giveRolesTo(env, user);
  for (const name of rolesOf.user) giveRole(env, 'team', teamId, name);
}

export function giveRolesTo(env: Environment, { id, role }: User): void {
  for (const name of rolesOf[role]) giveRole(env, 'systemuser', id, name);
}

/** Nothing happens where there is no role of that name. */
export function giveRole(env: Environment, table: 'systemuser' | 'team', principalId: string, name: string): void {
  const role = roleNamed(env, name);
  if (role !== undefined) link(env, table, principalId, role.id);
}

export const roleNamed = (env: Environment, name: string): Row | undefined =>
  [...rowsOf(env, 'role').all()].find((row) => row.values['name'] === name);

const intersections = { systemuser: 'systemuserroles', team: 'teamroles' } as const;

export function link(env: Environment, table: 'systemuser' | 'team', principalId: string, roleId: string): void {
  const id = linkId(table, principalId, roleId);
  env.store.put(env.model.table(intersections[table]), id, {
    createdon: now(env),
    modifiedon: now(env),
    [`${table}id`]: { table, id: principalId },
    roleid: { table: 'role', id: roleId },
  });
}

const linkId = (table: string, principalId: string, roleId: string): string =>
  stableGuid(`${table} role ${principalId} ${roleId}`);
