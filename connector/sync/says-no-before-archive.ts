/**
 * Mailchimp forgets which status a member had before it was archived. Where somebody on the list is archived there and we have
 * never seen the member before, its activity is asked; whatever stays unclear counts as a no.
 */

import type { MailchimpAccount } from '../mailchimp/port';
import type { BeforeArchive, Group } from './plan-person';
import type { Snapshot } from './read';

export async function saysNoBeforeArchive(
  mailchimp: MailchimpAccount,
  listId: string,
  group: Group,
  { addedOn }: Pick<Snapshot, 'addedOn'>,
): Promise<BeforeArchive> {
  const answers = new Map<string, 'said-no' | 'no-objection'>();
  if (group.personId === null || !addedOn.has(group.personId)) return answers;
  for (const { member, row } of group.entries) {
    if (member?.status !== 'archived' || row) continue;
    const activity = await mailchimp.activity(listId, member.id);
    const complete = activity.length < mostActivities;
    const silent = complete && !activity.some(({ type }) => noes.has(type));
    answers.set(member.contactId, silent ? 'no-objection' : 'said-no');
  }
  return answers;
}

/** Mailchimp shows no more than these; what lies before them is unknown. */
const mostActivities = 50;

/** Action words of https://mailchimp.com/developer/marketing/api/list-member-activity/ . */
const noes: ReadonlySet<string> = new Set(['unsub', 'unsubscribe', 'bounce', 'abuse', 'hard_bounce']);
