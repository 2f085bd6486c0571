/** Puts further fields back as they were before a run, where they still are what the run made of them. */

import { isDeepStrictEqual } from 'node:util';

import type { Person, SaidFields } from '../dataverse/port';
import type { Member } from '../mailchimp/port';
import type { BeforeImage } from './before-image';
import type { ColumnChanges, MergeChanges } from './person-plan';
import type { UndoNumbers } from './plan-undo-person';

interface Back<T> {
  fields: T | null;
  /** What the side is remembered to have said, by merge tag. */
  said: Record<string, string>;
}

export function columnsBack(
  changes: BeforeImage['fields'],
  person: Person | null,
  numbers: UndoNumbers,
): Back<ColumnChanges> {
  const back: ColumnChanges = {};
  const said: Record<string, string> = {};
  for (const [tag, { from, to, said: before }] of Object.entries(changes ?? {})) {
    const isStill = Object.entries(to).every(([column, value]) => (person?.columns?.[column] ?? null) === value);
    if (!person || !isStill) numbers.moved += 1;
    else [back[tag], said[tag]] = [from, before];
  }
  return { fields: filled(back), said };
}

export function mergeFieldsBack(
  changes: BeforeImage['addresses'][number]['fields'],
  member: Member,
  numbers: UndoNumbers,
): Back<MergeChanges> {
  const back: MergeChanges = {};
  const said: Record<string, string> = {};
  for (const [tag, { from, to, said: before }] of Object.entries(changes ?? {})) {
    if (!isDeepStrictEqual(member.mergeFields?.[tag] ?? '', to)) numbers.moved += 1;
    else [back[tag], said[tag]] = [from, before];
  }
  return { fields: filled(back), said };
}

/** Columns that an undo has to read. */
export const columnsOf = (images: readonly BeforeImage[]): string[] => [
  ...new Set(images.flatMap(({ fields }) => Object.values(fields ?? {}).flatMap(({ to }) => Object.keys(to)))),
];

export const withSaid = (last: SaidFields, said: Record<string, string>): Pick<SaidFields, 'fields'> =>
  Object.keys(said).length > 0 ? { fields: { ...last.fields, ...said } } : {};

const filled = <T extends object>(changes: T): T | null => (Object.keys(changes).length > 0 ? changes : null);
