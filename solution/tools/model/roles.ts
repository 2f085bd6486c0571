/** Security roles and what they grant. */

import { at, attribute, bareGuid, children, rootOf } from '../xml';
import { filesIn, type Files } from '../source';
import type { Documents } from './documents';

export interface SecurityRole {
  file: string;
  /** Bare guid in lower case. */
  id: string;
  name: string;
  privileges: { name: string; level: string }[];
}

/** The role of the application user, which is no person. */
export const serviceRole = 'Audience Sync Service';

export function readRoles(files: Files, documents: Documents): SecurityRole[] {
  return filesIn(files, 'Roles').map((file) => {
    const root = rootOf(documents(file), file);
    const privileges = at(root, 'RolePrivileges');
    return {
      file,
      id: bareGuid(attribute(root, 'id')),
      name: attribute(root, 'name'),
      privileges: (privileges ? children(privileges, 'RolePrivilege') : []).map((privilege) => ({
        name: attribute(privilege, 'name'),
        level: attribute(privilege, 'level'),
      })),
    };
  });
}
