/** One part of what was read, as it is decided about. */

import type { ListEvent, ListMember, MemberRow, Person } from '../../dataverse/port';
import type { Member } from '../../mailchimp/port';
import { underSurvivors, type FurtherPlaces } from './further-lists';
import { keepNewer, latestEvents, type Snapshot } from './read';
import { rowsAtHand } from './rows-at-hand';
import { namedIn } from '../run/wish';
import type { SortedRecord } from './divide';
import type { Pages, Reading } from './reading';
import { pageKinds, sortedPath, type PageKind } from './reading-state';

export interface Part {
  snapshot: Snapshot;
  /** Places on further lists. */
  further: FurtherPlaces;
  /** The rows as they are stored. */
  storedRows: MemberRow[];
}

export async function readPart(reading: Reading, part: number): Promise<Part> {
  const { state, claimed, type } = reading;
  const records = state.sorted === 0 ? await allPages(reading) : await sortedRecords(reading, part);
  const members = new Map<string, Member>();
  for (const member of records.members) keepNewer(members, member);
  const storedRows = [...new Map(records.rows.map((row) => [row.id, row])).values()];
  const people = new Map(records.people.map((person): [string, Person] => [person.id, person]));
  const snapshot: Snapshot = {
    complete: state.complete,
    readAt: state.readAt ?? new Date(0).toISOString(),
    members: [...members.values()],
    rows: rowsAtHand(triedAgain(storedRows, namedIn(claimed.wish)), { type, firstRun: claimed.firstRun }),
    addedOn: new Map(records.places.map(({ personId, addedOn }) => [personId, addedOn])),
    events: latestEvents(records.events satisfies ListEvent[]),
    people: [...people.values()],
    ownedByOtherType: new Set(records.others),
  };
  const places = furtherPlaces(records.further);
  return { snapshot, further: { places, ...underSurvivors(places, people) }, storedRows };
}

/** Whoever was refused before gets another try where somebody asks for it. */
const triedAgain = (rows: MemberRow[], named: ReadonlySet<string>): MemberRow[] =>
  rows.map((row) => (named.has(row.id) || named.has(row.personId ?? '') ? { ...row, tryAgain: true } : row));

function furtherPlaces(records: readonly Pages['further'][]): FurtherPlaces['places'] {
  const lists = new Map<string, Map<string, ListMember>>();
  for (const { listId, ...place } of records) {
    lists.set(listId, (lists.get(listId) ?? new Map<string, ListMember>()).set(place.personId, place));
  }
  return new Map([...lists].map(([listId, places]) => [listId, [...places.values()]]));
}

type Records = { [K in PageKind]: Pages[K][] };

const nothing = (): Records => ({ members: [], rows: [], places: [], people: [], events: [], others: [], further: [] });

async function allPages(reading: Reading): Promise<Records> {
  const records = nothing();
  await Promise.all(pageKinds.map((kind) => fill(reading, records, kind)));
  return records;
}

async function fill<K extends PageKind>(reading: Reading, records: { [P in K]: Pages[P][] }, kind: K): Promise<void> {
  for await (const page of reading.pages(kind)) for (const record of page) records[kind].push(record);
}

async function sortedRecords({ services, claimed, state }: Reading, part: number): Promise<Records> {
  const records = nothing();
  for (let file = 0; file < state.sorted; file += 1) {
    const path = sortedPath(claimed.run.id, part, file);
    for (const sorted of await services.storage.documents.readLines<SortedRecord>(path)) {
      for (const kind of pageKinds) keep(records, kind, sorted[kind]);
    }
  }
  return records;
}

function keep<K extends PageKind>(records: { [P in K]: Pages[P][] }, kind: K, record: Pages[K] | undefined): void {
  if (record !== undefined) records[kind].push(record);
}
