/**
 * Mailchimp forgets which status a member had before it was archived: an unsubscribe and the archiving may both have happened since
 * we last looked. The member's activity is asked, and for somebody never seen before whatever stays unclear counts as a no.
 */

import type { MemberRow } from '../../dataverse/port';
import type { ActivityEntry, MailchimpAccount } from '../../mailchimp/port';
import { complaint } from '../../reconcile/read-mailchimp-word';
import type { BeforeArchiving } from '../../reconcile/situation';
import type { BeforeArchive, Group } from './plan-person';

export async function saysNoBeforeArchive(
  mailchimp: MailchimpAccount,
  listId: string,
  group: Group,
): Promise<BeforeArchive> {
  const answers = new Map<string, BeforeArchiving>();
  const { personId, listedAs } = group;
  if (personId === null) return answers;
  for (const { member, row } of group.entries) {
    if (member?.status !== 'archived' || !matters(row, listedAs.length > 0)) continue;
    const activity = await mailchimp.activity(listId, member.id);
    answers.set(member.contactId, latestWord(activity, row));
  }
  return answers;
}

/**
 * Archived since we last looked, with no no on record; or whose word counts because the person is on the list: never seen before, or
 * taken for a no unasked, or archived by us and put on the list again.
 */
function matters(row: MemberRow | null, isOnList: boolean): boolean {
  if (row === null || isUndecided(row)) return isOnList;
  const { no, last } = row;
  if (no !== null) return isOnList && no.presumed === true;
  if (last.mailchimp?.status !== 'archived') return true;
  return isOnList && last.crm?.onList === false && last.mailchimp.by === 'us';
}

/** Seen, but what it said was not answered yet: it is asked as at first sight. */
const isUndecided = ({ no, last }: MemberRow): boolean => no === null && last.mailchimp === null;

/** A later sign-up takes an earlier no back; what an administrator did to somebody whom we knew is no word of the person. */
export function latestWord(activity: readonly ActivityEntry[] | null, row: MemberRow | null): BeforeArchiving {
  // Deleted since the reading: what was said before cannot be known any more.
  if (activity === null) return 'unsubscribed';
  const isKnown = row !== null && !isUndecided(row) && !row.no?.presumed;
  const since = isKnown && row.last.mailchimp?.by === 'us' ? beforeOurs(row) : -Infinity;
  const entries = activity.filter(({ createdAt }) => Date.parse(createdAt) >= since);
  for (const entry of entries) {
    if (isKnown && (entry.type.includes('signup') || entry.type === 'subscribe')) return 'no-objection';
    const no = noIn(entry);
    if (no && !(isKnown && entry.byAdmin === true)) return no;
  }
  // Of somebody whom we knew it was no unsubscribe that fifty others have followed since we last looked.
  return isKnown || activity.length < mostActivities ? 'no-objection' : 'unsubscribed';
}

/** What was said while the run that archived the member was reading already, it did not hear; what was said before, it knew. */
const beforeOurs = ({ last }: MemberRow): number => Date.parse(last.mailchimp?.changedOn ?? '') || -Infinity;

/** Mailchimp shows no more than these; what lies before them is unknown. */
const mostActivities = 50;

/** Action words of https://mailchimp.com/developer/marketing/api/list-member-activity/ and of the newer feed of the same. */
function noIn({ type, reason, isSoftBounce }: ActivityEntry): Exclude<BeforeArchiving, 'no-objection'> | null {
  switch (type) {
    case 'unsub':
    case 'unsubscribe':
      return complaint.test(reason ?? '') ? 'complained' : 'unsubscribed';
    case 'abuse':
      return 'complained';
    case 'bounce':
    case 'hard_bounce':
      return isSoftBounce === true ? null : 'bounced';
    default:
      return null;
  }
}
