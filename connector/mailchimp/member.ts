/** One member by address: https://mailchimp.com/developer/marketing/api/list-members/get-member-info/ */

import { createHash } from 'node:crypto';
import { ofMember } from './audiences';
import type { MailchimpCaller } from './caller';
import type { Member } from './port';
import { memberFields, memberShape, toMember } from './shapes';

export async function readMember(caller: MailchimpCaller, listId: string, address: string): Promise<Member | null> {
  return readMemberById(caller, listId, memberIdOf(address));
}

export async function readMemberById(
  caller: MailchimpCaller,
  listId: string,
  memberId: string,
): Promise<Member | null> {
  const read = caller.call(memberShape, (client) =>
    client.lists.getListMemberWithHttpInfo(listId, memberId, { fields: memberFields }),
  );
  const answer = await ofMember(caller, listId, read);
  return answer && toMember(answer.data);
}

/** Mailchimp's id of an address. */
export function memberIdOf(address: string): string {
  return createHash('md5').update(address.trim().toLowerCase()).digest('hex');
}
