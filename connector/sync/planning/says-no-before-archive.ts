/**
 * Mailchimp forgets which status a member had before it was archived: an unsubscribe and the archiving may both have happened since
 * we last looked. The member's activity is asked, and for somebody never seen before whatever stays unclear counts as a no.
 */

import type { MemberRow } from '../../dataverse/port';
import type { ActivityEntry, MailchimpAccount } from '../../mailchimp/port';
import type { BeforeArchive, Group } from './plan-person';
import type { Snapshot } from '../reading/read';

export async function saysNoBeforeArchive(
  mailchimp: MailchimpAccount,
  listId: string,
  group: Group,
  { addedOn }: Pick<Snapshot, 'addedOn'>,
): Promise<BeforeArchive> {
  const answers = new Map<string, 'said-no' | 'no-objection'>();
  const { personId } = group;
  if (personId === null) return answers;
  for (const { member, row } of group.entries) {
    if (member?.status !== 'archived' || !isNew(row, addedOn.has(personId))) continue;
    const activity = await mailchimp.activity(listId, member.id);
    if (activity === null) {
      // Deleted since the reading: what was said before cannot be known any more.
      answers.set(member.contactId, 'said-no');
      continue;
    }
    if (row && !isUndecided(row)) {
      answers.set(member.contactId, latestWord(activity));
      continue;
    }
    const complete = activity.length < mostActivities;
    const silent = complete && !activity.some(({ type }) => noes.has(type));
    answers.set(member.contactId, silent ? 'no-objection' : 'said-no');
  }
  return answers;
}

/** Archived since we last looked, with no no on record; or never seen before, which matters for people on the list alone. */
function isNew(row: MemberRow | null, isOnList: boolean): boolean {
  if (row === null || isUndecided(row)) return isOnList;
  return row.no === null && row.last.mailchimp?.status !== 'archived';
}

/** Seen, but what it said was not answered yet: it is asked as at first sight. */
const isUndecided = ({ no, last }: MemberRow): boolean => no === null && last.mailchimp === null;

/** What an administrator or this service did is no word of the person; a later sign-up takes an earlier no back. */
function latestWord(activity: readonly ActivityEntry[]): 'said-no' | 'no-objection' {
  for (const { type, byAdmin } of activity) {
    if (type.includes('signup') || type === 'subscribe') return 'no-objection';
    if (noes.has(type) && byAdmin !== true) return 'said-no';
  }
  // It was no unsubscribe that fifty others have followed since we last looked.
  return 'no-objection';
}

/** Mailchimp shows no more than these; what lies before them is unknown. */
const mostActivities = 50;

/** Action words of https://mailchimp.com/developer/marketing/api/list-member-activity/ . */
const noes: ReadonlySet<string> = new Set(['unsub', 'unsubscribe', 'bounce', 'abuse', 'hard_bounce']);
