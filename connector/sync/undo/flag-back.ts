/** Takes back the flag "no bulk e-mail" where a run set or cleared it, and people have left it alone since. */

import type { MemberRow, Person } from '../../dataverse/port';
import { isOurs, type OptOutMark } from '../../reconcile/opt-out';
import type { BeforeImage } from '../recording/before-image';
import type { UndoNumbers } from './undo-numbers';

export interface FlagBack {
  move: 'set' | 'clear';
  /** Of the row that remembers what was done about the flag. */
  index: number;
  mark: OptOutMark;
  before: OptOutMark | null;
}

export function flagBack(
  { optOut }: BeforeImage,
  { person, rows }: { person: Person | null; rows: readonly MemberRow[] },
  crmReadAt: string,
  numbers: UndoNumbers,
): FlagBack | null {
  if (!optOut) return null;
  const index = rows.findIndex(({ id }) => id === optOut.rowId);
  const before = rows[index]?.optOut ?? null;
  const marks = rows.flatMap((row) => row.optOut ?? []);
  const stands =
    person !== null &&
    index >= 0 &&
    (optOut.move === 'set' ? isOurs(person.onlyBulkOptedOut, marks) : !person.optedOut && !isOurs(true, marks));
  if (!stands) {
    numbers.moved += 1;
    return null;
  }
  numbers.back.flags += 1;
  return optOut.move === 'set'
    ? { move: 'clear', index, before, mark: { did: 'left', on: crmReadAt } }
    : { move: 'set', index, before, mark: { did: 'set', on: crmReadAt } };
}
