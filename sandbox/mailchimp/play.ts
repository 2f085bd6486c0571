/** Plays the other side: what a person does through forms, mails and mailbox, and an administrator on the pages of Mailchimp. */

import { z } from 'zod';
import { announce, campaignSent } from './announce';
import type { Audience } from './audience';
import { blankMember } from './blank-member';
import { readInstant, type Instant } from './instant';
import type { Actor, Member, Status } from './member';
import { forgetMember, setStatus, type StatusChange } from './member-status';
import { actorOf, engage, playEdit, setInterest } from './play-edit';
import type { Service } from './service';
import { addTag, claimTag, deleteTag, findTag, removeTag, renameTag, type Tag } from './tag';

const memberScenes = [
  'subscribe',
  'resubscribe',
  'unsubscribe',
  'archive',
  'delete',
  'forget',
  'clean',
  'soft-bounce',
  'complain',
  'confirm',
  'tag',
  'untag',
  'interest',
  'uninterest',
  'edit',
  'profile',
  'upemail',
  'open',
  'click',
] as const;
const audienceScenes = ['rename-tag', 'delete-tag', 'campaign'] as const;

export const playOrder = z.strictObject({
  audience: z.string(),
  /** Of the member, in every scene that is about one. */
  email: z.string().optional(),
  by: z.enum(['person', 'admin']).default('person'),
  do: z.enum([...memberScenes, ...audienceScenes]),
  tag: z.string().optional(),
  /** What a tag is called from now on. */
  new_name: z.string().optional(),
  /** Name of an interest, with the title of its category before it where that is needed: "Colours: Red". */
  interest: z.string().optional(),
  new_email: z.string().optional(),
  /** Of a campaign. */
  subject: z.string().optional(),
  merge_fields: z.record(z.string(), z.union([z.string(), z.number(), z.record(z.string(), z.string())])).optional(),
  at: z.string().optional(),
});

export type PlayOrder = z.infer<typeof playOrder>;

/** Where, when and by whom a scene is played. */
export interface Scene {
  service: Service;
  audience: Audience;
  by: Actor;
  at: Instant;
}

/** Throws an Error with one sentence when the scene cannot be played. */
export function play(service: Service, order: PlayOrder): void {
  const audience = audienceNamed(service, order.audience);
  const at = order.at === undefined ? service.now() : readInstant(order.at);
  if (at === null) throw new Error(`"${order.at}" is not a date.`);
  const scene: Scene = { service, audience, at, by: actorOf(order.do, order.by) };
  const name = order.do;
  if (isAboutAudience(name)) audienceActs[name](scene, order);
  else if (name === 'subscribe') signUp(scene, order);
  else memberActs[name](scene, memberOf(audience, order), order);
}

function isAboutAudience(name: PlayOrder['do']): name is (typeof audienceScenes)[number] {
  return audienceScenes.some((scene) => scene === name);
}

const audienceActs: Readonly<Record<(typeof audienceScenes)[number], (scene: Scene, order: PlayOrder) => void>> = {
  'rename-tag': renameTagged,
  'delete-tag': ({ audience, at }, order) => deleteTag(audience, tagOf(audience, order), at),
  campaign: (scene, { subject = 'News' }) => {
    const { service, audience } = scene;
    announce(service, audience, scene, () => [campaignSent(audience, `c${audience.nextId()}`, subject)]);
  },
};

type MemberAct = (scene: Scene, member: Member, order: PlayOrder) => void;

