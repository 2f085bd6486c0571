/** Creating and changing one member: everything is checked before anything is written. */

import { checkAddress } from './address-rules';
import { addressChanged, announce, profileChanged } from './announce';
import type { Audience } from './audience';
import { blankMember } from './blank-member';
import type { Instant } from './instant';
import type { Actor, Member, WritableStatus } from './member';
import { applyDetails, checkDetails, chosenInterests, mergedFields, statusOf, type WriteRules } from './member-input';
import { mayBecome, setStatus } from './member-status';
import { forgotten, invalid } from './problem';
import { textOf, textsOf, type Json } from './request-body';
import type { Service } from './service';
import { addTag, claimTag } from './tag';

interface Place {
  service: Service;
  audience: Audience;
}

export interface WriteContext extends Place {
  skipMergeValidation: boolean;
}

/** A newcomer. A status from the API is taken as it is: an audience with double opt-in does not turn `subscribed` into `pending`. */
export function createMember(context: WriteContext, address: string, status: WritableStatus, body: Json): Member {
  const { service, audience } = context;
  checkAddress(address, service.switches);
  if (audience.forgotten.has(address.toLowerCase())) throw forgotten(address);
  checkDetails(body);
  const interests = chosenInterests(audience, new Set(), body, service.switches);
  const mergeFields = mergedFields(audience, {}, body, rulesOf(context), true);
  const at = service.now();
  const known = blankMember(at);
  const emailType = textOf(body, 'email_type') ?? known.emailType;
  const ipOpt = textOf(body, 'ip_opt') ?? known.ipOpt;
  const member = audience.add(address, { ...known, emailType, ipOpt, mergeFields, interests });
  setStatus(service, audience, member, { status, by: 'api', at });
  applyDetails(member, body, service.switches);
  giveTags(context, member, body);
  return member;
}

/** Status, address, merge fields and details of a known member; its tags only where the caller says so. */
export function updateMember(context: WriteContext, member: Member, body: Json, address: string | undefined): void {
  const { service, audience } = context;
  const newAddress = address === undefined ? null : addressChange(context, member, address);
  const status = statusOf(body, 'status');
  const becomes = status !== undefined && status !== member.status && mayBecome(service, member, status);
  checkDetails(body);
  const interests = chosenInterests(audience, member.interests, body, service.switches);
  const mergeFields = mergedFields(audience, member.mergeFields, body, rulesOf(context), false);

  const at = service.now();
  const oldAddress = member.address;
  if (newAddress !== null) audience.rename(member, newAddress);
  const fieldsDiffer = !sameValues(member.mergeFields, mergeFields);
  member.mergeFields = mergeFields;
  const interestsDiffer = !sameMembers(member.interests, interests);
  member.interests = interests;
  if (becomes) setStatus(service, audience, member, { status, by: 'api', at });
  const details = applyDetails(member, body, service.switches);
  const interestsMove = interestsDiffer && service.switches.interestsBumpLastChanged;
  if (newAddress !== null || fieldsDiffer || interestsMove || details.moves) member.lastChanged = at;
  if (fieldsDiffer || interestsDiffer || details.changed) audience.changed();
  announceEdit(context, member, { by: 'api', at, oldAddress, edited: fieldsDiffer || interestsDiffer });
}

interface Edit {
  by: Actor;
  at: Instant;
  oldAddress: string;
  edited: boolean;
}

/** A change of address tells itself as a changed profile too. */
export function announceEdit({ service, audience }: Place, member: Member, edit: Edit): void {
  const moved = edit.oldAddress !== member.address;
  announce(service, audience, edit, () => [
    ...(moved ? [addressChanged(audience, member, edit.oldAddress)] : []),
    ...(moved || edit.edited ? [profileChanged(audience, member)] : []),
  ]);
}

export function giveTags(context: WriteContext, member: Member, body: Json): void {
  const at = context.service.now();
  for (const name of textsOf(body, 'tags') ?? []) {
    if (name.trim() !== '') addTag(context.audience, member, claimTag(context.audience, name, at), at);
  }
}

function rulesOf(context: WriteContext): WriteRules {
  return { switches: context.service.switches, skipMergeValidation: context.skipMergeValidation };
}

/** The address to write, or null when it stays. https://mailchimp.com/developer/marketing/docs/methods-parameters/ */
function addressChange(context: WriteContext, member: Member, address: string): string | null {
  const { service, audience } = context;
  if (address === member.address) return null;
  if (address.toLowerCase() === member.address.toLowerCase()) {
    if (service.switches.emailCaseChange === 'ignored') return null;
    if (service.switches.emailCaseChange === 'accepted') return address;
    throw occupied(address, member);
  }
  if (member.status !== 'subscribed') {
    const message = `This member's status is "${statusWord(member).toLowerCase()}." You can only update email addresses for members with a status of "subscribed."`;
    throw invalid({ field: 'email address', message });
  }
  checkAddress(address, service.switches);
  const occupant = audience.byAddress(address);
  if (occupant !== undefined) throw occupied(address, occupant);
  if (audience.forgotten.has(address.toLowerCase())) throw forgotten(address);
  return address;
}

function occupied(address: string, occupant: Member): Error {
  const message = `"${address}" is already in this list with a status of "${statusWord(occupant)}".`;
  return invalid({ field: 'email address', message });
}

/** The words of Mailchimp's pages, which its messages use. */
function statusWord(member: Member): string {
  const words = {
    subscribed: 'Subscribed',
    unsubscribed: 'Unsubscribed',
    cleaned: 'Cleaned',
    pending: 'Pending',
    transactional: 'Non-Subscribed',
    archived: 'Deleted',
  } as const;
  return words[member.status];
}

function sameMembers(one: ReadonlySet<string>, other: ReadonlySet<string>): boolean {
  return one.size === other.size && [...one].every((name) => other.has(name));
}

function sameValues(one: Record<string, unknown>, other: Record<string, unknown>): boolean {
  const names = Object.keys(one);
  return (
    names.length === Object.keys(other).length &&
    names.every((name) => JSON.stringify(one[name]) === JSON.stringify(other[name]))
  );
}
