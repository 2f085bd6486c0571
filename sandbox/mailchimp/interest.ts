/** Interests, which people call groups: categories with the interests that a member may have. */

import { createHash } from 'node:crypto';
import type { Audience } from './audience';

export const categoryTypes = ['checkboxes', 'dropdown', 'radio', 'hidden'] as const;

export interface InterestCategory {
  readonly id: string;
  /** The older number of the category, which webhooks still name. */
  readonly number: number;
  title: string;
  type: (typeof categoryTypes)[number];
  displayOrder: number;
}

export interface Interest {
  readonly id: string;
  readonly categoryId: string;
  name: string;
  displayOrder: number;
}

export function addCategory(
  audience: Audience,
  { title, type, displayOrder = audience.interestCategories.size }: CategoryInput,
): InterestCategory {
  const number = audience.nextId();
  const category = { id: idOf(`category ${audience.id} ${number}`), number, title, type, displayOrder };
  audience.interestCategories.set(category.id, category);
  audience.changed();
  return category;
}

interface CategoryInput {
  title: string;
  type: InterestCategory['type'];
  displayOrder?: number | undefined;
}

export function addInterest(
  audience: Audience,
  category: InterestCategory,
  { name, displayOrder }: { name: string; displayOrder?: number | undefined },
): Interest {
  const interest: Interest = {
    id: idOf(`interest ${audience.id} ${audience.nextId()}`),
    categoryId: category.id,
    name,
    displayOrder: displayOrder ?? interestsOf(audience, category).length + 1,
  };
  audience.interests.set(interest.id, interest);
  audience.changed();
  return interest;
}

/** In the order in which they are displayed, of one category or of all. */
export function interestsOf(audience: Audience, category?: InterestCategory): Interest[] {
  return [...audience.interests.values()]
    .filter(({ categoryId }) => category === undefined || categoryId === category.id)
    .sort((one, other) => one.displayOrder - other.displayOrder);
}

/** Members keep no trace of it: nothing shows an interest that the audience does not have. */
export function removeInterest(audience: Audience, interest: Interest): void {
  audience.interests.delete(interest.id);
  for (const member of audience.members.values()) member.interests.delete(interest.id);
  audience.changed();
}

export function removeCategory(audience: Audience, category: InterestCategory): void {
  for (const interest of interestsOf(audience, category)) removeInterest(audience, interest);
  audience.interestCategories.delete(category.id);
  audience.changed();
}

/** By name, or by title and name where a name alone would be ambiguous: "Colours: Red". */
export function findInterest(audience: Audience, name: string): Interest | undefined {
  const wanted = name.trim().toLowerCase();
  return interestsOf(audience).find((interest) => {
    const title = audience.interestCategories.get(interest.categoryId)?.title ?? '';
    return interest.name.toLowerCase() === wanted || `${title}: ${interest.name}`.toLowerCase() === wanted;
  });
}

function idOf(text: string): string {
  return createHash('md5').update(text).digest('hex').slice(0, 10);
}
