import type { Element } from '@xmldom/xmldom';
import { privilegeId } from '../security/privilege-names';
import type { DepthName } from '../security/depth';
import { depths, isDepthName } from '../security/depth';
import { stableGuid } from '../stable-guid';
import { businessUnitId } from '../users';
import type { Artifact } from './read-solution';
import { at, attribute, children, plainGuid, textAt } from './xml';

/** A role of a solution and how far each of its privileges reaches. */
export interface RoleDraft {
  readonly id: string;
  readonly name: string;
  readonly privileges: readonly { readonly name: string; readonly level: DepthName }[];
}

export function readRoles(customizations: Element): RoleDraft[] {
  return children(at(customizations, 'Roles'), 'Role').map((role) => {
    const id = plainGuid(attribute(role, 'id'));
    const name = attribute(role, 'name') ?? '';
    if (id === undefined || name === '') throw new Error(`The role '${name}' has no id or no name.`);
    const privileges = children(at(role, 'RolePrivileges'), 'RolePrivilege').map((element) => {
      const privilege = attribute(element, 'name') ?? '';
      const level = attribute(element, 'level');
      if (!isDepthName(level)) {
        throw new Error(`The role '${name}' grants ${privilege} at the level '${level ?? ''}', which does not exist.`);
      }
      return { name: privilege, level };
    });
    return { id, name, privileges };
  });
}

/** The rows of the root business unit that roles become, and those of their privileges. */
export const roleArtifacts = (roles: readonly RoleDraft[]): Artifact[] =>
  roles.flatMap(({ id, name, privileges }) => [
    {
      table: 'role',
      id,
      values: {
        name,
        businessunitid: { table: 'businessunit', id: businessUnitId },
        parentrootroleid: { table: 'role', id },
      },
    },
    ...privileges.map((privilege) => ({
      table: 'roleprivileges',
      id: stableGuid(`roleprivilege ${id} ${privilege.name.toLowerCase()}`),
      values: {
        roleid: { table: 'role', id },
        privilegeid: privilegeId(privilege.name),
        privilegedepthmask: depths[privilege.level],
      },
    })),
  ]);

/** For which roles an app is there: a role's own id, or the template of one that every environment has. */
export interface AppRole {
  readonly app: string;
  readonly role: string;
}

export function readAppRoles(customizations: Element): AppRole[] {
  return children(at(customizations, 'AppModules'), 'AppModule').flatMap((app) => {
    const id = stableGuid(`appmodule ${textAt(app, 'UniqueName') ?? ''}`);
    return children(at(app, 'AppModuleRoleMaps'), 'Role').map((role) => ({
      app: id,
      role: plainGuid(attribute(role, 'id')) ?? '',
    }));
  });
}
