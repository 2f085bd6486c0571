/** What a backup holds, in words. */

import type { BackedUpFile } from './back-up';

/** "2,400 members, 1,600 people, 800 of them on the list". */
export function contentsOf(files: readonly BackedUpFile[]): string {
  const count = (holds: BackedUpFile['holds']) =>
    files.filter((file) => file.holds === holds).reduce((sum, { rows }) => sum + rows, 0);
  const members = count('members');
  const people = files.some(({ holds }) => holds === 'people') ? count('people') : null;
  const onList = count('list-members');
  return [
    `${number(members)} ${members === 1 ? 'member' : 'members'} of the audience`,
    ...(people === null
      ? []
      : [`${number(people)} ${people === 1 ? 'person' : 'people'} of Dynamics 365, ${number(onList)} on the list`]),
  ].join(' and ');
}

export const number = (value: number): string => value.toLocaleString('en');
