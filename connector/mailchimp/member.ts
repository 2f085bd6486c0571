/** One member by address: https://mailchimp.com/developer/marketing/api/list-members/get-member-info/ */

import { createHash } from 'node:crypto';
import { ServiceError } from '../service-error';
import { requireAudience } from './audiences';
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
  try {
    const { data } = await caller.call(memberShape, (client) =>
      client.lists.getListMemberWithHttpInfo(listId, memberId, { fields: memberFields }),
    );
    return toMember(data);
  } catch (error) {
    if (!(error instanceof ServiceError) || error.kind !== 'not-found') throw error;
    await requireAudience(caller, listId);
    return null;
  }
}

/** Mailchimp's id of an address. */
export function memberIdOf(address: string): string {
  return createHash('md5').update(address.trim().toLowerCase()).digest('hex');
}
