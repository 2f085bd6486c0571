/**
 * Who is on the further marketing lists of an audience, and who of them is a newcomer: somebody who joined such a list, and is in
 * neither the audience nor its main list. Where the tie says so newcomers are subscribed by it, as far as the law allows.
 */

import type { Crm, ListMember, MemberRow, Person } from '../../dataverse/port';
import type { PersonType } from '../../reconcile/situation';
import type { FurtherMoves } from '../labels/further-counts';
import type { Labels } from '../labels/labels';
import { all, mergeSurvivors, type Snapshot } from './read';

/** By list and person: since when. A record that was merged away stands for the one that survived it. */
export type FurtherLists = ReadonlyMap<string, ReadonlyMap<string, string>>;

export interface FurtherPlaces {
  lists: FurtherLists;
  /** By list: who stands on it, by their own ids. */
  places: ReadonlyMap<string, readonly ListMember[]>;
  /** By list and survivor: the records merged into it that are on the list. */
  merged: ReadonlyMap<string, ReadonlyMap<string, readonly string[]>>;
}

/** Of those people of whom something changed; the records that it leads to are added to them. */
export async function readFurtherLists(
  crm: Crm,
  { ties }: Labels,
  type: PersonType,
  snapshot: Pick<Snapshot, 'people' | 'rows'>,
): Promise<FurtherPlaces['places']> {
  const places = new Map<string, ListMember[]>();
  for (const { list } of ties) places.set(list.id, await crm.listMembersAmong(list.id, concerned(snapshot)));
  const people = new Map(snapshot.people.map((person) => [person.id, person]));
  const missing = new Set(
    [...places.values()].flat().flatMap(({ personId }) => (people.has(personId) ? [] : [personId])),
  );
  const brought = await crm.peopleById(type, [...missing]);
  for (const person of brought) people.set(person.id, person);
  const survivors = await crm.peopleById(type, mergeSurvivors(people));
  for (const person of survivors) people.set(person.id, person);
  snapshot.people.push(...brought, ...survivors);
  return places;
}

export function underSurvivors(
  places: FurtherPlaces['places'],
  people: ReadonlyMap<string, Person>,
): Pick<FurtherPlaces, 'lists' | 'merged'> {
  const lists = new Map<string, Map<string, string>>();
  const merged = new Map<string, Map<string, string[]>>();
  for (const [listId, members] of places) {
    const since = new Map<string, string>();
    const gone = new Map<string, string[]>();
    for (const { personId, addedOn: date } of members) {
      const survivor = survivorOf(personId, people);
      if (survivor !== personId) gone.set(survivor, [...(gone.get(survivor) ?? []), personId]);
      if (survivor === personId || !since.has(survivor)) since.set(survivor, date);
    }
    lists.set(listId, since);
    merged.set(listId, gone);
  }
  return { lists, merged };
}

/** Merges can follow each other; the last record that was read counts. */
export function survivorOf(personId: string, people: ReadonlyMap<string, Person>): string {
  const seen = new Set<string>();
  let id = personId;
  for (;;) {
    const master = people.get(id)?.masterId ?? null;
    if (master === null || !people.has(master) || seen.has(master)) return id;
    seen.add(master);
    id = master;
  }
}

function concerned({ people, rows }: Pick<Snapshot, 'people' | 'rows'>): string[] {
  const linked = rows.flatMap(({ personId }) => personId ?? []);
  return [...new Set([...people.map(({ id }) => id), ...linked])];
}

/** What changed of tags, interests and further lists since the last run, as far as only Dynamics 365 tells. */
export async function readLabelChanges(
  crm: Crm,
  audienceId: string,
  since: string,
  labels: Labels,
): Promise<{ rows: MemberRow[]; personIds: string[]; moves: ReadonlyMap<string, FurtherMoves> }> {
  const rows = await crm.memberRowsEdited(audienceId, since);
  for (const tag of [...labels.renamed.keys(), ...labels.deleted])
    rows.push(...(await crm.memberRowsTagged(audienceId, tag)));
  const moves = new Map<string, FurtherMoves>();
  const personIds = new Set<string>();
  for (const { list } of labels.ties) {
    const joined = await all(crm.listMembers(list.id, since));
    const events = await all(crm.listEvents(list.id, since));
    for (const { personId } of [...joined, ...events]) personIds.add(personId);
    moves.set(list.id, { joined, events });
  }
  return { rows, personIds: [...personIds], moves };
}
