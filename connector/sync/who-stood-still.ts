/** A plan grows old while it waits. Before a resumed run goes on, whoever moved on either side since the reading is taken out of it. */

import { memberIdOf } from '../mailchimp/member';
import type { Applying } from './applying';
import type { PersonPlan } from './person-plan';
import type { RunState } from './run-state';

export async function whoStoodStill(
  { crm, mailchimp, target }: Applying,
  state: RunState,
): Promise<(plan: PersonPlan) => boolean> {
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

  return (plan) =>
    !edited.has(plan.personId ?? '') &&
    (plan.personId === null || plan.create !== null || onList.has(plan.personId) === plan.wasOnList) &&
    !plan.addresses.some(
      ({ row }) =>
        moved.has(row.mailchimpContactId ?? '') ||
        moved.has(row.memberId ?? '') ||
        // Not in Mailchimp when it was read, and there by now.
        (moved.size > 0 && moved.has(memberIdOf(row.address))),
    );
}
