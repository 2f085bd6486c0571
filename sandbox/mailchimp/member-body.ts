/** How members read: whole in the members collection, narrower in the bulk call and in segments. */

import type { Account } from './account';
import { apiUrl } from './account';
import type { Audience } from './audience';
import { writeInstant } from './instant';
import { uniqueEmailId, type Member } from './member';
import { links } from './links';

/** https://mailchimp.com/developer/marketing/api/list-members/get-member-info/ */
export function memberBody(account: Account, audience: Audience, member: Member): Record<string, unknown> {
  const { FNAME = '', LNAME = '' } = member.mergeFields;
  return {
    id: member.id,
    email_address: member.address,
    unique_email_id: uniqueEmailId(member.address),
    contact_id: member.contactId,
    full_name: [FNAME, LNAME]
      .map((part) => (typeof part === 'object' ? '' : String(part)))
      .join(' ')
      .trim(),
    web_id: member.webId,
    email_type: member.emailType,
    status: member.status,
    ...(member.status === 'unsubscribed' ? { unsubscribe_reason: member.unsubscribeReason } : {}),
    consents_to_one_to_one_messaging: true,
    ...sharedPart(audience, member),
    source: member.source,
    ...tagPart(member),
    list_id: audience.id,
    _links: memberLinks(account, audience, member),
  };
}

/** The bulk call and segments show less of a member; segments show no tags of those that they list. */
export function narrowMemberBody(
  account: Account,
  audience: Audience,
  member: Member,
  tags: 'with tags' | 'no tags',
): Record<string, unknown> {
  return {
    id: member.id,
    email_address: member.address,
    unique_email_id: uniqueEmailId(member.address),
    email_type: member.emailType,
    status: member.status,
    ...sharedPart(audience, member),
    ...(tags === 'with tags' ? tagPart(member) : {}),
    list_id: audience.id,
    _links: memberLinks(account, audience, member),
  };
}

export function memberPath(audience: Audience, member: Member): string {
  return `/lists/${audience.id}/members/${member.id}`;
}

function memberLinks(account: Account, audience: Audience, member: Member): object[] {
  return links(apiUrl(account, memberPath(audience, member)), apiUrl(account, `/lists/${audience.id}/members`));
}

function sharedPart(audience: Audience, member: Member): Record<string, unknown> {
  const mergeFields: Record<string, unknown> = {};
  for (const field of audience.mergeFields) mergeFields[field.tag] = member.mergeFields[field.tag] ?? '';
  return {
    merge_fields: mergeFields,
    ...interestPart(audience, member),
    stats: { avg_open_rate: 0, avg_click_rate: 0 },
    ip_signup: member.ipSignup,
    timestamp_signup: writeInstant(member.timestampSignup),
    ip_opt: member.ipOpt,
    timestamp_opt: writeInstant(member.timestampOpt),
    member_rating: 2,
    last_changed: writeInstant(member.lastChanged),
    language: member.language,
    vip: member.vip,
    email_client: '',
    location: {
      latitude: member.latitude,
      longitude: member.longitude,
      gmtoff: 0,
      dstoff: 0,
      country_code: '',
      timezone: '',
    },
  };
}

/** An audience without interests has no such property. */
function interestPart(audience: Audience, member: Member): Record<string, unknown> {
  if (audience.interests.size === 0) return {};
  const ids = [...audience.interests.keys()];
  return { interests: Object.fromEntries(ids.map((id) => [id, member.interests.has(id)])) };
}

/** At most 50 tags are shown, the most recently touched first. */
function tagPart(member: Member): Record<string, unknown> {
  const tags = [...member.tags.keys()].reverse().slice(0, 50);
  return { tags_count: member.tags.size, tags: tags.map(({ id, name }) => ({ id, name })) };
}
