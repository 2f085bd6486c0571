/** A tag, which to Mailchimp is a static segment of the same id. */

import type { Audience } from './audience';
import type { Instant } from './instant';
import type { Member } from './member';

export interface Tag {
  readonly id: number;
  name: string;
  readonly createdAt: Instant;
  updatedAt: Instant;
  readonly members: Set<Member>;
}

/** Names are the same whatever their case; the first spelling stays. */
export function claimTag(audience: Audience, name: string, at: Instant): Tag {
  const known = findTag(audience, name);
  if (known !== undefined) return known;
  const tag: Tag = { id: audience.nextId(), name: name.trim(), createdAt: at, updatedAt: at, members: new Set() };
  audience.tags.set(tag.id, tag);
  audience.tagsByName.set(tag.name.toLowerCase(), tag);
  audience.changed();
  return tag;
}

export function findTag(audience: Audience, name: string): Tag | undefined {
  return audience.tagsByName.get(name.trim().toLowerCase());
}

/** Moves `last_changed` even when the tag was there already. */
export function addTag(audience: Audience, member: Member, tag: Tag, at: Instant): void {
  const since = member.tags.get(tag) ?? at;
  member.tags.delete(tag);
  member.tags.set(tag, since);
  tag.members.add(member);
  tag.updatedAt = at;
  member.lastChanged = at;
  audience.changed();
}

/** A tag that the member does not carry is no error and changes nothing. */
export function removeTag(audience: Audience, member: Member, tag: Tag, at: Instant): void {
  if (!member.tags.delete(tag)) return;
  tag.members.delete(member);
  tag.updatedAt = at;
  member.lastChanged = at;
  audience.changed();
}

/** Its members keep it under the new name. */
export function renameTag(audience: Audience, tag: Tag, name: string, at: Instant): void {
  audience.tagsByName.delete(tag.name.toLowerCase());
  tag.name = name.trim();
  tag.updatedAt = at;
  audience.tagsByName.set(tag.name.toLowerCase(), tag);
  audience.changed();
}

export function deleteTag(audience: Audience, tag: Tag, at: Instant): void {
  for (const member of tag.members) removeTag(audience, member, tag, at);
  audience.tags.delete(tag.id);
  audience.tagsByName.delete(tag.name.toLowerCase());
  audience.changed();
}
