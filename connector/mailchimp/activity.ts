/** What a member did last: https://mailchimp.com/developer/marketing/api/list-member-activity-feed/ */

import { z } from 'zod';
import { ofMember } from './audiences';
import type { MailchimpCaller } from './caller';
import type { ActivityEntry } from './port';
import { toIso } from './shapes';

const shape = z.object({
  activity: z.array(
    z.object({
      activity_type: z.string(),
      created_at_timestamp: z.string(),
      is_admin_unsubscribed: z.boolean().optional(),
      unsubscribe_reason: z.string().optional(),
      bounce_type: z.string().optional(),
    }),
  ),
});

export async function readActivity(
  caller: MailchimpCaller,
  listId: string,
  memberId: string,
): Promise<ActivityEntry[] | null> {
  const read = caller.call(shape, (client) =>
    client.lists.getListMemberActivityFeedWithHttpInfo(listId, memberId, { count: 50 }),
  );
  const answer = await ofMember(caller, listId, read);
  if (answer === null) return null;
  return answer.data.activity
    .map(({ activity_type, created_at_timestamp, is_admin_unsubscribed, unsubscribe_reason, bounce_type }) => ({
      type: activity_type,
      createdAt: toIso(created_at_timestamp),
      ...(is_admin_unsubscribed === undefined ? {} : { byAdmin: is_admin_unsubscribed }),
      ...(unsubscribe_reason === undefined ? {} : { reason: unsubscribe_reason }),
      ...(bounce_type === undefined ? {} : { isSoftBounce: bounce_type === 'soft' }),
    }))
    .sort((one, other) => other.createdAt.localeCompare(one.createdAt));
}