const memberActs: Readonly<Record<Exclude<(typeof memberScenes)[number], 'subscribe'>, MemberAct>> = {
  resubscribe: (scene, _member, order) => signUp(scene, order),
  unsubscribe: become('unsubscribed'),
  complain: become('unsubscribed', { reason: 'N/A (Abuse complaint)', hold: 'complaint' }),
  archive: become('archived'),
  delete: (scene, member) => forgetMember(scene.service, scene.audience, member, scene),
  forget: (scene, member) => forgetMember(scene.service, scene.audience, member, scene),
  clean: become('cleaned'),
  'soft-bounce': (scene, member) => engage(scene, member, 'bounce'),
  confirm: (scene, member, order) => {
    if (member.status !== 'pending') throw new Error(`${member.address} was not asked to confirm anything.`);
    become('subscribed')(scene, member, order);
  },
  tag: ({ audience, at }, member, order) => addTag(audience, member, claimTag(audience, tagNamed(order), at), at),
  untag: ({ audience, at }, member, order) => {
    const tag = findTag(audience, tagNamed(order));
    if (tag !== undefined) removeTag(audience, member, tag, at);
  },
  interest: (scene, member, order) => setInterest(scene, member, order.interest ?? '', true),
  uninterest: (scene, member, order) => setInterest(scene, member, order.interest ?? '', false),
  edit: changeProfile,
  profile: changeProfile,
  upemail: (scene, member, order) => {
    if (order.new_email === undefined) throw new Error('"upemail" needs a new_email.');
    changeProfile(scene, member, order);
  },
  open: (scene, member) => engage(scene, member, 'open'),
  click: (scene, member) => engage(scene, member, 'click'),
};

function become(status: Status, more: Pick<StatusChange, 'reason' | 'hold'> = {}): MemberAct {
  return ({ service, audience, by, at }, member) => setStatus(service, audience, member, { status, by, at, ...more });
}

function changeProfile(scene: Scene, member: Member, { merge_fields: values = {}, new_email: address }: PlayOrder) {
  playEdit(scene, member, values, address);
}

/** The way back for everybody, also for an address that was deleted for ever: the person's own sign-up. */
function signUp(scene: Scene, order: PlayOrder): void {
  const { service, audience, by, at } = scene;
  const email = addressIn(order);
  audience.forgotten.delete(email.toLowerCase());
  const source = by === 'person' ? 'Hosted Signup Form' : 'Admin Add';
  const member = audience.byAddress(email) ?? audience.add(email, blankMember(at, source));
  if (member.status === 'subscribed') return;
  if (by === 'person') member.timestampSignup = at;
  playEdit({ ...scene, quiet: true }, member, order.merge_fields ?? {}, undefined);
  // A form of an audience with double opt-in asks for confirmation first; an administrator's addition does not.
  const status = audience.doubleOptin && by === 'person' ? 'pending' : 'subscribed';
  setStatus(service, audience, member, { status, by, at });
}

function renameTagged({ audience, at }: Scene, order: PlayOrder): void {
  const tag = tagOf(audience, order);
  const name = (order.new_name ?? '').trim();
  if (name === '') throw new Error('"rename-tag" needs a new_name.');
  const occupant = findTag(audience, name);
  if (occupant !== undefined && occupant !== tag) throw new Error(`There is a tag "${name}" already.`);
  renameTag(audience, tag, name, at);
}

function tagOf(audience: Audience, order: PlayOrder): Tag {
  const tag = findTag(audience, tagNamed(order));
  if (tag === undefined) throw new Error(`Audience "${audience.name}" has no tag "${tagNamed(order)}".`);
  return tag;
}

function tagNamed(order: PlayOrder): string {
  if (order.tag === undefined || order.tag.trim() === '') throw new Error(`"${order.do}" needs a tag.`);
  return order.tag;
}

function memberOf(audience: Audience, order: PlayOrder): Member {
  const email = addressIn(order);
  const member = audience.byAddress(email);
  if (member === undefined) throw new Error(`${email} is not in audience "${audience.name}".`);
  return member;
}

function addressIn(order: PlayOrder): string {
  if (order.email === undefined || order.email.trim() === '') throw new Error(`"${order.do}" needs an email.`);
  return order.email.trim();
}

function audienceNamed(service: Service, name: string): Audience {
  for (const { audiences } of service.accounts.values()) {
    const byId = audiences.get(name);
    if (byId !== undefined) return byId;
    for (const audience of audiences.values()) if (audience.name === name) return audience;
  }
  throw new Error(`There is no audience "${name}".`);
}
