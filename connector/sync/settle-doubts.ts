/**
 * After a crash nobody knows how far the last chunk came. Both sides are asked, and what is done already is taken out of the
 * plan, so that nothing is sent twice.
 */

import type { PersonType } from '../reconcile/situation';
import type { Applying } from './applying';
import { settleAddress } from './carry-person-changes';
import { keepMailchimp, type AddressPlan, type PersonPlan } from './person-plan';

export async function settleDoubts(applying: Applying, plans: PersonPlan[]): Promise<void> {
  await settlePeople(applying, plans, applying.target.type);
  await settlePlacesOnList(applying, plans);
  await Promise.all(plans.flatMap((plan) => plan.addresses).map((address) => settleMember(applying, address)));
  await settleRows(applying, plans);
}

async function settlePeople({ crm }: Applying, plans: PersonPlan[], type: PersonType): Promise<void> {
  const created = await crm.existing(
    type,
    plans.flatMap((plan) => (plan.create ? [plan.create.id] : [])),
  );
  for (const plan of plans) if (plan.create && created.has(plan.create.id)) plan.create = null;
}

async function settlePlacesOnList({ crm, target }: Applying, plans: PersonPlan[]): Promise<void> {
  const moving = plans.filter((plan) => plan.crm !== 'nothing' && plan.personId !== null);
  const now = await crm.listMembersAmong(
    target.list.id,
    moving.map((plan) => plan.personId!),
  );
  const onList = new Set(now.map((one) => one.personId));
  for (const plan of moving) {
    if (onList.has(plan.personId!) === (plan.crm !== 'leave')) plan.crm = 'nothing';
  }
}

async function settleMember(applying: Applying, address: AddressPlan): Promise<void> {
  const { mailchimp, target } = applying;
  const { move } = address;
  if (move.do === 'nothing') return settleAddress(applying, address);
  const member = await mailchimp.member(target.audience.listId, address.row.address);
  const status = member?.status ?? 'absent';
  if (move.do === 'archive' || move.do === 'unsubscribe') {
    if (status !== 'subscribed' && status !== 'pending') address.move = { do: 'nothing' };
    return;
  }
  if (move.status === 'pending') {
    // The mail may or may not have gone out, and the row says that it has: in doubt nobody is asked again.
    address.move = { do: 'nothing' };
    return;
  }
  if (!member || status === 'archived') return;
  address.move = { do: 'nothing' };
  if (status === 'subscribed') {
    Object.assign(address.row, { memberId: member.id, mailchimpContactId: member.contactId, webId: member.webId });
  } else {
    keepMailchimp(address, { outcome: 'attention', reason: 'refused-by-mailchimp' });
  }
}

async function settleRows({ crm }: Applying, plans: PersonPlan[]): Promise<void> {
  const fresh = plans.flatMap((plan) => plan.addresses).filter(({ stored }) => stored === null);
  const written = await crm.existing(
    'mcs_audiencemember',
    fresh.map(({ row }) => row.id),
  );
  for (const address of fresh) if (written.has(address.row.id)) address.stored = 'written before the crash';
}
