/** Fills the stand-in from its part of a seed file. Seeding passes by the rules of the API: it says how things came to be. */

import { z } from 'zod';
import { isWellFormed } from './address-rules';
import type { Account } from './account';
import { Audience } from './audience';
import { blankMember } from './blank-member';
import { readInstant, type Instant } from './instant';
import { addCategory, addInterest, categoryTypes, findInterest } from './interest';
import { readableStatuses, type Actor, type Member } from './member';
import { defaultReason, remember } from './member-status';
import { defaultOptions } from './merge-field';
import { mergeFieldTypes, type MergeField } from './merge-values';
import type { Service } from './service';
import { claimTag } from './tag';

const instant = z.string().transform((text, context): Instant => {
  const read = readInstant(text);
  if (read !== null) return read;
  context.addIssue({ code: 'custom', message: `"${text}" is not a date` });
  return z.NEVER;
});

const mergeValue = z.union([z.string(), z.number(), z.record(z.string(), z.string())]);

const memberSeed = z.strictObject({
  /** Only for members of very old audiences, whose hash was made of an address in mixed case. */
  id: z.string().optional(),
  email_address: z.string(),
  status: z.enum(readableStatuses),
  merge_fields: z.record(z.string(), mergeValue).default({}),
  tags: z.array(z.string()).default([]),
  /** Names; with the title of the category before it where a name alone is ambiguous: "Colours: Red". */
  interests: z.array(z.string()).default([]),
  timestamp_signup: instant.optional(),
  timestamp_opt: instant.optional(),
  last_changed: instant.optional(),
  unsubscribed_by: z.enum(['person', 'admin', 'api']).optional(),
  unsubscribe_reason: z.string().optional(),
  language: z.string().optional(),
  vip: z.boolean().optional(),
  source: z.string().optional(),
});

const audienceSeed = z.strictObject({
  id: z.string().regex(/^[0-9a-zA-Z-]+$/),
  name: z.string().min(1),
  double_optin: z.boolean().default(false),
  date_created: instant.optional(),
  merge_fields: z
    .array(
      z.strictObject({
        tag: z.string().min(1),
        name: z.string(),
        type: z.enum(mergeFieldTypes),
        required: z.boolean().default(false),
        options: z.record(z.string(), z.unknown()).optional(),
      }),
    )
    .optional(),
  tags: z.array(z.string()).default([]),
  interest_categories: z
    .array(
      z.strictObject({
        title: z.string().min(1),
        type: z.enum(categoryTypes).default('checkboxes'),
        interests: z.array(z.string().min(1)).default([]),
      }),
    )
    .default([]),
  members: z.array(memberSeed).default([]),
});

const accountSeed = z.strictObject({
  id: z.string(),
  name: z.string(),
  key: z.string(),
  audiences: z.array(audienceSeed).default([]),
});

export const mailchimpSeed = z.strictObject({ accounts: z.array(accountSeed) });
export type MailchimpSeed = z.input<typeof mailchimpSeed>;

/** Adds accounts and audiences; an audience whose id is there already is replaced. */
export function seed(service: Service, data: z.output<typeof mailchimpSeed>): void {
  for (const given of data.accounts) {
    const { audiences } = account(service, given);
    for (const audience of given.audiences) audiences.set(audience.id, buildAudience(service, audience));
  }
}

/** The account of a known key stays the same object, as requests may be under way. */
function account(service: Service, { id, name, key }: z.output<typeof accountSeed>): Account {
  const known = service.accountOfKey(key);
  if (known !== undefined) return Object.assign(known, { id, name });
  const fresh: Account = { id, name, key, audiences: new Map(), openConnections: 0 };
  service.accounts.set(key, fresh);
  return fresh;
}

