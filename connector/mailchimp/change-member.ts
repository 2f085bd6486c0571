/** A member's status, or names: never both, so that a mere change of name cannot subscribe anybody. */

import { ServiceError } from '../service-error';
import { mergeFields } from './add-members';
import { requireAudience } from './audiences';
import type { MailchimpCaller } from './caller';
import type { Answer, MailchimpClient } from './client';
import type { Member, Refusal } from './port';
import { refusalOf } from './refusals';
import { memberShape, toMember } from './shapes';

// A field that is required in the audience says nothing about a status or a name.
const options = { skip_merge_validation: true };

/** PUT rather than PATCH: an archived member returns by it too (https://mailchimp.com/developer/marketing/api/list-members/). */
export async function setStatus(
  caller: MailchimpCaller,
  listId: string,
  memberId: string,
  status: 'subscribed' | 'unsubscribed' | 'pending',
): Promise<Member | Refusal> {
  const answer = await change(caller, listId, (client) =>
    client.lists.setListMemberWithHttpInfo(listId, memberId, { status }, options),
  );
  const isOut = 'status' in answer && (answer.status === 'unsubscribed' || answer.status === 'cleaned');
  if (status === 'unsubscribed' || !isOut) return answer;
  // Instead of refusing, Mailchimp sometimes leaves somebody who said no as they are.
  return { address: answer.address, kind: 'compliance', message: `Mailchimp left the member ${answer.status}.` };
}

export function setNames(
  caller: MailchimpCaller,
  listId: string,
  memberId: string,
  names: { firstName?: string; lastName?: string },
): Promise<Member | Refusal> {
  const body = { merge_fields: mergeFields(names) };
  return change(caller, listId, (client) => client.lists.updateListMemberWithHttpInfo(listId, memberId, body, options));
}

async function change(
  caller: MailchimpCaller,
  listId: string,
  send: (client: MailchimpClient) => Promise<Answer>,
): Promise<Member | Refusal> {
  try {
    const { data } = await caller.call(memberShape, send);
    caller.countWrites(1);
    return toMember(data);
  } catch (error) {
    const refusal = refusalOf(error, '');
    if (refusal === null) throw error;
    if (error instanceof ServiceError && error.kind === 'not-found') await requireAudience(caller, listId);
    return refusal;
  }
}
