/** Our own rows as this run may read them: what was said about another list, or of another person, says nothing here. */

import type { MemberRow } from '../../dataverse/port';
import type { PersonType } from '../../reconcile/situation';
import type { Group } from '../planning/plan-person';
import { fingerprintOf } from '../run/row-fingerprint';

/** A new tie forgets the list's last word, and the links to people of the other type; every no is kept. */
export function rowsAtHand(rows: readonly MemberRow[], of: { type: PersonType; firstRun: boolean }): MemberRow[] {
  return rows.map((row) => {
    const isOfOtherType = row.personType !== null && row.personType !== of.type;
    if (!isOfOtherType && (!of.firstRun || row.last.crm === null)) return row;
    const forgetting = withoutListsWord(row);
    return isOfOtherType ? { ...forgetting, personId: null } : forgetting;
  });
}

/**
 * A link whose record is gone leads to another owner of the address: that one's place on the list is no change of theirs. A link
 * whose record was merged leads to the survivor: the place goes along, but what the survivor is called is no change of its name.
 */
export function withoutWordsOfOthers(group: Group, known: ReadonlySet<string>): Group {
  const isOfAnother = (row: MemberRow | null) =>
    row !== null && row.personId !== null && row.personId !== group.personId && row.last.crm !== null;
  if (!group.entries.some(({ row }) => isOfAnother(row))) return group;
  return {
    ...group,
    entries: group.entries.map((entry) => {
      const { row } = entry;
      if (row === null || !isOfAnother(row)) return entry;
      const isMerged = known.has(row.personId ?? '') && group.person !== null;
      return { ...entry, row: isMerged ? asTheSurvivor(row, group.person) : withoutListsWord(row) };
    }),
  };
}

function asTheSurvivor(row: MemberRow, survivor: Group['person']): MemberRow {
  if (row.last.crm === null || survivor === null) return row;
  const { onList, changedOn } = row.last.crm;
  const { firstName, lastName } = survivor;
  return {
    ...row,
    last: { ...row.last, crm: { onList, changedOn, firstName, lastName } },
    asStored: row.asStored ?? fingerprintOf(row),
  };
}

const withoutListsWord = (row: MemberRow): MemberRow => ({
  ...row,
  last: { ...row.last, crm: null },
  asStored: row.asStored ?? fingerprintOf(row),
});
