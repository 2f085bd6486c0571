/**
 * What becomes of a person's tags, interests and places on further lists, three-way against what both sides last agreed on. All
 * of it is frozen while no address of the person is subscribed.
 */

import { tables } from '../../dataverse/schema.generated';
import { tagsInText, textOfTags } from '../../dataverse/tag-text';
import type { AudienceRow, MemberRow } from '../../dataverse/port';
import type { Member } from '../../mailchimp/port';
import { keyOfName, reconcileSets, type SetsToReconcile } from '../../reconcile/sets';
import type { FurtherLists, FurtherPlaces } from '../reading/further-lists';
import { underNewNames, type Labels } from '../labels/labels';
import type { AddressPlan, FurtherPlace, PersonPlan } from '../run/person-plan';
import type { PlannedPerson } from './plan-person';
import type { Snapshot } from '../reading/read';
import { labelsFrom, rowLabels, writeLabels, type FurtherMove } from '../run/row-labels';
import type { Tie, TieSentence } from '../labels/ties';

type Limits = Pick<AudienceRow, 'direction' | 'limitPeople' | 'limitPercent' | 'limitMost'>;

export interface LabelTerms {
  labels: Labels;
  further: FurtherLists;
  /** Where records that were merged away stand on further lists. */
  merged?: Pick<FurtherPlaces, 'places' | 'merged'>;
  audience: Limits;
}

/** How many people would lose what a tie ties, by the row of its tag or interest. */
export function losingByTie(
  planned: readonly PlannedPerson[],
  snapshot: Pick<Snapshot, 'rows' | 'members'>,
  terms: LabelTerms,
): Record<string, number> {
  const people = carriersOf(planned, snapshot, terms);
  return Object.fromEntries(
    terms.labels.ties.map((tie) => [
      tie.rowId,
      people.filter((person) => wishOf(person, tie, terms) === 'lose').length,
    ]),
  );
}

/** The ties of which too many people would lose their place. */
export function tiesThatWait(
  losing: Readonly<Record<string, number>>,
  { labels, audience }: Pick<LabelTerms, 'labels' | 'audience'>,
): TieSentence[] {
  return labels.ties.flatMap((tie) => {
    const count = losing[tie.rowId] ?? 0;
    if (!isTooMany(count, tie, audience)) return [];
    const sentence = `${count.toLocaleString('en')} people would lose the ${tie.kind} or leave ${tie.list.name}, more than the audience's limit allows. Raise the limit, or put back what was taken away.`;
    return [{ kind: tie.kind, id: tie.rowId, sentence }];
  });
}

/** Writes into the plans. */
export function planLabels(
  planned: readonly PlannedPerson[],
  snapshot: Pick<Snapshot, 'rows' | 'members'>,
  terms: LabelTerms,
  waiting: readonly TieSentence[],
): void {
  const waits = new Set(waiting.map(({ id }) => id));
  const ties = terms.labels.ties.filter(({ rowId }) => !waits.has(rowId));
  for (const person of carriersOf(planned, snapshot, terms)) planPersonsLabels(person, ties, terms);
}

interface Carrier {
  address: AddressPlan;
  known: MemberRow | null;
  member: Member | null;
  /** Not in Mailchimp before this run, so that it has nothing there. */
  isNew: boolean;
  /** Subscribed once the plan is carried out. */
  live: boolean;
  sets: SetsToReconcile;
}

interface Labelled {
  plan: PersonPlan;
  carriers: Carrier[];
}

function carriersOf(
  planned: readonly PlannedPerson[],
  snapshot: Pick<Snapshot, 'rows' | 'members'>,
  terms: LabelTerms,
): Labelled[] {
  const rows = new Map(snapshot.rows.map((row) => [row.id, row]));
  const members = new Map<string, Member>();
  for (const member of snapshot.members) members.set(member.id, member);
  for (const member of snapshot.members) if (member.contactId) members.set(member.contactId, member);
  return planned.map(({ plan }) => ({
    plan,
    carriers: plan.addresses.map((address): Carrier => {
      const { row, move } = address;
      const known = rows.get(row.id) ?? null;
      const member = members.get(row.mailchimpContactId ?? '') ?? members.get(row.memberId ?? '') ?? null;
      const isNew = move.do === 'add';
      const live = row.status === 'subscribed' && (row.reason !== 'needs-approval' || address.valuesHeld === true);
      return { address, known, member, isNew, live, sets: setsOf(terms, address, known, isNew ? null : member) };
    }),
  }));
}

