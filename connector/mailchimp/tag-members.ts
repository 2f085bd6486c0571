/**
 * Gives tags to many members at once, and takes them away, through the static segment that a tag is. Nobody's other tags are
 * touched. https://mailchimp.com/developer/marketing/api/list-segments/batch-add-or-remove-members/
 */

import { z } from 'zod';
import { ServiceError } from '../service-error';
import { inAudience, requireAudience } from './audiences';
import type { MailchimpCaller } from './caller';
import type { TagChange } from './port';
import { readTags } from './tags';

const mostPerCall = 500;

export async function tagMembers(
  caller: MailchimpCaller,
  listId: string,
  changes: readonly TagChange[],
): Promise<{ name: string; refused: string[] }[]> {
  if (changes.length === 0) return [];
  const segments = new Map((await readTags(caller, listId)).map(({ tagId, name }) => [keyOf(name), tagId]));
  const answers: { name: string; refused: string[] }[] = [];
  for (const change of changes) {
    const known = segments.get(keyOf(change.name)) ?? null;
    const tagId = known ?? (change.add.length > 0 ? await createTag(caller, listId, change.name) : null);
    // Taking away a tag that does not exist is done already.
    const refused = tagId === null ? change.add : await changeSegment(caller, listId, tagId, change);
    answers.push({ name: change.name, refused });
  }
  return answers;
}

const segmentShape = z.object({ id: z.union([z.number(), z.string()]) });

/** Null where Mailchimp does not take the name. */
async function createTag(caller: MailchimpCaller, listId: string, name: string): Promise<string | null> {
  try {
    const call = caller.call(segmentShape, (client) =>
      client.lists.createSegmentWithHttpInfo(listId, { name, static_segment: [] }),
    );
    const { data } = await inAudience(caller, listId, call);
    return String(data.id);
  } catch (error) {
    if (!(error instanceof ServiceError) || error.kind !== 'refused') throw error;
    // Somebody was faster, or an answer to us was lost.
    const tags = await readTags(caller, listId);
    return tags.find((tag) => keyOf(tag.name) === keyOf(name))?.tagId ?? null;
  }
}

const answerShape = z.object({
  total_added: z.number(),
  total_removed: z.number(),
  errors: z.array(z.object({ email_addresses: z.array(z.string()).optional() })).optional(),
});

async function changeSegment(
  caller: MailchimpCaller,
  listId: string,
  tagId: string,
  { add, remove }: TagChange,
): Promise<string[]> {
  const refused: string[] = [];
  for (let from = 0; from < Math.max(add.length, remove.length); from += mostPerCall) {
    const body = {
      members_to_add: add.slice(from, from + mostPerCall),
      members_to_remove: remove.slice(from, from + mostPerCall),
    };
    const data = await unlessRefused(
      caller,
      listId,
      caller.call(answerShape, (client) => client.lists.batchSegmentMembersWithHttpInfo(body, listId, tagId)),
    );
    if (data === null) {
      refused.push(...body.members_to_add, ...body.members_to_remove);
      continue;
    }
    caller.countWrites(data.total_added + data.total_removed);
    refused.push(...(data.errors ?? []).flatMap(({ email_addresses }) => email_addresses ?? []));
  }
  return refused;
}

/** Null where Mailchimp does not take the change, or the tag was deleted since it was looked up. */
async function unlessRefused<T>(
  caller: MailchimpCaller,
  listId: string,
  call: Promise<{ data: T }>,
): Promise<T | null> {
  try {
    return (await call).data;
  } catch (error) {
    if (!(error instanceof ServiceError) || (error.kind !== 'not-found' && error.kind !== 'refused')) throw error;
    if (error.kind === 'not-found') await requireAudience(caller, listId);
    return null;
  }
}

const keyOf = (name: string) => name.trim().toLowerCase();
