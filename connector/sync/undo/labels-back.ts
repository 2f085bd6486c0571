/**
 * Takes back what a run did about a person's tags, interests and places on further lists, where it still stands. Where the two
 * sides differ then, they are remembered as left apart, so that no later run carries the difference over again.
 */

import type { LastLabels } from '../../dataverse/port';
import type { Member } from '../../mailchimp/port';
import { keyOfName } from '../../reconcile/sets';
import type { BeforeImage } from '../recording/before-image';
import type { FurtherLists } from '../reading/further-lists';
import { underNewNames, type Labels } from '../labels/labels';
import type { AddressPlan } from '../run/person-plan';
import { labelsFrom, rowLabels, writeLabels, type FurtherMove } from '../run/row-labels';
import type { Tie } from '../labels/ties';
import type { UndoNumbers } from './undo-numbers';

export interface LabelsNow {
  labels: Pick<Labels, 'tags' | 'renamed' | 'ties'>;
  /** Also of lists that are tied no more. */
  further: FurtherLists;
}

interface Carrier {
  address: AddressPlan;
  was: BeforeImage['addresses'][number] | undefined;
  /** As it is now; null where nobody asked. */
  member: Member | null;
  /** Subscribed once the undo is carried out: else all of this is frozen. */
  live: boolean;
  crm: Tags;
  mailchimp: Tags;
  interests: Map<string, boolean>;
  touched: Set<string>;
}

/** By key, as they are written. */
type Tags = Map<string, string>;

/** Writes into the plans of the addresses; answers the further lists that the person joins or leaves. */
export function labelsBack(
  image: BeforeImage,
  addresses: readonly { address: AddressPlan; member: Member | null }[],
  now: LabelsNow & { mayJoin: boolean },
  numbers: UndoNumbers,
): FurtherMove[] {
  const carriers = addresses.map(({ address, member }): Carrier => {
    const { row } = address;
    return {
      address,
      was: image.addresses.find(({ rowId }) => rowId === row.id),
      member,
      live: row.status === 'subscribed',
      crm: byKey(underNewNames(now.labels, row.tags)),
      mailchimp: byKey(member?.tags ?? underNewNames(now.labels, row.labels?.tags ?? [])),
      interests: new Map(),
      touched: new Set(),
    };
  });
  for (const carrier of carriers) takeBack(carrier, now.labels, numbers);
  const moves = placesBack(image, carriers, now, numbers);
  const ties = now.labels.ties.filter((tie) => isTouched(tie, carriers, moves));
  for (const carrier of carriers) if (carrier.live) writeBack(carrier, carriers, ties, placesAfter(image, moves, now));
  return moves;
}

function takeBack(carrier: Carrier, labels: LabelsNow['labels'], numbers: UndoNumbers): void {
  const { was, live, member, address } = carrier;
  if (!was?.labels && !was?.text) return;
  if (!live || member === null) {
    // Whom the undo takes out of Mailchimp again keeps there what nobody sees.
    if (address.move.do === 'nothing') numbers.moved += 1;
    return;
  }
  const exists = new Set(labels.tags.map(({ name }) => keyOfName(name)));
  const swap = (tags: Tags, change: { added: string[]; removed: string[] } | undefined) => {
    for (const tag of underNewNames(labels, change?.added ?? [])) {
      if (tags.delete(keyOfName(tag))) note(carrier, tag, numbers);
      else numbers.moved += 1;
    }
    for (const tag of underNewNames(labels, change?.removed ?? [])) {
      const key = keyOfName(tag);
      if (tags.has(key) || !exists.has(key)) numbers.moved += 1;
      else {
        tags.set(key, tag);
        note(carrier, tag, numbers);
      }
    }
  };
  swap(carrier.mailchimp, was.labels);
  swap(carrier.crm, was.text);
  for (const [id, has] of Object.entries(was.labels?.interests ?? {})) {
    if (member.interests?.[id] !== has) numbers.moved += 1;
    else {
      carrier.interests.set(id, !has);
      numbers.back.interests += 1;
    }
  }
}

