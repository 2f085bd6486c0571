/**
 * Members with all that Mailchimp tells of them, for a copy of an audience.
 * https://mailchimp.com/developer/marketing/api/list-members/list-members-info/
 */

import { z } from 'zod';
import type { MailchimpStatus } from '../reconcile/situation';
import type { MailchimpCaller } from './caller';
import { readMemberPages, type MemberReading } from './member-reader';
import { statuses, toIso } from './shapes';
import { readTagsOfMember } from './tags';

export interface MemberCopy {
  /** MD5 of the lower-cased address as Mailchimp returned it. */
  id: string;
  contactId: string;
  webId: string;
  uniqueEmailId: string;
  address: string;
  status: MailchimpStatus;
  emailType: string;
  rating: number | null;
  unsubscribeReason: string;
  /** By tag, as Mailchimp gives them: texts, numbers, and addresses as objects. */
  mergeFields: Record<string, unknown>;
  /** Ids of the interests that the member has. */
  interests: string[];
  signedUp: string | null;
  signedUpFrom: string;
  optedIn: string | null;
  optedInFrom: string;
  lastChanged: string;
  place: {
    latitude: number;
    longitude: number;
    gmtoff: number;
    dstoff: number;
    timezone: string;
    countryCode: string;
    region: string;
  };
  note: string;
  /** All of them. */
  tags: string[];
}

const copyShape = z.object({
  id: z.string(),
  contact_id: z.string(),
  web_id: z.union([z.number(), z.string()]),
  unique_email_id: z.string().default(''),
  email_address: z.string(),
  email_type: z.string().default(''),
  status: z.enum(statuses),
  unsubscribe_reason: z.string().default(''),
  merge_fields: z.record(z.string(), z.unknown()).default({}),
  interests: z.record(z.string(), z.boolean()).default({}),
  ip_signup: z.string().default(''),
  timestamp_signup: z.string().default(''),
  ip_opt: z.string().default(''),
  timestamp_opt: z.string().default(''),
  member_rating: z.number().optional(),
  last_changed: z.string(),
  location: z
    .object({
      latitude: z.number().default(0),
      longitude: z.number().default(0),
      gmtoff: z.number().default(0),
      dstoff: z.number().default(0),
      country_code: z.string().default(''),
      timezone: z.string().default(''),
      region: z.string().default(''),
    })
    .prefault({}),
  last_note: z.object({ note: z.string().default('') }).optional(),
  tags_count: z.number().default(0),
  tags: z.array(z.object({ name: z.string() })).default([]),
});

type CopyShape = z.output<typeof copyShape>;

const reading: MemberReading<CopyShape, MemberCopy & { tagsCount: number }> = {
  fields: Object.keys(copyShape.shape),
  shape: copyShape,
  read: toCopy,
};

/** In pages of up to 1,000, oldest change first; archived members are only returned when asked for. */
export async function* readMemberCopies(
  caller: MailchimpCaller,
  listId: string,
  query: { archived: boolean },
): AsyncGenerator<MemberCopy[], void, undefined> {
  for await (const { members } of readMemberPages(caller, listId, query, reading)) {
    const copies: MemberCopy[] = [];
    for (const { tagsCount, ...copy } of members) {
      // A page shows at most 50 tags of a member.
      const all = tagsCount > copy.tags.length ? await readTagsOfMember(caller, listId, copy.id) : null;
      copies.push({ ...copy, tags: all ?? copy.tags });
    }
    yield copies;
  }
}

function toCopy(shape: CopyShape): MemberCopy & { tagsCount: number } {
  const { location } = shape;
  return {
    id: shape.id,
    contactId: shape.contact_id,
    webId: String(shape.web_id),
    uniqueEmailId: shape.unique_email_id,
    address: shape.email_address,
    status: shape.status,
    emailType: shape.email_type,
    rating: shape.member_rating ?? null,
    unsubscribeReason: shape.unsubscribe_reason,
    mergeFields: shape.merge_fields,
    interests: Object.entries(shape.interests).flatMap(([id, has]) => (has ? [id] : [])),
    signedUp: shape.timestamp_signup === '' ? null : toIso(shape.timestamp_signup),
    signedUpFrom: shape.ip_signup,
    optedIn: shape.timestamp_opt === '' ? null : toIso(shape.timestamp_opt),
    optedInFrom: shape.ip_opt,
    lastChanged: toIso(shape.last_changed),
    place: {
      latitude: location.latitude,
      longitude: location.longitude,
      gmtoff: location.gmtoff,
      dstoff: location.dstoff,
      timezone: location.timezone,
      countryCode: location.country_code,
      region: location.region,
    },
    note: shape.last_note?.note ?? '',
    tags: shape.tags.map(({ name }) => name),
    tagsCount: shape.tags_count,
  };
}
