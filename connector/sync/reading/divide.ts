/**
 * Sorts what was read into parts of some thousand people, each of which holds everything that belongs to any of its people, so
 * that each can be decided about by itself.
 */

import pLimit from 'p-limit';

import type { Reading } from './reading';
import type { ReadingIndex } from './reading-index';
import { pageKinds, sortedPath, type PageKind, type Position } from './reading-state';

/** A person has about four records: a member, a row, a place on the list, and the contact or lead. */
const recordsPerPart = 20_000;
/** Records that are held in memory before they are written to the files of their parts. */
const recordsAtOnce = 50_000;
const filesAtOnce = 8;

export interface SortedRecord {
  kind: PageKind;
  record: unknown;
}

export async function divide(reading: Reading, at: Extract<Position, { step: 'divide' }>): Promise<Position> {
  const { state, services, claimed } = reading;
  const index = await reading.indexed();
  state.parts = index.divide(recordsPerPart);
  // What fits into one part is one as it lies there.
  if (state.parts === 1) return { step: 'decide', part: 0 };

  const all = pageKinds.flatMap((kind) =>
    Array.from({ length: state.pages[kind] }, (_, page): { kind: PageKind; page: number } => ({ kind, page })),
  );
  const byPart = new Map<number, SortedRecord[]>();
  let page = at.page;
  let records = 0;
  for (; page < all.length && records < recordsAtOnce; page += 1) {
    const { kind, page: number } = all[page]!;
    for (const record of await reading.page(kind, number)) {
      const part = partOf(index, kind, record);
      if (part === null) continue;
      const sorted = byPart.get(part) ?? [];
      byPart.set(part, sorted);
      sorted.push({ kind, record });
      records += 1;
    }
  }
  const limit = pLimit(filesAtOnce);
  await limit.map(byPart, ([part, lines]) =>
    services.storage.documents.writeLines(sortedPath(claimed.run.id, part, state.sorted), lines),
  );
  state.sorted += 1;
  reading.spilled = true;
  return page < all.length ? { step: 'divide', page } : { step: 'decide', part: 0 };
}

/** Null for a record that belongs to nobody of whom anything else is known. */
function partOf(index: ReadingIndex, kind: PageKind, record: unknown): number | null {
  switch (kind) {
    case 'members':
      return index.partOfMember(record as Parameters<ReadingIndex['partOfMember']>[0]);
    case 'rows':
      return index.partOfRow(record as Parameters<ReadingIndex['partOfRow']>[0]);
    case 'people':
      return index.partOfPerson(record as { id: string });
    case 'others':
      return index.partOfAddress(record as string);
    case 'places':
    case 'events':
    case 'further':
      return index.partOfPersonId(record as { personId: string });
  }
}