function setsOf(
  { labels, audience }: LabelTerms,
  address: AddressPlan,
  known: MemberRow | null,
  member: Member | null,
): SetsToReconcile {
  const agreed = member === null ? [] : underNewNames(labels, known?.labels?.tags ?? []);
  const sets = {
    agreed,
    crm: underNewNames(labels, known ? tagsOfRow(known) : []),
    mailchimp: member?.tags ?? [],
    writes: { crm: audience.direction !== 'to-mailchimp', mailchimp: audience.direction !== 'to-crm' },
    apart: member === null ? [] : underNewNames(labels, known?.labels?.apart?.tags ?? []),
  };
  if (labels.ownTag === null) return sets;
  if (bringsTag(address, known)) return withTag(sets, labels.ownTag);
  const untags = address.row.reason === 'untagged' && known !== null && known.reason !== 'untagged';
  return untags ? withoutTag(sets, labels.ownTag) : sets;
}

/** The list brings people whom it adds to Mailchimp, and those who return to it after they lost nothing but the tag. */
function bringsTag({ move, row }: AddressPlan, known: MemberRow | null): boolean {
  return move.do === 'add' || move.do === 'restore' || (known?.reason === 'untagged' && row.onList);
}

/** What somebody edited on the row, and what was too long to be shown on it. */
function tagsOfRow({ tags, labels }: MemberRow): string[] {
  const all = labels?.tags ?? [];
  const shown = new Set(asShown(all).map(keyOfName));
  return [...tags, ...all.filter((tag) => !shown.has(keyOfName(tag)))];
}

const asShown = (tags: readonly string[]) =>
  tagsInText(textOfTags(tags, tables.mcs_audiencemember.columns.mcs_tags.maxLength));

const without = (tags: readonly string[], tag: string) => tags.filter((one) => keyOfName(one) !== keyOfName(tag));

/** As if somebody had given the tag in Dynamics 365 just now. */
const withTag = (sets: SetsToReconcile, tag: string): SetsToReconcile => ({
  ...sets,
  crm: [...without(sets.crm, tag), tag],
  agreed: without(sets.agreed, tag),
  apart: without(sets.apart ?? [], tag),
});

const withoutTag = (sets: SetsToReconcile, tag: string): SetsToReconcile => ({
  ...sets,
  crm: without(sets.crm, tag),
  agreed: [...without(sets.agreed, tag), tag],
  apart: without(sets.apart ?? [], tag),
});

/** Whether a person gains or loses what a tie ties; null where both sides agree, an undo left them apart, or nobody is subscribed. */
function wishOf({ plan, carriers }: Labelled, tie: Tie, { further }: LabelTerms): 'gain' | 'lose' | null {
  const live = carriers.filter((carrier) => carrier.live);
  if (live.length === 0 || plan.personId === null) return null;
  const has = live.some((carrier) => carries(carrier, tie));
  if (has === (further.get(tie.list.id)?.has(plan.personId) ?? false) || standsApart(live, tie)) return null;
  return wasOn(live, tie) ? 'lose' : 'gain';
}

const wasOn = (live: readonly Carrier[], { list }: Tie): boolean =>
  live.some(({ isNew, known }) => !isNew && (known?.labels?.lists.includes(list.id) ?? false));

const standsApart = (live: readonly Carrier[], { list }: Tie): boolean =>
  live.some(({ known }) => known?.labels?.apart?.lists.includes(list.id) ?? false);

function carries(carrier: Carrier, tie: Tie): boolean {
  if (tie.kind === 'tag') {
    return reconcileSets(carrier.sets).mailchimp.some((tag) => keyOfName(tag) === keyOfName(tie.name));
  }
  if (carrier.isNew) return false;
  // Of a member of whom Mailchimp told nothing new, the interest is as it was.
  return carrier.member?.interests?.[tie.mailchimpId] ?? wasOn([carrier], tie);
}

function isTooMany(losing: number, { list }: Tie, { limitMost, limitPeople, limitPercent }: Limits): boolean {
  return losing > limitMost || (losing > limitPeople && losing * 100 > list.memberCount * limitPercent);
}

