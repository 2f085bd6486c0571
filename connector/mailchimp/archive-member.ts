/** Archiving: https://mailchimp.com/developer/marketing/api/list-members/archive-list-member/ */

import { z } from 'zod';
import { ServiceError } from '../service-error';
import { requireAudience } from './audiences';
import type { MailchimpCaller } from './caller';
import { readMemberById } from './member';
import type { Refusal } from './port';
import { refusalOf } from './refusals';

export async function archiveMember(
  caller: MailchimpCaller,
  listId: string,
  memberId: string,
): Promise<Refusal | null> {
  try {
    await caller.call(z.unknown(), (client) => client.lists.deleteListMemberWithHttpInfo(listId, memberId));
    caller.countWrites(1);
    return null;
  } catch (error) {
    if (error instanceof ServiceError && error.kind === 'not-found') {
      await requireAudience(caller, listId);
      return null;
    }
    const refusal = refusalOf(error, '');
    if (refusal === null) throw error;
    if (refusal.kind !== 'cannot-archive') return refusal;
    // The refusal does not say which of bounced, pending or archived it is.
    const member = await readMemberById(caller, listId, memberId);
    if (member === null || member.status === 'archived') return null;
    return { ...refusal, address: member.address };
  }
}
