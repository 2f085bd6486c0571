/** Carries tags, interests and places on further lists over, many people at a time, once everybody's membership is settled. */

import type { TagChange } from '../../mailchimp/port';
import { fold } from '../../reconcile/match-people';
import { keyOfName } from '../../reconcile/sets';
import { ServiceError } from '../../service-error';
import type { Applying } from './applying';
import type { AddressPlan, PersonPlan } from '../run/person-plan';
import { keepLabels, labelsFrom, type FurtherMove, type LabelPlan } from '../run/row-labels';

type Labelled = AddressPlan & { labels: LabelPlan };

export async function carryLabels(applying: Applying, plans: readonly PersonPlan[]): Promise<void> {
  const addresses = plans.flatMap((plan) => plan.addresses).filter((one): one is Labelled => one.labels !== undefined);
  // Whoever was refused, or waits for an answer, is not subscribed yet: theirs is carried over when they are.
  for (const address of addresses) if (!isLive(address)) keepLabels(address);
  const live = addresses.filter(isLive);
  await carryTags(applying, live);
  await carryInterests(applying, live);
  for (const listId of new Set(plans.flatMap(({ further }) => (further ?? []).map((move) => move.listId)))) {
    await carryPlaces(applying, plans, listId, 'leave');
    await carryPlaces(applying, plans, listId, 'join');
  }
  await moveFurtherPlaces(applying, plans);
}

const isLive = ({ row }: AddressPlan) => row.status === 'subscribed' && row.memberId !== null;

async function carryTags({ mailchimp, target }: Applying, addresses: readonly Labelled[]): Promise<void> {
  const changes = new Map<string, TagChange>();
  const changeOf = (name: string) => {
    const change = changes.get(keyOfName(name)) ?? { name, add: [], remove: [] };
    changes.set(keyOfName(name), change);
    return change;
  };
  for (const { row, labels } of addresses) {
    for (const name of labels.addTags) changeOf(name).add.push(row.address);
    for (const name of labels.removeTags) changeOf(name).remove.push(row.address);
  }
  if (changes.size === 0) return;
  const answers = await mailchimp.tagMembers(target.audience.listId, [...changes.values()]);
  const refused = new Set(answers.flatMap((one) => one.refused).map(fold));
  for (const address of addresses) if (refused.has(fold(address.row.address))) refuse(address);
}

async function carryInterests({ mailchimp, target }: Applying, addresses: readonly Labelled[]): Promise<void> {
  const changing = addresses.filter(({ labels }) => Object.keys(labels.interests).length > 0);
  if (changing.length === 0) return;
  const answers = await mailchimp.changeMembers(
    target.audience.listId,
    changing.map(({ row, labels }) => ({ memberId: row.memberId ?? '', do: 'interests', interests: labels.interests })),
  );
  for (const [index, address] of changing.entries()) {
    const answer = answers[index];
    if (!answer || !('kind' in answer)) continue;
    address.refusal = answer.message;
    refuse(address);
  }
}

function refuse(address: Labelled): void {
  keepLabels(address);
  Object.assign(address.row, { outcome: 'attention', reason: 'refused-by-mailchimp' });
}

async function carryPlaces(
  { crm, target }: Applying,
  plans: readonly PersonPlan[],
  listId: string,
  how: FurtherMove['do'],
): Promise<void> {
  const wanted = plans.filter((plan) => plan.further?.some((move) => move.listId === listId && move.do === how));
  const moving = wanted.filter((plan) => plan.personId !== null && plan.addresses.some(isLive));
  for (const plan of wanted) if (!moving.includes(plan)) keepPlace(plan, listId, how);
  if (moving.length === 0) return;
  const ids = moving.map((plan) => plan.personId ?? '');
  let refused: ReadonlySet<string>;
  try {
    const refusals =
      how === 'join'
        ? await crm.addToList(listId, target.type, ids)
        : await crm.removeFromList(listId, target.type, ids);
    refused = new Set(refusals.map(({ id }) => id));
  } catch (error) {
    // Locked or deactivated meanwhile: the next run says so on the tie, and nobody else has to wait for it.
    if (!(error instanceof ServiceError) || error.kind !== 'refused') throw error;
    refused = new Set(ids);
  }
  for (const plan of moving) if (refused.has(plan.personId ?? '')) keepPlace(plan, listId, how);
}

/** The person stays where they are: remembered as before, so that it is tried again. */
function keepPlace({ addresses, further }: PersonPlan, listId: string, how: FurtherMove['do']): void {
  for (const move of further ?? []) if (move.listId === listId && move.do === how) move.refused = true;
  for (const { row } of addresses) {
    const { tags = [], lists = [], apart } = row.labels ?? {};
    const others = lists.filter((id) => id !== listId);
    const kept = how === 'join' ? others : [...others, listId];
    const labels = labelsFrom(tags, kept, apart);
    if (labels === null) delete row.labels;
    else row.labels = labels;
  }
}

/** The survivor of a merge is put on before the record that is gone is taken off. Doing it twice does no harm. */
async function moveFurtherPlaces({ crm, target }: Applying, plans: readonly PersonPlan[]): Promise<void> {
  const places = plans.flatMap(({ personId, furtherPlaces = [] }) =>
    furtherPlaces.flatMap((place) => (personId === null ? [] : [{ ...place, personId }])),
  );
  for (const listId of new Set(places.map((place) => place.listId))) {
    const ofList = places.filter((place) => place.listId === listId);
    const added = ofList.filter(({ add }) => add).map(({ personId }) => personId);
    const refusals = added.length === 0 ? [] : await crm.addToList(listId, target.type, added);
    const refused = new Set(refusals.map(({ id }) => id));
    const removed = ofList.flatMap(({ personId, remove }) => (refused.has(personId) ? [] : remove));
    await crm.removeFromList(listId, target.type, removed);
  }
}
