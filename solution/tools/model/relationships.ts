/** One-to-many relationships: bodies grouped by the table on the one side, and the list that orders them. */

import { at, attribute, children, rootOf, textOf } from '../xml';
import { filesIn, type Files } from '../source';
import type { Documents } from './documents';

export interface Relationship {
  file: string;
  name: string;
  /** Logical name of the table that holds the lookup. */
  from: string;
  lookup: string;
  /** Logical name of the table that the lookup points to. */
  to: string;
  /** What `@odata.bind` and `$expand` call the lookup. */
  navigationProperty: string;
}

export const relationshipList = 'Other/Relationships.xml';

export function readRelationships(files: Files, documents: Documents): Relationship[] {
  return filesIn(files, 'Other/Relationships').flatMap((file) =>
    children(rootOf(documents(file), file), 'EntityRelationship').map((body) => {
      const roles = at(body, 'EntityRelationshipRoles');
      const lookupSide = (roles ? children(roles, 'EntityRelationshipRole') : []).find(
        (role) => textOf(role, 'RelationshipRoleType') === '1',
      );
      return {
        file,
        name: attribute(body, 'Name'),
        from: textOf(body, 'ReferencingEntityName').toLowerCase(),
        lookup: textOf(body, 'ReferencingAttributeName').toLowerCase(),
        to: textOf(body, 'ReferencedEntityName').toLowerCase(),
        navigationProperty: lookupSide ? textOf(lookupSide, 'NavigationPropertyName') : '',
      };
    }),
  );
}

export function readRelationshipList(documents: Documents): string[] {
  return children(rootOf(documents(relationshipList), relationshipList)).map((entry) => attribute(entry, 'Name'));
}
