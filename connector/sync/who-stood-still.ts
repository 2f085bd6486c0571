/** A plan grows old while it waits. Before a resumed run goes on, whoever moved on either side since the reading is taken out of it. */

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
        if (member.lastChanged > state.readAt) moved.add(member.contactId).add(member.id);
    }
  }
  const onList = new Set<string>();
  for await (const page of crm.listMembers(target.list.id)) for (const { personId } of page) onList.add(personId);

  return (plan) =>
    (plan.personId === null || plan.create !== null || onList.has(plan.personId) === plan.wasOnList) &&
    !plan.addresses.some(({ row }) => moved.has(row.mailchimpContactId ?? '') || moved.has(row.memberId ?? ''));
}
