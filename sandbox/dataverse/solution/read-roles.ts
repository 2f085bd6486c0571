import type { Element } from '@xmldom/xmldom';
import { businessUnitId } from '../users';
import type { Artifact } from './read-solution';
import { at, attribute, children, plainGuid } from './xml';

/** The roles of a solution, as the rows of the root business unit that they become. */
export function readRoles(customizations: Element): Artifact[] {
  return children(at(customizations, 'Roles'), 'Role').map((role) => {
    const id = plainGuid(attribute(role, 'id'));
    const name = attribute(role, 'name') ?? '';
    if (id === undefined || name === '') throw new Error(`The role '${name}' has no id or no name.`);
    return {
      table: 'role',
      id,
      values: {
        name,
        businessunitid: { table: 'businessunit', id: businessUnitId },
        parentrootroleid: { table: 'role', id },
      },
    };
  });
}
