/**
 * People whom a further list brings: on it, and neither in the audience nor on its main list. A tie may subscribe them; where it
 * does not they are left out, with the reason.
 */

import type { MemberRow } from '../../dataverse/port';
import { fold } from '../../reconcile/match-people';
import { outcomeOf } from '../../reconcile/outcome-of';
import { survivorOf, type FurtherLists } from '../reading/further-lists';
import type { Labels } from '../labels/labels';
import type { AddressPlan } from '../run/person-plan';
import type { PlannedPerson } from './plan-person';
import { addressesOf, type Snapshot } from '../reading/read';

export interface Newcomer {
  /** On the further list. */
  since: string;
  /** The tie subscribes whoever joins its list. */
  isBrought: boolean;
}

/** Leaving the audience later does not bring anybody again. */
export function newcomersOf(snapshot: Snapshot, { ties }: Labels, further: FurtherLists): Map<string, Newcomer> {
  const newcomers = new Map<string, Newcomer>();
  if (ties.length === 0) return newcomers;
  const people = new Map(snapshot.people.map((person) => [person.id, person]));
  const subscribed = snapshot.members.filter(({ status }) => status === 'subscribed' || status === 'pending');
  const members = new Set(subscribed.flatMap(({ id, contactId }) => [id, contactId]));
  const isIn = (row: MemberRow) => members.has(row.memberId ?? '') || members.has(row.mailchimpContactId ?? '');
  const addresses = { in: addressesOfMembers(subscribed), known: addressesOfMembers(snapshot.members) };
  const rowsOf = new Map<string, MemberRow[]>();
  for (const row of snapshot.rows) {
    if (row.personId === null) continue;
    const survivor = survivorOf(row.personId, people);
    rowsOf.set(survivor, [...(rowsOf.get(survivor) ?? []), row]);
  }
  const onList = new Set([...snapshot.addedOn.keys()].map((id) => survivorOf(id, people)));
  // Whom one list brings is brought, whatever another one says.
  for (const { list, subscribeStrangers } of ties.toSorted(bringingFirst)) {
    for (const [personId, since] of further.get(list.id) ?? []) {
      const person = people.get(personId);
      const rows = rowsOf.get(personId) ?? [];
      if (!person || person.masterId !== null || onList.has(personId) || newcomers.has(personId)) continue;
      if (rows.some((row) => isIn(row) || row.labels?.lists.includes(list.id))) continue;
      const known = subscribeStrangers ? addresses.in : addresses.known;
      if (addressesOf(person).some((address) => known.has(address))) continue;
      // What was said about somebody who had to do with the audience before stands.
      if (
        !subscribeStrangers &&
        rows.some(({ reason }) => reason !== 'further-list-only' && reason !== 'not-subscribed')
      )
        continue;
      newcomers.set(personId, { since, isBrought: subscribeStrangers });
    }
  }
  return newcomers;
}

const bringingFirst = (one: { subscribeStrangers: boolean }, other: { subscribeStrangers: boolean }) =>
  Number(other.subscribeStrangers) - Number(one.subscribeStrangers);

const addressesOfMembers = (members: readonly { address: string }[]) =>
  new Set(members.map(({ address }) => fold(address)));

/** Newcomers are decided about as if they were on the main list; here they are put on it, or not. */
export function placeNewcomers(
  planned: readonly PlannedPerson[],
  newcomers: ReadonlyMap<string, Newcomer>,
  rows: readonly MemberRow[],
): void {
  if (newcomers.size === 0) return;
  const known = new Map(rows.map((row) => [row.id, row]));
  for (const { plan, decision } of planned) {
    const newcomer = newcomers.get(plan.personId ?? '');
    if (!newcomer) continue;
    plan.wasOnList = false;
    if (!newcomer.isBrought) {
      Object.assign(plan, { crm: 'nothing', optOut: null });
      Object.assign(decision, { crm: 'nothing', optOut: null });
      decision.addresses = decision.addresses.map((one) => ({ ...one, mailchimp: { do: 'nothing' } }));
      for (const address of plan.addresses) leaveOut(address, known.get(address.row.id)?.no ?? null);
    } else if (plan.addresses.some(({ move }) => move.do === 'add' || move.do === 'restore')) {
      plan.crm = 'join';
      decision.crm = 'join';
      continue;
    }
    for (const address of plan.addresses) keepOffList(address);
  }
}

function leaveOut(address: AddressPlan, no: MemberRow['no']): void {
  const { row, read, before } = address;
  const reason = 'further-list-only';
  Object.assign(address, { move: { do: 'nothing' }, names: null, fields: null, rename: null });
  Object.assign(row, {
    status: read.mailchimp?.status ?? 'absent',
    mailchimpChangedOn: read.mailchimp?.changedOn ?? null,
    outcome: outcomeOf(reason),
    reason,
    no,
    wasIn: before.wasIn,
    retryDue: null,
    last: read,
  });
}

function keepOffList({ row, before }: AddressPlan): void {
  row.onList = false;
  row.listChangedOn = before.last.crm?.changedOn ?? null;
  if (row.last.crm) row.last = { ...row.last, crm: { ...row.last.crm, onList: false, changedOn: row.listChangedOn } };
}
