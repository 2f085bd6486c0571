/**
 * Sorts what was read into parts of some thousand people, each of which holds everything that belongs to any of its people, so
 * that each can be decided about by itself.
 */

import pLimit from 'p-limit';

import type { Pages, Reading } from './reading';
import type { ReadingIndex } from './reading-index';
import { pageKinds, sortedPath, type PageKind, type Position } from './reading-state';

/** A person has about four records: a member, a row, a place on the list, and the contact or lead. */
const usualRecordsPerPart = 20_000;
/** So many parts' worth of records are held in memory before they are written to the files of their parts. */
const partsAtOnce = 2;
const filesAtOnce = 8;

/** A record under the name of its kind. */
export type SortedRecord = Partial<Pages>;

export async function divide(reading: Reading, at: Extract<Position, { step: 'divide' }>): Promise<Position> {
  const { state, services, claimed } = reading;
  const { recordsPerPart = usualRecordsPerPart } = services;
  const index = await reading.indexed();
  state.parts = index.divide(recordsPerPart);
  // What fits into one part is one as it lies there.
  if (state.parts === 1) return { step: 'decide', part: 0 };

  const all = pageKinds.flatMap((kind) => Array.from({ length: state.pages[kind] }, (_, page) => ({ kind, page })));
  const byPart = new Map<number, SortedRecord[]>();
  let records = 0;
  let done = at.page;
  for (const { kind, page } of all.slice(at.page)) {
    const found = await reading.page(kind, page);
    sort(index, kind, found, byPart);
    records += found.length;
    done += 1;
    if (records >= recordsPerPart * partsAtOnce) break;
  }
  const limit = pLimit(filesAtOnce);
  await limit.map(byPart, ([part, lines]) =>
    services.storage.documents.writeLines(sortedPath(claimed.run.id, part, state.sorted), lines),
  );
  state.sorted += 1;
  reading.spilled = true;
  return done < all.length ? { step: 'divide', page: done } : { step: 'decide', part: 0 };
}

function sort<K extends PageKind>(
  index: ReadingIndex,
  kind: K,
  records: readonly Pages[K][],
  byPart: Map<number, SortedRecord[]>,
): void {
  for (const record of records) {
    const part = partOf(index, kind, record);
    if (part === null) continue;
    const sorted: SortedRecord = {};
    sorted[kind] = record;
    const others = byPart.get(part);
    if (others) others.push(sorted);
    else byPart.set(part, [sorted]);
  }
}

/** Null for a record that belongs to nobody of whom anything else is known. */
function partOf<K extends PageKind>(index: ReadingIndex, kind: K, record: Pages[K]): number | null {
  const parts: { [P in PageKind]: (record: Pages[P]) => number | null } = {
    members: index.partOfMember,
    rows: index.partOfRow,
    places: index.partOfPersonId,
    people: index.partOfPerson,
    events: index.partOfPersonId,
    others: index.partOfAddress,
    further: index.partOfPersonId,
  };
  return parts[kind](record);
}
