/** Who may become what: the statuses of a member, the memory of who said no, and what each change leaves behind. */

import { announce, cleaned, subscribed, unsubscribed, type Announcement } from './announce';
import type { Audience } from './audience';
import { writeInstant, type Instant } from './instant';
import type { Actor, Hold, Member, Status } from './member';
import { inComplianceState, tooManySignups } from './problem';
import type { Service } from './service';

/** Throws what the API answers; false when the write is swallowed without a word. */
export function mayBecome(service: Service, member: Member, status: Status): boolean {
  const { switches } = service;
  if (status !== 'subscribed' || member.status === 'subscribed') return true;
  if (member.hold !== null) {
    const answer = member.hold === 'unsubscribe' ? switches.personUnsubscribeReversible : 'refused';
    if (answer === 'refused') throw inComplianceState(member.address, switches.typeOnComplianceError);
    if (answer === 'ignored') return false;
  }
  if (member.status === 'archived' && switches.archivedResubscribeThrottle) throw tooManySignups(member.address);
  return true;
}

export interface StatusChange {
  status: Status;
  by: Actor;
  at: Instant;
  reason?: string;
  hold?: Hold;
}

/** Moves a member to a status that it may have. */
export function setStatus(service: Service, audience: Audience, member: Member, change: StatusChange): void {
  const { status, by, at } = change;
  const before = member.status;
  member.status = status;
  member.lastChanged = at;
  switch (status) {
    case 'subscribed':
      member.hold = null;
      member.timestampOpt = at;
      break;
    case 'unsubscribed':
      member.hold = change.hold ?? (by === 'person' ? 'unsubscribe' : member.hold);
      member.unsubscribeReason = change.reason ?? defaultReason(by);
      member.unsubscribedAt = at;
      break;
    case 'cleaned':
      member.hold = change.hold ?? 'bounce';
      break;
    case 'pending':
      service.confirmations.push({ audience: audience.id, email: member.address, at: writeInstant(at), by });
      break;
    case 'archived':
      if (service.switches.archiveForgetsCompliance) member.hold = null;
      break;
    case 'transactional':
      break;
  }
  if (status !== before) {
    remember(member, change);
    announce(service, audience, change, () => announcementOf(audience, member, change));
  }
  audience.changed();
}

/** Nobody is told of those who were asked to confirm, nor of those who may be mailed about their orders alone. */
function announcementOf(audience: Audience, member: Member, { status, hold }: StatusChange): Announcement[] {
  switch (status) {
    case 'subscribed':
      return [subscribed(audience, member)];
    case 'unsubscribed':
      return [unsubscribed(audience, member, 'unsub', hold === 'complaint' ? 'abuse' : 'manual')];
    case 'cleaned':
      return [cleaned(audience, member, 'hard')];
    case 'archived':
      return [unsubscribed(audience, member, 'delete', 'manual')];
    case 'pending':
    case 'transactional':
      return [];
    default:
      return status satisfies never;
  }
}

/** Deletes for ever, and tells it unless the member was archived before. */
export function forgetMember(
  service: Service,
  audience: Audience,
  member: Member,
  cause: { by: Actor; at: Instant },
): void {
  if (member.status !== 'archived') {
    announce(service, audience, cause, () => [unsubscribed(audience, member, 'delete', 'manual')]);
  }
  audience.forget(member);
}

/** Mailchimp words an unsubscribe by API like one by an administrator. */
export function defaultReason(by: Actor): string {
  return by === 'person' ? 'None given' : 'N/A (Unsubscribed by admin)';
}

/** Notes the event in the member's history as it stood before any `last_changed` of a later edit. */
export function remember(member: Member, change: StatusChange): void {
  const { status, by, at } = change;
  if (status === 'subscribed') member.activity.push({ action: 'subscribe', at, by, reason: '' });
  if (status === 'cleaned') member.activity.push({ action: 'bounce', at, by, reason: 'hard' });
  if (status === 'unsubscribed') {
    if (change.hold === 'complaint') member.activity.push({ action: 'abuse', at, by, reason: '' });
    member.activity.push({ action: 'unsub', at, by, reason: change.reason ?? defaultReason(by) });
  }
}
