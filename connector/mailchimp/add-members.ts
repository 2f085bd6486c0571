/**
 * New members in bulk: https://mailchimp.com/developer/marketing/api/lists/batch-subscribe-or-unsubscribe/
 * Nobody who is there already is touched (`update_existing` false) and tags are never sent.
 */

import { z } from 'zod';
import { inAudience } from './audiences';
import type { MailchimpCaller } from './caller';
import type { Member, NewMember, Refusal } from './port';
import { bulkErrorShape, refusalOfBulkError } from './refusals';
import { addedMemberShape, toMember } from './shapes';

const mostPerCall = 500;

const shape = z.object({ new_members: z.array(addedMemberShape), errors: z.array(bulkErrorShape) });

export async function addMembers(
  caller: MailchimpCaller,
  listId: string,
  members: readonly NewMember[],
): Promise<{ added: Member[]; refused: Refusal[] }> {
  const added: Member[] = [];
  const refused: Refusal[] = [];
  // The same address twice in one call would be refused.
  const each = [...new Map(members.map((member) => [keyOf(member.address), member])).values()];
  for (let from = 0; from < each.length; from += mostPerCall) {
    const chunk = each.slice(from, from + mostPerCall);
    const answer = await addChunk(caller, listId, chunk);
    added.push(...answer.added);
    refused.push(...answer.refused, ...unanswered(chunk, answer));
    caller.countWrites(answer.added.length);
  }
  return { added, refused };
}

async function addChunk(
  caller: MailchimpCaller,
  listId: string,
  chunk: readonly NewMember[],
): Promise<{ added: Member[]; refused: Refusal[] }> {
  const body = { members: chunk.map(toBody), update_existing: false };
  const call = caller.call(shape, (client) => client.lists.batchListMembersWithHttpInfo(listId, body, {}));
  const { data } = await inAudience(caller, listId, call);
  return { added: data.new_members.map(toMember), refused: data.errors.map(refusalOfBulkError) };
}

function toBody(member: NewMember): object {
  return { email_address: member.address.trim(), status: member.status, merge_fields: member.fields ?? {} };
}

/** Mailchimp has been seen to pass over a person in silence. */
function unanswered(chunk: readonly NewMember[], answer: { added: Member[]; refused: Refusal[] }): Refusal[] {
  const named = new Set([...answer.added, ...answer.refused].map(({ address }) => keyOf(address)));
  return chunk
    .filter(({ address }) => !named.has(keyOf(address)))
    .map(({ address }) => ({ address, kind: 'other', message: 'Mailchimp did not say what became of this person.' }));
}

function keyOf(address: string): string {
  return address.trim().toLowerCase();
}
