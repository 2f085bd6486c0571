/**
 * Who is on the further marketing lists of an audience, and who of them is a newcomer: somebody who joined such a list, is in
 * neither the audience nor its main list, and is to be subscribed by it as far as the law allows.
 */

import type { Crm, MemberRow } from '../dataverse/port';
import { fold } from '../reconcile/match-people';
import type { PersonType } from '../reconcile/situation';
import type { Labels } from './labels';
import type { PlannedPerson } from './plan-person';
import { addressesOf, all, type Snapshot } from './read';

/** By list and person: since when. */
export type FurtherLists = ReadonlyMap<string, ReadonlyMap<string, string>>;

/** Of the people of whom something changed. */
export async function readFurtherLists(
  crm: Crm,
  { ties }: Labels,
  type: PersonType,
  snapshot: Snapshot,
): Promise<FurtherLists> {
  const lists = new Map<string, Map<string, string>>();
  for (const { list, subscribeStrangers } of ties) {
    const found = await crm.listMembersAmong(list.id, concerned(snapshot));
    lists.set(list.id, new Map(found.map(({ personId, addedOn }) => [personId, addedOn])));
    if (!subscribeStrangers) continue;
    const known = new Set(snapshot.people.map(({ id }) => id));
    const missing = found.map(({ personId }) => personId).filter((id) => !known.has(id));
    snapshot.people.push(...(await crm.peopleById(type, missing)));
  }
  return lists;
}

function concerned({ people, rows }: Snapshot): string[] {
  const linked = rows.flatMap(({ personId }) => personId ?? []);
  return [...new Set([...people.map(({ id }) => id), ...linked])];
}

/** What changed of tags, interests and further lists since the last run, as far as only Dynamics 365 tells. */
export async function readLabelChanges(
  crm: Crm,
  audienceId: string,
  since: string,
  labels: Labels,
): Promise<{ rows: MemberRow[]; personIds: string[] }> {
  const rows = await crm.memberRowsEdited(audienceId, since);
  for (const tag of [...labels.renamed.keys(), ...labels.deleted])
    rows.push(...(await crm.memberRowsTagged(audienceId, tag)));
  const personIds: string[] = [];
  for (const { list } of labels.ties) {
    const moved = [...(await all(crm.listMembers(list.id, since))), ...(await all(crm.listEvents(list.id, since)))];
    personIds.push(...moved.map(({ personId }) => personId));
  }
  return { rows, personIds: [...new Set(personIds)] };
}

/** People whom a further list brings, and since when they are on it. Leaving the audience later does not bring them again. */
export function newcomersOf(snapshot: Snapshot, { ties }: Labels, further: FurtherLists): Map<string, string> {
  const bringing = ties.filter(({ subscribeStrangers }) => subscribeStrangers);
  const newcomers = new Map<string, string>();
  if (bringing.length === 0) return newcomers;
  const people = new Map(snapshot.people.map((person) => [person.id, person]));
  const subscribed = snapshot.members.filter(({ status }) => status === 'subscribed' || status === 'pending');
  const addresses = new Set(subscribed.map(({ address }) => fold(address)));
  const members = new Set(subscribed.flatMap(({ id, contactId }) => [id, contactId]));
  const isIn = (row: MemberRow) => members.has(row.memberId ?? '') || members.has(row.mailchimpContactId ?? '');
  const rowsOf = new Map<string, MemberRow[]>();
  for (const row of snapshot.rows) {
    if (row.personId !== null) rowsOf.set(row.personId, [...(rowsOf.get(row.personId) ?? []), row]);
  }
  for (const { list } of bringing) {
    for (const [personId, since] of further.get(list.id) ?? []) {
      const person = people.get(personId);
      const rows = rowsOf.get(personId) ?? [];
      if (!person || person.masterId !== null || snapshot.addedOn.has(personId) || newcomers.has(personId)) continue;
      if (rows.some((row) => isIn(row) || row.labels?.lists.includes(list.id))) continue;
      if (addressesOf(person).some((address) => addresses.has(address))) continue;
      newcomers.set(personId, since);
    }
  }
  return newcomers;
}

/** Newcomers are decided about as if they were on the main list; here they are put on it, or not. */
export function placeNewcomers(planned: readonly PlannedPerson[], newcomers: ReadonlyMap<string, string>): void {
  if (newcomers.size === 0) return;
  for (const { plan, decision } of planned) {
    if (plan.personId === null || !newcomers.has(plan.personId)) continue;
    plan.wasOnList = false;
    if (plan.addresses.some(({ move }) => move.do === 'add' || move.do === 'restore')) {
      plan.crm = 'join';
      decision.crm = 'join';
      continue;
    }
    for (const { row, before } of plan.addresses) {
      row.onList = false;
      row.listChangedOn = before.last.crm?.changedOn ?? null;
      if (row.last.crm)
        row.last = { ...row.last, crm: { ...row.last.crm, onList: false, changedOn: row.listChangedOn } };
    }
  }
}
