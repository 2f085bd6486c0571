/**
 * How many people were on each further list when it was last read, and who moved around that time: an event that was lost shows
 * in the number of people on the list, as it does on the main list.
 */

import type { Crm, ListEvent, ListMember } from '../../dataverse/port';
import type { Documents } from '../../storage/port';
import type { FurtherPlaces } from '../reading/further-lists';
import type { Labels } from './labels';
import type { PersonPlan } from '../run/person-plan';
import type { Tie } from './ties';

export interface FurtherCount {
  people: number;
  /** Who moved within the overlap with the next run, and whether they were on the list in the end. */
  recent: [personId: string, onList: boolean][];
}

/** By list; null where too many moved to be remembered: the next run then reads everything. */
export type FurtherCounts = Record<string, FurtherCount | null>;

/** Seen since the last run. */
export interface FurtherMoves {
  joined: readonly ListMember[];
  events: readonly ListEvent[];
}

const path = (audienceId: string) => `audiences/${audienceId}/further-lists.json`;

export const readFurtherCounts = (documents: Documents, audienceId: string): Promise<FurtherCounts | null> =>
  documents.read<FurtherCounts>(path(audienceId));

export const writeFurtherCounts = (documents: Documents, audienceId: string, counts: FurtherCounts): Promise<void> =>
  documents.write(path(audienceId), counts);

/** Removals are told by events alone. */
export function explainsFurtherLists(
  ties: readonly Tie[],
  before: FurtherCounts | null,
  moves: ReadonlyMap<string, FurtherMoves>,
): boolean {
  return ties.every(({ list }) => {
    const last = before?.[list.id];
    if (!last) return false;
    const recent = new Map(last.recent);
    let expected = last.people;
    for (const [personId, now] of placesAfter(moves.get(list.id))) {
      const was = recent.get(personId) ?? wasOnList(personId, moves.get(list.id));
      expected += Number(now) - Number(was);
    }
    return list.memberCount === expected;
  });
}

/** What the first event undid. */
function wasOnList(personId: string, moves: FurtherMoves | undefined): boolean {
  let first: ListEvent | undefined;
  for (const event of moves?.events ?? []) {
    if (event.personId === personId && (!first || event.occurredOn < first.occurredOn)) first = event;
  }
  return first?.kind === 'removed';
}

function placesAfter(moves: FurtherMoves | undefined): Map<string, boolean> {
  const places = new Map<string, boolean>();
  for (const { personId } of moves?.events ?? []) places.set(personId, false);
  for (const { personId } of moves?.joined ?? []) places.set(personId, true);
  return places;
}

const mostRecent = 2_000;

/** To be written down once the run has ended. `seen` is what an incremental run saw; a full one asks who left just now. */
export async function countFurtherLists(
  crm: Pick<Crm, 'listEvents'>,
  { ties }: Labels,
  of: { places: FurtherPlaces['places']; seen: ReadonlyMap<string, FurtherMoves> | undefined; since: string },
): Promise<FurtherCounts> {
  const counts: FurtherCounts = {};
  for (const { list } of ties) {
    const moves = of.seen?.get(list.id) ?? (await movedSince(crm, list.id, of));
    const recent = [...placesAfter(moves)];
    counts[list.id] = recent.length > mostRecent ? null : { people: list.memberCount, recent };
  }
  return counts;
}

async function movedSince(
  crm: Pick<Crm, 'listEvents'>,
  listId: string,
  { places, since }: { places: FurtherPlaces['places']; since: string },
): Promise<FurtherMoves> {
  const events: ListEvent[] = [];
  for await (const page of crm.listEvents(listId, since)) events.push(...page);
  const joined = (places.get(listId) ?? []).filter(({ addedOn }) => Date.parse(addedOn) >= Date.parse(since));
  return { joined, events };
}

/** After a part of the plan was carried out: `done` as it came about. */
export function countOwnMoves(counts: FurtherCounts | undefined, done: readonly PersonPlan[]): void {
  for (const { personId, further = [], furtherPlaces = [], addresses } of counts ? done : []) {
    const isOn = (listId: string) => addresses.some(({ row }) => row.labels?.lists.includes(listId));
    for (const move of further) {
      if (isOn(move.listId) === (move.do === 'join')) note(counts, move.listId, personId, move.do === 'join');
    }
    for (const { listId, add, remove } of furtherPlaces) {
      if (add) note(counts, listId, personId, true);
      for (const id of remove) note(counts, listId, id, false);
    }
  }
}

function note(counts: FurtherCounts | undefined, listId: string, personId: string | null, onList: boolean): void {
  const count = counts?.[listId];
  if (!counts || !count || personId === null) return;
  count.people += onList ? 1 : -1;
  count.recent.push([personId, onList]);
  if (count.recent.length > mostRecent) counts[listId] = null;
}
