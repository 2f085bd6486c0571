import type { Environment } from '../environment';
import { findRow, rowsOf } from '../environment';
import type { Model } from '../metadata/model';
import { allPrivileges, namesFor } from '../security/privilege-names';
import { putPrivilege } from '../security/standard-roles';
import { stableGuid } from '../stable-guid';
import type { SolutionContent } from './read-solution';

/** Roles grant what the solution says and no more; new tables bring their privileges; apps are there for their roles. */
export function settleRoles(env: Environment, solution: SolutionContent): void {
  for (const name of allPrivileges(env.model).values()) putPrivilege(env, name);
  const granted = new Set(solution.artifacts.filter(({ table }) => table === 'roleprivileges').map(({ id }) => id));
  const table = env.model.table('roleprivileges');
  for (const role of solution.roles) {
    for (const row of rowsOf(env, table).having('roleid', role.id)) {
      if (!granted.has(row.id)) env.store.remove(table, row);
    }
  }
  for (const { app, role } of solution.appRoles) {
    const found =
      findRow(env, 'role', role) ?? [...rowsOf(env, 'role').all()].find((row) => row.values['roletemplateid'] === role);
    if (found === undefined) throw new Error(`The app is meant for the role {${role}}, which does not exist.`);
    env.store.put(env.model.table('appmoduleroles'), stableGuid(`appmodulerole ${app} ${found.id}`), {
      appmoduleid: { table: 'appmodule', id: app },
      roleid: { table: 'role', id: found.id },
    });
  }
}

/** Privileges that a role of the solution grants and that exist neither before nor after it; case counts. */
export function unknownPrivileges(model: Model, solution: SolutionContent): string[] {
  const known = new Set([
    ...allPrivileges(model).values(),
    ...solution.tables.filter(({ id }) => id !== undefined).flatMap((table) => namesFor(table)),
  ]);
  return solution.roles.flatMap(({ name, privileges }) =>
    privileges
      .filter((privilege) => !known.has(privilege.name))
      .map((privilege) => `The role '${name}' grants the privilege '${privilege.name}', which does not exist.`),
  );
}