function buildAudience(service: Service, given: z.output<typeof audienceSeed>): Audience {
  const now = service.now();
  const mergeFields = (given.merge_fields ?? defaultMergeFields).map((field, index): MergeField => ({
    mergeId: index + 1,
    tag: field.tag,
    name: field.name,
    type: field.type,
    required: field.required,
    options: field.options ?? defaultOptions[field.type] ?? {},
  }));
  const audience = new Audience(
    {
      id: given.id,
      name: given.name,
      doubleOptin: given.double_optin,
      dateCreated: given.date_created ?? now,
      mergeFields,
    },
    service.counters,
  );
  for (const name of given.tags) claimTag(audience, name, audience.dateCreated);
  for (const { title, type, interests } of given.interest_categories) {
    const category = addCategory(audience, { title, type });
    for (const name of interests) addInterest(audience, category, { name });
  }
  for (const member of given.members) addMember(audience, member, now);
  return audience;
}

function addMember(audience: Audience, given: z.output<typeof memberSeed>, now: Instant): void {
  const { email_address: address, status } = given;
  if (!isWellFormed(address)) throw new Error(`"${address}" in audience "${audience.name}" is not an e-mail address.`);
  if (audience.byAddress(address) !== undefined) {
    throw new Error(`${address} is twice in audience "${audience.name}".`);
  }
  const unknown = Object.keys(given.merge_fields).find(
    (tag) => !audience.mergeFields.some((field) => field.tag === tag),
  );
  if (unknown !== undefined) throw new Error(`Audience "${audience.name}" has no merge field ${unknown} (${address}).`);

  const interests = given.interests.map((name) => {
    const interest = findInterest(audience, name);
    if (interest === undefined) throw new Error(`Audience "${audience.name}" has no interest "${name}" (${address}).`);
    return interest.id;
  });

  const opted = given.timestamp_opt ?? given.last_changed ?? now;
  const changed = given.last_changed ?? opted;
  const by: Actor = given.unsubscribed_by ?? 'person';
  const saidNo = status === 'unsubscribed' || (status === 'archived' && given.unsubscribed_by !== undefined);
  const mergeFields = Object.fromEntries(Object.entries(given.merge_fields).filter(([, value]) => value !== ''));
  const details: Omit<Member, 'id' | 'address' | 'contactId' | 'webId'> = {
    ...blankMember(opted, given.source),
    status,
    lastChanged: changed,
    interests: new Set(interests),
    mergeFields,
    timestampSignup: given.timestamp_signup ?? null,
    language: given.language ?? '',
    vip: given.vip ?? false,
    hold: status === 'cleaned' ? 'bounce' : saidNo && by === 'person' ? 'unsubscribe' : null,
    unsubscribeReason: saidNo ? (given.unsubscribe_reason ?? defaultReason(by)) : '',
    unsubscribedAt: saidNo ? changed : null,
  };
  const member = audience.add(address, given.id === undefined ? details : { ...details, id: given.id });
  for (const name of given.tags) {
    const tag = claimTag(audience, name, audience.dateCreated);
    member.tags.set(tag, opted);
    tag.members.add(member);
  }
  if (status !== 'pending' && status !== 'transactional') remember(member, { status: 'subscribed', by, at: opted });
  const reason = member.unsubscribeReason;
  if (saidNo) remember(member, { status: 'unsubscribed', by, at: changed, reason });
  if (status === 'cleaned') remember(member, { status: 'cleaned', by: 'person', at: changed });
}

type FieldSeed = {
  tag: string;
  name: string;
  type: MergeField['type'];
  required: boolean;
  options?: Record<string, unknown>;
};

const defaultMergeFields: FieldSeed[] = [
  { tag: 'FNAME', name: 'First Name', type: 'text', required: false },
  { tag: 'LNAME', name: 'Last Name', type: 'text', required: false },
  { tag: 'ADDRESS', name: 'Address', type: 'address', required: false },
  { tag: 'PHONE', name: 'Phone Number', type: 'phone', required: false },
  { tag: 'BIRTHDAY', name: 'Birthday', type: 'birthday', required: false },
];
