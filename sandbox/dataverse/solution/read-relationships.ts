import type { Element } from '@xmldom/xmldom';
import type { LookupTarget, Relationship } from '../metadata/table';
import { at, children, attribute, textAt } from './xml';

/** Targets of every lookup column, by `table.column`. */
export type LookupLinks = ReadonlyMap<string, readonly LookupTarget[]>;

/** The 1:N relationships of a solution, and what they say about the lookup columns. */
export function readRelationships(customizations: Element): { relationships: Relationship[]; lookups: LookupLinks } {
  const relationships: Relationship[] = [];
  const lookups = new Map<string, LookupTarget[]>();
  for (const element of children(at(customizations, 'EntityRelationships'), 'EntityRelationship')) {
    const type = textAt(element, 'EntityRelationshipType');
    const name = attribute(element, 'Name') ?? '';
    if (type !== 'OneToMany')
      throw new Error(`Relationship ${name}: the stand-in knows only OneToMany, not ${type ?? 'none'}.`);
    const child = textAt(element, 'ReferencingEntityName')?.toLowerCase() ?? '';
    const parent = textAt(element, 'ReferencedEntityName')?.toLowerCase() ?? '';
    const attributeName = textAt(element, 'ReferencingAttributeName') ?? '';
    const column = attributeName.toLowerCase();
    relationships.push({
      name,
      child,
      column,
      parent,
      collection: navigationOf(element, '0') ?? name,
      onDelete: cascade(textAt(element, 'CascadeDelete')),
    });
    const key = `${child}.${column}`;
    const target = { table: parent, navigation: navigationOf(element, '1') ?? attributeName };
    lookups.set(key, [...(lookups.get(key) ?? []), target]);
  }
  return { relationships, lookups };
}

/** Role 1 is the side that holds the lookup, role 0 the other. */
function navigationOf(relationship: Element, role: '0' | '1'): string | undefined {
  const roles = children(at(relationship, 'EntityRelationshipRoles'), 'EntityRelationshipRole');
  const found = roles.find((candidate) => textAt(candidate, 'RelationshipRoleType') === role);
  return textAt(found, 'NavigationPropertyName');
}

function cascade(text: string | undefined): Relationship['onDelete'] {
  if (text === 'Cascade') return 'cascade';
  return text === 'Restrict' ? 'restrict' : 'remove-link';
}
