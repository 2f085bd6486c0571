/** Takes back what a run made of a member's status, as far as Mailchimp and the law allow it. */

import type { MemberRow } from '../../dataverse/port';
import type { Member } from '../../mailchimp/port';
import type { MailchimpMove } from '../../reconcile/decision';
import { readMailchimpWord } from '../../reconcile/read-mailchimp-word';
import type { MemberStatus } from '../../reconcile/situation';
import type { PersonNow } from './plan-undo-person';
import type { UndoNumbers } from './undo-numbers';

export function moveBack(
  { from, to }: { from: MemberStatus; to: MemberStatus },
  row: MemberRow,
  member: Member | null,
  { person, rows, saidNo }: PersonNow,
  numbers: UndoNumbers,
): MailchimpMove {
  if (to === 'pending') numbers.mails += 1;
  if ((member?.status ?? 'absent') !== to || row.memberId === null) {
    numbers.moved += 1;
    return nothing;
  }
  const back = wayBack(from, to);
  if (back.do === 'nothing') numbers.impossible += 1;
  // Unsubscribed anew since the run did it, by the person.
  const saidSince = member !== null && readMailchimpWord(member, row.last.mailchimp).by === 'person';
  const saysNo =
    saidSince || saidNo.has(row.id) || row.no !== null || rows.some(({ no }) => no !== null && no.kind !== 'bounced');
  if (back.do === 'restore' && (saysNo || person?.state !== 'active' || person.optedOut)) {
    numbers.law += 1;
    return nothing;
  }
  if (back.do !== 'nothing') numbers.back.members += 1;
  return back;
}

function wayBack(from: MemberStatus, to: MemberStatus): MailchimpMove {
  if (from === 'subscribed') return { do: 'restore', status: 'subscribed' };
  // Mailchimp refuses to archive a pending member, and nobody becomes pending without another mail.
  if (from === 'absent' || from === 'archived') return to === 'pending' ? { do: 'unsubscribe' } : { do: 'archive' };
  return from === 'unsubscribed' ? { do: 'unsubscribe' } : nothing;
}

const nothing: MailchimpMove = { do: 'nothing' };

export function statusAfter(move: MailchimpMove, now: MemberStatus): MemberStatus {
  switch (move.do) {
    case 'nothing':
      return now;
    case 'archive':
      return 'archived';
    case 'unsubscribe':
      return 'unsubscribed';
    case 'add':
    case 'restore':
      return move.status;
  }
}
