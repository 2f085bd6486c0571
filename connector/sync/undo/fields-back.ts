/** Puts further fields back as they were before a run, where they still are what the run made of them. */

import { isDeepStrictEqual } from 'node:util';

import type { Person, SaidFields } from '../../dataverse/port';
import type { Member } from '../../mailchimp/port';
import type { BeforeImage } from '../recording/before-image';
import type { ColumnChanges, MergeChanges, NameChange } from '../run/person-plan';
import type { UndoNumbers } from './undo-numbers';

interface Back<T> {
  fields: T | null;
  /** What they are until then. */
  before: T;
  /** What the side is remembered to have said, by merge tag. */
  said: Record<string, string>;
}

export function columnsBack(
  changes: BeforeImage['fields'],
  person: Person | null,
  numbers: UndoNumbers,
): Back<ColumnChanges> {
  const back: ColumnChanges = {};
  const now: ColumnChanges = {};
  const said: Record<string, string> = {};
  for (const [tag, { from, to, said: before }] of Object.entries(changes ?? {})) {
    const isStill = Object.entries(to).every(([column, value]) => (person?.columns?.[column] ?? null) === value);
    if (!person || !isStill) numbers.moved += 1;
    else {
      [back[tag], now[tag], said[tag]] = [from, to, before];
      numbers.back.fields += 1;
    }
  }
  return { fields: filled(back), before: now, said };
}

export function mergeFieldsBack(
  changes: BeforeImage['addresses'][number]['fields'],
  member: Member,
  numbers: UndoNumbers,
): Back<MergeChanges> {
  const back: MergeChanges = {};
  const now: MergeChanges = {};
  const said: Record<string, string> = {};
  for (const [tag, { from, to, said: before }] of Object.entries(changes ?? {})) {
    if (!isDeepStrictEqual(member.mergeFields?.[tag] ?? '', to)) numbers.moved += 1;
    else {
      [back[tag], now[tag], said[tag]] = [from, to, before];
      numbers.back.fields += 1;
    }
  }
  return { fields: filled(back), before: now, said };
}

export function namesBack(
  names: BeforeImage['names'],
  person: NamesOfBoth | null,
  numbers: UndoNumbers,
): NameChange | null {
  const back: NameChange = {};
  for (const name of ['firstName', 'lastName'] as const) {
    const change = names[name];
    if (!change) continue;
    if (person?.[name] !== change.to) numbers.moved += 1;
    else {
      back[name] = change.from;
      numbers.back.fields += 1;
    }
  }
  return filled(back);
}

interface NamesOfBoth {
  firstName: string;
  lastName: string;
}

interface NamesBack {
  names: NameChange | null;
  /** A name is not sent as a blank one, so a blank goes as a merge field. */
  blanks: MergeChanges;
  before: MergeChanges;
  said: NameChange;
}

export function namesInMailchimpBack(names: BeforeImage['names'], member: Member, numbers: UndoNumbers): NamesBack {
  const said = namesBack(names, member, numbers) ?? {};
  const back: NamesBack = { names: null, blanks: {}, before: {}, said };
  const filledNames: NameChange = {};
  for (const [name, tag] of [
    ['firstName', 'FNAME'],
    ['lastName', 'LNAME'],
  ] as const) {
    const value = said[name];
    if (value === undefined) continue;
    if (value !== '') filledNames[name] = value;
    else [back.blanks[tag], back.before[tag]] = ['', member[name]];
  }
  return { ...back, names: filled(filledNames) };
}

/** Columns that an undo has to read. */
export const columnsOf = (images: readonly BeforeImage[]): string[] => [
  ...new Set(images.flatMap(({ fields }) => Object.values(fields ?? {}).flatMap(({ to }) => Object.keys(to)))),
];

export const withSaid = (last: SaidFields, said: Record<string, string>): Pick<SaidFields, 'fields'> =>
  Object.keys(said).length > 0 ? { fields: { ...last.fields, ...said } } : {};

const filled = <T extends object>(changes: T): T | null => (Object.keys(changes).length > 0 ? changes : null);
