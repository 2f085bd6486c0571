/** Tags are static segments: https://mailchimp.com/developer/marketing/docs/organize-contacts/#tags */

import { z } from 'zod';
import { inAudience, ofMember } from './audiences';
import type { MailchimpCaller } from './caller';
import { readAllPages } from './pages';
import type { TagInfo } from './port';

const segmentsShape = z.object({
  segments: z.array(z.object({ id: z.union([z.number(), z.string()]), name: z.string(), member_count: z.number() })),
  total_items: z.number(),
});

export function readTags(caller: MailchimpCaller, listId: string): Promise<TagInfo[]> {
  const fields = ['segments.id', 'segments.name', 'segments.member_count', 'total_items'];
  return readAllPages(async (paging) => {
    const call = caller.call(segmentsShape, (client) =>
      client.lists.listSegmentsWithHttpInfo(listId, { fields, type: 'static', ...paging }),
    );
    const { data } = await inAudience(caller, listId, call);
    return {
      items: data.segments.map(({ id, name, member_count }) => ({
        tagId: String(id),
        name,
        memberCount: member_count,
      })),
      total: data.total_items,
    };
  });
}

const memberTagsShape = z.object({ tags: z.array(z.object({ name: z.string() })), total_items: z.number() });

export function readTagsOfMember(caller: MailchimpCaller, listId: string, memberId: string): Promise<string[] | null> {
  const fields = ['tags.name', 'total_items'];
  const read = readAllPages(async (paging) => {
    const { data } = await caller.call(memberTagsShape, (client) =>
      client.lists.getListMemberTagsWithHttpInfo(listId, memberId, { fields, ...paging }),
    );
    return { items: data.tags.map(({ name }) => name), total: data.total_items };
  });
  return ofMember(caller, listId, read);
}
