import type { Environment } from '../environment';
import { rowsOf } from '../environment';
import { isReference, textOfValue } from '../store/row';
import type { Depth } from './depth';
import { depths, isDepth } from './depth';
import { systemAdministratorTemplate } from './standard-roles';

/** What a user or a team holds through roles, a user also through teams. */
export interface Held {
  readonly roles: readonly string[];
  /** A system administrator, who holds all there is. */
  readonly everything: boolean;
  /** By the privilege's id. */
  readonly depths: ReadonlyMap<string, Depth>;
}

const known = new WeakMap<Environment, { revision: number; held: Map<string, Held> }>();
const sources = ['role', 'roleprivileges', 'systemuserroles', 'teamroles', 'teammembership'] as const;

/** Read anew only after a role, or who holds it, has changed. */
export function heldBy(env: Environment, principalId: string): Held {
  const revision = sources.reduce((sum, name) => sum + rowsOf(env, name).revision, 0);
  let cached = known.get(env);
  if (cached === undefined || cached.revision !== revision) {
    cached = { revision, held: new Map() };
    known.set(env, cached);
  }
  const found = cached.held.get(principalId) ?? readHeld(env, principalId);
  cached.held.set(principalId, found);
  return found;
}

function readHeld(env: Environment, principalId: string): Held {
  const teams = teamsOf(env, principalId);
  const roles = new Set([
    ...guids(env, 'systemuserroles', 'systemuserid', principalId, 'roleid'),
    ...[principalId, ...teams].flatMap((team) => guids(env, 'teamroles', 'teamid', team, 'roleid')),
  ]);
  const found = new Map<string, Depth>();
  for (const role of roles) {
    for (const row of rowsOf(env, 'roleprivileges').having('roleid', role)) {
      const depth = row.values['privilegedepthmask'];
      const privilege = textOfValue(row.values['privilegeid']);
      if (isDepth(depth) && depth > (found.get(privilege) ?? 0)) found.set(privilege, depth);
    }
  }
  const everything = [...roles].some(
    (role) => rowsOf(env, 'role').get(role)?.values['roletemplateid'] === systemAdministratorTemplate,
  );
  return { roles: [...roles], everything, depths: found };
}

/** Undefined = not at all. */
export const depthOf = (held: Held, privilegeId: string): Depth | undefined =>
  held.everything ? depths.Global : held.depths.get(privilegeId);

export const teamsOf = (env: Environment, userId: string): string[] =>
  guids(env, 'teammembership', 'systemuserid', userId, 'teamid');

function guids(env: Environment, table: string, column: string, value: string, wanted: string): string[] {
  return rowsOf(env, table)
    .having(column, value)
    .flatMap((row) => {
      const reference = row.values[wanted];
      return isReference(reference) ? [reference.id] : [];
    });
}