function planPersonsLabels(person: Labelled, ties: readonly Tie[], terms: LabelTerms): void {
  const { plan, carriers } = person;
  const live = carriers.filter((carrier) => carrier.live);
  const { direction } = terms.audience;
  const interests = new Map<Carrier, Record<string, boolean>>();
  const lists = new Set(live.flatMap(({ isNew, known }) => (isNew ? [] : (known?.labels?.lists ?? []))));
  const tied = new Set(terms.labels.ties.map(({ list }) => list.id));
  for (const id of lists) if (!tied.has(id)) lists.delete(id);
  const apart = new Set<string>();
  const moves: FurtherMove[] = [];

  for (const tie of ties) {
    const listId = tie.list.id;
    const onList = plan.personId !== null && (terms.further.get(listId)?.has(plan.personId) ?? false);
    const wish = wishOf(person, tie, terms);
    if (wish === null) {
      const has = live.some((carrier) => carries(carrier, tie));
      const stays = has !== onList && plan.personId !== null && standsApart(live, tie);
      if (stays) apart.add(listId);
      if (live.length > 0 && (stays ? has : onList)) lists.add(listId);
      else lists.delete(listId);
      continue;
    }
    const changesList = onList !== (wish === 'gain');
    if (direction === (changesList ? 'to-mailchimp' : 'to-crm')) continue;
    if (wish === 'gain') lists.add(listId);
    else lists.delete(listId);
    if (changesList) {
      moves.push({ listId, do: wish === 'gain' ? 'join' : 'leave' });
      continue;
    }
    for (const carrier of wish === 'gain' ? live.slice(0, 1) : live.filter((one) => carries(one, tie))) {
      if (tie.kind === 'tag') carrier.sets = (wish === 'gain' ? withTag : withoutTag)(carrier.sets, tie.name);
      else interests.set(carrier, { ...interests.get(carrier), [tie.mailchimpId]: wish === 'gain' });
    }
  }
  planFurtherPlaces(plan, moves, ties, terms.merged);
  for (const carrier of carriers) {
    if (carrier.live) setLabels(carrier, interests.get(carrier) ?? {}, { lists: [...lists], apart: [...apart] });
    else freeze(carrier, terms);
  }
}

/** After a merge the survivor takes the place of the record that is gone. */
function planFurtherPlaces(
  plan: PersonPlan,
  moves: FurtherMove[],
  ties: readonly Tie[],
  further: LabelTerms['merged'],
): void {
  const furtherPlaces: FurtherPlace[] = [];
  for (const { list } of ties) {
    const remove = further?.merged.get(list.id)?.get(plan.personId ?? '') ?? [];
    if (remove.length === 0) continue;
    const hasOwn = further?.places.get(list.id)?.some(({ personId }) => personId === plan.personId) ?? false;
    const leaves = moves.findIndex((move) => move.listId === list.id && move.do === 'leave');
    if (leaves >= 0 && !hasOwn) moves.splice(leaves, 1);
    furtherPlaces.push({ listId: list.id, add: leaves < 0 && !hasOwn, remove: [...remove] });
  }
  if (moves.length > 0) plan.further = moves;
  if (furtherPlaces.length > 0) plan.furtherPlaces = furtherPlaces;
}

function setLabels(
  { address, known, sets }: Carrier,
  interests: Record<string, boolean>,
  places: { lists: string[]; apart: string[] },
): void {
  const { crm, toMailchimp, agreed, apart } = reconcileSets(sets);
  // Until Mailchimp has taken the tags they are in Dynamics 365 alone.
  const before = rowLabels(
    known,
    asShown(sets.crm),
    labelsFrom(sets.agreed, known?.labels?.lists ?? [], known?.labels?.apart),
  );
  writeLabels(
    address,
    rowLabels(known, asShown(crm), labelsFrom(agreed, places.lists, { tags: apart, lists: places.apart })),
  );
  const says = toMailchimp.add.length > 0 || toMailchimp.remove.length > 0 || Object.keys(interests).length > 0;
  if (says || address.move.do !== 'nothing') {
    address.labels = { addTags: toMailchimp.add, removeTags: toMailchimp.remove, interests, before };
  }
}

/** The text shows what Mailchimp said at first sight; whatever is edited on it waits. */
function freeze({ address, known, member, sets }: Carrier, { labels }: LabelTerms): void {
  const neverSeen = !known?.labels && (known?.tags.length ?? 0) === 0;
  if (neverSeen && member) {
    const tags = underNewNames(labels, member.tags);
    const given = reconcileSets({ agreed: [], crm: sets.crm, mailchimp: tags }).crm;
    writeLabels(address, rowLabels(known, asShown(given), labelsFrom(tags, [])));
    return;
  }
  const last = known?.labels;
  const kept = last ? labelsFrom(underNewNames(labels, last.tags), last.lists, last.apart) : null;
  writeLabels(address, rowLabels(known, asShown(sets.crm), kept));
}

export function labelNumbers(plans: readonly PersonPlan[]) {
  const labels = plans.flatMap((plan) => plan.addresses).flatMap((address) => address.labels ?? []);
  const moves = plans.flatMap((plan) => plan.further ?? []);
  return {
    tagsToMailchimp: labels.reduce((sum, { addTags, removeTags }) => sum + addTags.length + removeTags.length, 0),
    interestsToMailchimp: labels.filter(({ interests }) => Object.keys(interests).length > 0).length,
    furtherJoin: moves.filter((move) => move.do === 'join').length,
    furtherLeave: moves.filter((move) => move.do === 'leave').length,
  };
}
