/** Plays the other side: what a person does through forms, mails and mailbox, and an administrator on the pages of Mailchimp. */

import { z } from 'zod';
import type { Audience } from './audience';
import { blankMember } from './blank-member';
import { readInstant, type Instant } from './instant';
import type { Member } from './member';
import { setStatus } from './member-status';
import type { Service } from './service';
import { addTag, claimTag, findTag, removeTag } from './tag';

export const playOrder = z.strictObject({
  audience: z.string(),
  email: z.string(),
  by: z.enum(['person', 'admin']).default('person'),
  do: z.enum(['subscribe', 'unsubscribe', 'archive', 'delete', 'clean', 'complain', 'confirm', 'tag', 'untag', 'edit']),
  tag: z.string().optional(),
  merge_fields: z.record(z.string(), z.union([z.string(), z.number(), z.record(z.string(), z.string())])).optional(),
  at: z.string().optional(),
});

export type PlayOrder = z.infer<typeof playOrder>;

/** Throws an Error with one sentence when the scene cannot be played. */
export function play(service: Service, order: PlayOrder): void {
  const audience = audienceNamed(service, order.audience);
  const at = order.at === undefined ? service.now() : readInstant(order.at);
  if (at === null) throw new Error(`"${order.at}" is not a date.`);
  if (order.do === 'subscribe') {
    signUp(service, audience, order, at);
    return;
  }
  const member = audience.byAddress(order.email);
  if (member === undefined) throw new Error(`${order.email} is not in audience "${audience.name}".`);
  act(service, audience, member, order, at);
}

function act(service: Service, audience: Audience, member: Member, order: PlayOrder, at: Instant): void {
  const { by } = order;
  switch (order.do) {
    case 'unsubscribe':
      return setStatus(service, audience, member, { status: 'unsubscribed', by, at });
    case 'complain': {
      const reason = 'N/A (Abuse complaint)';
      return setStatus(service, audience, member, {
        status: 'unsubscribed',
        by: 'person',
        at,
        reason,
        hold: 'complaint',
      });
    }
    case 'archive':
      return setStatus(service, audience, member, { status: 'archived', by, at });
    case 'delete':
      return audience.forget(member);
    case 'clean':
      return setStatus(service, audience, member, { status: 'cleaned', by: 'person', at });
    case 'confirm':
      if (member.status !== 'pending') throw new Error(`${member.address} was not asked to confirm anything.`);
      return setStatus(service, audience, member, { status: 'subscribed', by: 'person', at });
    case 'tag':
      return addTag(audience, member, claimTag(audience, tagNamed(order), at), at);
    case 'untag': {
      const tag = findTag(audience, tagNamed(order));
      if (tag !== undefined) removeTag(audience, member, tag, at);
      return undefined;
    }
    case 'edit':
      return edit(audience, member, order, at);
    case 'subscribe':
      return undefined;
  }
}

/** The way back for everybody, also for an address that was deleted for ever: the person's own sign-up. */
function signUp(service: Service, audience: Audience, order: PlayOrder, at: Instant): void {
  const { by, email } = order;
  audience.forgotten.delete(email.toLowerCase());
  const source = by === 'person' ? 'Hosted Signup Form' : 'Admin Add';
  const member = audience.byAddress(email) ?? audience.add(email, blankMember(at, source));
  if (member.status === 'subscribed') return;
  if (by === 'person') member.timestampSignup = at;
  // A form of an audience with double opt-in asks for confirmation first; an administrator's addition does not.
  const status = audience.doubleOptin && by === 'person' ? 'pending' : 'subscribed';
  setStatus(service, audience, member, { status, by, at });
  if (order.merge_fields !== undefined) edit(audience, member, order, at);
}

function edit(audience: Audience, member: Member, order: PlayOrder, at: Instant): void {
  for (const [tag, value] of Object.entries(order.merge_fields ?? {})) {
    if (!audience.mergeFields.some((field) => field.tag === tag)) {
      throw new Error(`Audience "${audience.name}" has no merge field ${tag}.`);
    }
    if (value === '') delete member.mergeFields[tag];
    else member.mergeFields[tag] = value;
  }
  member.lastChanged = at;
  audience.changed();
}

function tagNamed(order: PlayOrder): string {
  if (order.tag === undefined || order.tag.trim() === '') throw new Error(`"${order.do}" needs a tag.`);
  return order.tag;
}

function audienceNamed(service: Service, name: string): Audience {
  for (const { audiences } of service.accounts.values()) {
    const byId = audiences.get(name);
    if (byId !== undefined) return byId;
    for (const audience of audiences.values()) if (audience.name === name) return audience;
  }
  throw new Error(`There is no audience "${name}".`);
}
