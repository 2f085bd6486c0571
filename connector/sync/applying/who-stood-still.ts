/** A plan grows old while it waits. Before a resumed run goes on, whoever moved on either side since the reading is taken out of it. */

import { memberIdOf } from '../../mailchimp/member';
import type { Applying } from './applying';
import type { PersonPlan } from '../run/person-plan';
import type { RunState } from '../run/run-state';

export async function whoStoodStill(
  { crm, mailchimp, target }: Applying,
  state: RunState,
): Promise<(plans: PersonPlan[]) => Promise<PersonPlan[]>> {
  const moved = new Set<string>();
  for (const archived of [false, true]) {
    for await (const page of mailchimp.members(target.audience.listId, { archived, sinceLastChanged: state.readAt })) {
      for (const member of page.members)
        if (Date.parse(member.lastChanged) > Date.parse(state.readAt)) moved.add(member.contactId).add(member.id);
    }
  }
  const onList = new Set<string>();
  for await (const page of crm.listMembers(target.list.id)) for (const { personId } of page) onList.add(personId);

  // Dates of Dynamics 365 have no fractions: what was edited within the second of the reading was read.
  const edited = new Set<string>();
  const nextSecond = new Date(Date.parse(state.crmReadAt) + 1000).toISOString();
  for await (const page of crm.peopleOnList(target.list.id, target.type, nextSecond)) {
    for (const { id } of page) edited.add(id);
  }

  const stands = (plan: PersonPlan) =>
    !edited.has(plan.personId ?? '') &&
    (plan.personId === null || plan.create !== null || onList.has(plan.personId) === plan.wasOnList) &&
    !plan.addresses.some(
      ({ row }) =>
        moved.has(row.mailchimpContactId ?? '') ||
        moved.has(row.memberId ?? '') ||
        // Not in Mailchimp when it was read, and there by now.
        (moved.size > 0 && moved.has(memberIdOf(row.address))),
    );
  return async (plans) => {
    const still = plans.filter(stands);
    // Of what was approved, or is undone, no later reading would tell again.
    if (state.approved || state.undo) return still;
    const written = still.flatMap((plan) => (isWrittenOffTheList(plan) ? (plan.personId ?? []) : []));
    const people = written.length === 0 ? [] : await crm.peopleById(target.type, written);
    for (const { id, modifiedOn } of people) {
      if (modifiedOn !== null && Date.parse(modifiedOn) >= Date.parse(nextSecond)) edited.add(id);
    }
    const unedited = still.filter(({ personId }) => !edited.has(personId ?? ''));
    if (unedited.length < still.length) state.readAgain = true;
    return unedited;
  };
}

/** Of those on the list one question tells who was edited; whoever is not, or joins it only by this run, is asked for. */
const isWrittenOffTheList = ({ wasOnList, create, crm, names, fields, newAddresses, optOut }: PersonPlan): boolean =>
  !wasOnList &&
  create === null &&
  (crm === 'join' || names !== null || (fields ?? null) !== null || newAddresses !== null || optOut !== null);
