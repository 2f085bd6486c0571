/** The names of a record that is created for a member. */

import { fitCharacters } from './field-text';

export interface Names {
  firstName: string;
  lastName: string;
}

/** Column lengths of firstname and lastname on contact and lead. */
const mostCharacters = 50;

/** A nameless member gets what stands before the @. */
export function namesOfNewPerson(member: Names, address: string): Names {
  const firstName = fitCharacters(member.firstName, mostCharacters);
  const lastName = fitCharacters(member.lastName, mostCharacters);
  if (firstName !== '' || lastName !== '') return { firstName, lastName };
  return { firstName, lastName: fitCharacters(address.slice(0, address.lastIndexOf('@')), mostCharacters) };
}
