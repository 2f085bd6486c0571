/** Creating and changing one member: everything is checked before anything is written. */

import { checkAddress } from './address-rules';
import type { Audience } from './audience';
import { blankMember } from './blank-member';
import type { Member, WritableStatus } from './member';
import { applyDetails, checkDetails, mergedFields, statusOf, type WriteRules } from './member-input';
import { mayBecome, setStatus } from './member-status';
import { forgotten, invalid } from './problem';
import { textsOf, type Json } from './request-body';
import type { Service } from './service';
import { addTag, claimTag } from './tag';

export interface WriteContext {
  service: Service;
  audience: Audience;
  skipMergeValidation: boolean;
}

/** A newcomer. A status from the API is taken as it is: an audience with double opt-in does not turn `subscribed` into `pending`. */
export function createMember(context: WriteContext, address: string, status: WritableStatus, body: Json): Member {
  const { service, audience } = context;
  checkAddress(address, service.switches);
  if (audience.forgotten.has(address.toLowerCase())) throw forgotten(address);
  checkDetails(body);
  const mergeFields = mergedFields(audience, {}, body, rulesOf(context), true);
  const at = service.now();
  const member = audience.add(address, { ...blankMember(at), mergeFields });
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
  const mergeFields = mergedFields(audience, member.mergeFields, body, rulesOf(context), false);

  const at = service.now();
  if (newAddress !== null) audience.rename(member, newAddress);
  const fieldsDiffer = !sameValues(member.mergeFields, mergeFields);
  member.mergeFields = mergeFields;
  if (becomes) setStatus(service, audience, member, { status, by: 'api', at });
  const details = applyDetails(member, body, service.switches);
  if (newAddress !== null || fieldsDiffer || details.moves) member.lastChanged = at;
  if (fieldsDiffer || details.changed) audience.changed();
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

function sameValues(one: Record<string, unknown>, other: Record<string, unknown>): boolean {
  const names = Object.keys(one);
  return (
    names.length === Object.keys(other).length &&
    names.every((name) => JSON.stringify(one[name]) === JSON.stringify(other[name]))
  );
}
