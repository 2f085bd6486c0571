/** What Mailchimp answers, as far as it is used, and how it becomes ours. */

import { z } from 'zod';
import type { MailchimpStatus } from '../reconcile/situation';
import type { AudienceInfo, Member } from './port';

export const statuses = [
  'subscribed',
  'unsubscribed',
  'cleaned',
  'pending',
  'transactional',
  'archived',
] as const satisfies MailchimpStatus[];

export const memberShape = z.object({
  id: z.string(),
  contact_id: z.string(),
  web_id: z.union([z.number(), z.string()]),
  email_address: z.string(),
  status: z.enum(statuses),
  unsubscribe_reason: z.string().optional(),
  merge_fields: z.record(z.string(), z.unknown()).optional(),
  // An absent date is an empty text.
  timestamp_opt: z.string().optional(),
  last_changed: z.string(),
  tags_count: z.number().optional(),
  tags: z.array(z.object({ name: z.string() })).optional(),
  // An audience without interests has no such property.
  interests: z.record(z.string(), z.boolean()).optional(),
});

/** Answers to the bulk call describe members less fully. */
export const addedMemberShape = memberShape.partial({ contact_id: true, web_id: true });

/** The properties to ask for; Mailchimp leaves out everything else, which makes a page of 1,000 a fifth of its size. */
export const memberFields = Object.keys(memberShape.shape);

export const audienceShape = z.object({
  id: z.string(),
  name: z.string(),
  double_optin: z.boolean(),
  date_created: z.string(),
  stats: z.object({ member_count: z.number() }),
});

export const audienceFields = ['id', 'name', 'double_optin', 'date_created', 'stats.member_count'];

export function toMember(shape: z.infer<typeof addedMemberShape>): Member {
  const tags = (shape.tags ?? []).map(({ name }) => name);
  return {
    id: shape.id,
    contactId: shape.contact_id ?? '',
    webId: String(shape.web_id ?? ''),
    address: shape.email_address,
    status: shape.status,
    unsubscribeReason: shape.unsubscribe_reason || null,
    firstName: mergeText(shape.merge_fields?.['FNAME']),
    lastName: mergeText(shape.merge_fields?.['LNAME']),
    mergeFields: shape.merge_fields ?? {},
    timestampOpt: shape.timestamp_opt ? toIso(shape.timestamp_opt) : null,
    lastChanged: toIso(shape.last_changed),
    tags,
    tagsCount: shape.tags_count ?? tags.length,
    ...(shape.interests ? { interests: shape.interests } : {}),
  };
}

export function toAudience(shape: z.infer<typeof audienceShape>): AudienceInfo {
  return {
    listId: shape.id,
    name: shape.name,
    doubleOptIn: shape.double_optin,
    memberCount: shape.stats.member_count,
    dateCreated: toIso(shape.date_created),
  };
}

/** `2021-11-23T22:52:05Z`: seconds are all that Mailchimp has. */
export function toIso(date: string): string {
  const time = Date.parse(date);
  if (Number.isNaN(time)) throw new TypeError('Mailchimp answered with a date that is none.');
  return new Date(time).toISOString().replace(/\.\d{3}Z$/, 'Z');
}

function mergeText(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value).trim() : '';
}
