/** What Mailchimp says about one member: its status, since when, and who said so as far as anybody can tell. */

import type { MailchimpStatus, MailchimpWord } from './situation';

/** The fields of a member that matter here; ISO dates. */
export interface MemberFields {
  status: MailchimpStatus;
  timestampOpt: string | null;
  lastChanged: string;
  unsubscribeReason: string | null;
}

/** What Mailchimp gives as the reason of an unsubscribe tells a complaint. */
export const complaint = /abuse|complain|spam/i;

export const notInMailchimp: MailchimpWord = { status: 'absent', changedOn: null, by: 'unknown' };

/** `member` is null when Mailchimp does not have the address; `last` is what our own row kept. */
export function readMailchimpWord(member: MemberFields | null, last: MailchimpWord | null): MailchimpWord {
  if (member === null) return notInMailchimp;
  const { status, timestampOpt, lastChanged } = member;
  // Any edit moves last_changed; the opt-in date of a subscribed member stays.
  const changedOn = status === 'subscribed' ? (timestampOpt ?? lastChanged) : lastChanged;
  // The date of a status that we know stays, too: an edited name is no new departure.
  const known = last !== null && last.status === status && status !== 'subscribed' ? last.changedOn : null;
  return { status, changedOn: known ?? changedOn, by: whoSaid(member, last) };
}

/** https://mailchimp.com/developer/marketing/api/list-members/ : unsubscribe_reason stands on unsubscribed members only. */
function whoSaid({ status, unsubscribeReason }: MemberFields, last: MailchimpWord | null): MailchimpWord['by'] {
  const wasUs = last?.by === 'us' && last.status === status;
  if (status !== 'unsubscribed') return wasUs ? 'us' : 'unknown';
  // A member that Mailchimp did not name again stands as it was last seen, without the reason.
  if (unsubscribeReason === null || unsubscribeReason.trim() === '') {
    return last?.status === status ? last.by : 'unknown';
  }
  // Whoever signed up and unsubscribed again after we had taken them out has said it now.
  if (!/unsubscribed by (an )?admin/i.test(unsubscribeReason)) return 'person';
  return wasUs ? 'us' : 'admin';
}