function note({ touched }: Carrier, tag: string, numbers: UndoNumbers): void {
  touched.add(keyOfName(tag));
  numbers.back.tags += 1;
}

function placesBack(
  { further = [], personId }: BeforeImage,
  carriers: readonly Carrier[],
  now: LabelsNow & { mayJoin: boolean },
  numbers: UndoNumbers,
): FurtherMove[] {
  const isLive = carriers.some(({ live, address }) => live && address.row.memberId !== null);
  return further.flatMap(({ listId, do: did }): FurtherMove[] => {
    const isOn = now.further.get(listId)?.has(personId ?? '') ?? false;
    const stands = isOn === (did === 'join') && isLive && (did === 'join' || now.mayJoin);
    if (!stands) {
      numbers.moved += 1;
      return [];
    }
    numbers.back.further += 1;
    return [{ listId, do: did === 'join' ? 'leave' : 'join' }];
  });
}

const isTouched = (tie: Tie, carriers: readonly Carrier[], moves: readonly FurtherMove[]): boolean =>
  moves.some(({ listId }) => listId === tie.list.id) ||
  carriers.some(({ touched, interests }) =>
    tie.kind === 'tag' ? touched.has(keyOfName(tie.name)) : interests.has(tie.mailchimpId),
  );

const placesAfter =
  ({ personId }: BeforeImage, moves: readonly FurtherMove[], now: LabelsNow) =>
  (listId: string): boolean => {
    const move = moves.find((one) => one.listId === listId);
    return move ? move.do === 'join' : (now.further.get(listId)?.has(personId ?? '') ?? false);
  };

function writeBack(
  carrier: Carrier,
  all: readonly Carrier[],
  ties: readonly Tie[],
  isOnAfter: (listId: string) => boolean,
): void {
  const { address, touched, member, crm, mailchimp, interests } = carrier;
  if (touched.size === 0 && interests.size === 0 && ties.length === 0) return;
  const { row } = address;
  const before = row.labels ?? null;
  const tags = byKey(before?.tags ?? []);
  const apartTags = byKey(before?.apart?.tags ?? []);
  for (const key of touched) {
    const name = mailchimp.get(key) ?? crm.get(key) ?? key;
    put(tags, key, name, mailchimp.has(key));
    put(apartTags, key, name, mailchimp.has(key) !== crm.has(key));
  }
  const lists = new Map((before?.lists ?? []).map((id) => [id, id]));
  const apartLists = new Map((before?.apart?.lists ?? []).map((id) => [id, id]));
  for (const tie of ties) {
    const { id } = tie.list;
    const has = all.some((one) => one.live && carries(one, tie));
    put(lists, id, id, has);
    put(apartLists, id, id, has !== isOnAfter(id));
  }
  const apart: LastLabels['apart'] = { tags: [...apartTags.values()], lists: [...apartLists.values()] };
  const kept = rowLabels(row, row.tags, before);
  const text = [...crm.values()];
  writeLabels(address, rowLabels(row, text, labelsFrom([...tags.values()], [...lists.values()], apart)));
  const inMailchimp = byKey(member?.tags ?? []);
  const addTags = member === null ? [] : [...mailchimp].flatMap(([key, name]) => (inMailchimp.has(key) ? [] : [name]));
  const removeTags = [...inMailchimp].flatMap(([key, name]) => (mailchimp.has(key) ? [] : [name]));
  if (addTags.length + removeTags.length + interests.size === 0) return;
  address.labels = { addTags, removeTags, interests: Object.fromEntries(interests), before: kept };
}

function carries({ mailchimp, member, interests, address }: Carrier, tie: Tie): boolean {
  if (tie.kind === 'tag') return mailchimp.has(keyOfName(tie.name));
  const has = interests.get(tie.mailchimpId) ?? member?.interests?.[tie.mailchimpId];
  return has ?? address.row.labels?.lists.includes(tie.list.id) ?? false;
}

const byKey = (names: readonly string[]): Tags => new Map(names.map((name) => [keyOfName(name), name]));

function put(tags: Tags, key: string, name: string, has: boolean): void {
  if (has) tags.set(key, name);
  else tags.delete(key);
}
