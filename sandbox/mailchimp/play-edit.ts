/** Scenes that change what is known of a member, not whether it may be mailed: values, address, interests, opens. */

import { isWellFormed } from './address-rules';
import { findInterest } from './interest';
import type { Member } from './member';
import type { MergeValue } from './merge-values';
import type { Scene } from './play';
import { announceEdit } from './write-member';

/** What nobody but an administrator can do; the rest is the person's unless an administrator is named. */
const administratorsAlone = ['archive', 'delete', 'forget', 'rename-tag', 'delete-tag', 'campaign'];
/** Happens to a person, whoever is named. */
const personsAlone = ['clean', 'soft-bounce', 'complain', 'confirm', 'open', 'click'];

export function actorOf(scene: string, named: 'person' | 'admin'): 'person' | 'admin' {
  if (administratorsAlone.includes(scene)) return 'admin';
  return personsAlone.includes(scene) ? 'person' : named;
}

/** `quiet`: part of a sign-up, which tells itself. Throws an Error with one sentence. */
export function playEdit(
  { service, audience, by, at, quiet }: Scene & { quiet?: boolean },
  member: Member,
  values: Readonly<Record<string, MergeValue>>,
  newAddress: string | undefined,
): void {
  for (const tag of Object.keys(values)) {
    if (!audience.mergeFields.some((field) => field.tag === tag)) {
      throw new Error(`Audience "${audience.name}" has no merge field ${tag}.`);
    }
  }
  const oldAddress = member.address;
  if (newAddress !== undefined && newAddress !== oldAddress) {
    if (!isWellFormed(newAddress)) throw new Error(`"${newAddress}" is not an e-mail address.`);
    const occupant = audience.byAddress(newAddress);
    if (occupant !== undefined && occupant !== member) throw new Error(`${newAddress} is taken by another member.`);
    audience.rename(member, newAddress);
  }
  for (const [tag, value] of Object.entries(values)) {
    if (value === '') delete member.mergeFields[tag];
    else member.mergeFields[tag] = value;
  }
  const edited = Object.keys(values).length > 0;
  if (!edited && member.address === oldAddress) return;
  member.lastChanged = at;
  audience.changed();
  if (quiet !== true) announceEdit({ service, audience }, member, { by, at, oldAddress, edited });
}

export function setInterest({ service, audience, by, at }: Scene, member: Member, name: string, has: boolean): void {
  const interest = findInterest(audience, name);
  if (interest === undefined) throw new Error(`Audience "${audience.name}" has no interest "${name}".`);
  if (member.interests.has(interest.id) === has) return;
  if (has) member.interests.add(interest.id);
  else member.interests.delete(interest.id);
  if (service.switches.interestsBumpLastChanged) member.lastChanged = at;
  audience.changed();
  announceEdit({ service, audience }, member, { by, at, oldAddress: member.address, edited: true });
}

/** Opens, clicks and bounces after which Mailchimp goes on mailing stand in the member's history; no webhook tells of them. */
export function engage({ service, audience, by, at }: Scene, member: Member, action: keyof typeof told): void {
  member.activity.push({ action, at, by, reason: told[action] });
  if (service.switches.engagementBumpsLastChanged) member.lastChanged = at;
  audience.changed();
}

const told = { open: '', click: 'https://contoso.example/', bounce: 'soft' } as const;
