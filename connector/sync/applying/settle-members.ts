/**
 * How the members of a chunk whose end was not recorded stand in Mailchimp now, and what is taken out of the plan because it is
 * done already. A few are asked for one by one; of many only those are read who changed since the plan was made.
 */

import type { Member } from '../../mailchimp/port';
import { fold } from '../../reconcile/match-people';
import type { Applying } from './applying';
import { settleAddress } from './carry-person-changes';
import { keepMailchimp, type AddressPlan, type PersonPlan } from '../run/person-plan';
import { settleMergeFields } from './settle-fields';

/** Of an address; undefined: nothing of it changed since it was read. */
export type MemberNow = (address: string) => Promise<Member | null | undefined>;

export async function settleMembers(applying: Applying, plans: readonly PersonPlan[]): Promise<void> {
  const doubtful = plans
    .flatMap(({ addresses }) => addresses)
    .filter(({ move, rename, names, fields }) => move.do !== 'nothing' || rename !== null || Boolean(names ?? fields));
  if (doubtful.length === 0) return;
  const memberNow = doubtful.length > mostSingleMembers ? await changedSince(applying) : askedFor(applying);
  await Promise.all(
    doubtful.map(async (address) => {
      await settleMergeFields(memberNow, address);
      await settleMember(memberNow, address);
    }),
  );
}

const mostSingleMembers = 50;

const askedFor =
  ({ mailchimp, target }: Applying): MemberNow =>
  (address) =>
    mailchimp.member(target.audience.listId, address);

/** Dates of Mailchimp have no fractions, and what happened within the second of the reading may have come after it. */
const marginMs = 2_000;

async function changedSince({ mailchimp, target, readAt }: Applying): Promise<MemberNow> {
  const changed = new Map<string, Member>();
  const sinceLastChanged = new Date(Date.parse(readAt) - marginMs).toISOString();
  for (const archived of [false, true]) {
    for await (const { members } of mailchimp.members(target.audience.listId, { archived, sinceLastChanged })) {
      for (const member of members) {
        const known = changed.get(fold(member.address));
        if (!known || known.lastChanged <= member.lastChanged) changed.set(fold(member.address), member);
      }
    }
  }
  return (address) => Promise.resolve(changed.get(fold(address)));
}

async function settleMember(memberNow: MemberNow, address: AddressPlan): Promise<void> {
  const { move } = address;
  if (move.do === 'nothing') return settleAddress(memberNow, address);
  const member = await memberNow(address.row.address);
  const asRead = address.read.mailchimp?.status ?? 'absent';
  const status = member === undefined ? asRead : (member?.status ?? 'absent');
  if (move.do === 'archive' || move.do === 'unsubscribe') {
    if (status !== 'subscribed' && status !== 'pending') address.move = { do: 'nothing' };
    return;
  }
  if (move.status === 'pending') {
    // The mail may or may not have gone out, and the row says that it has: in doubt nobody is asked again.
    address.move = { do: 'nothing' };
    return;
  }
  if (!member || status === 'archived' || (move.do === 'restore' && status === asRead)) return;
  address.move = { do: 'nothing' };
  // Whoever was added brought the fields along.
  if (move.do === 'add') address.fields = null;
  if (status === 'subscribed') {
    Object.assign(address.row, { memberId: member.id, mailchimpContactId: member.contactId, webId: member.webId });
  } else {
    keepMailchimp(address, { outcome: 'attention', reason: 'refused-by-mailchimp' });
  }
}
