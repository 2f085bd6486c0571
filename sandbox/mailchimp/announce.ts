/** Tells the webhooks of an audience what has happened: which of them, and in which fields. */

import type { Audience } from './audience';
import type { Instant } from './instant';
import { interestsOf } from './interest';
import { uniqueEmailId, type Actor, type Member } from './member';
import type { Service } from './service';
import { sourceOf, wants, type WebhookEvent } from './webhook';

/** Names below `data`, such as `[merges][FNAME]`, in the order in which they are sent. */
type Fields = readonly (readonly [name: string, value: string])[];

export interface Announcement {
  type: WebhookEvent;
  fields: Fields;
}

/** Several announcements of one change go out together, in either order. */
export function announce(
  service: Service,
  audience: Audience,
  { by, at }: { by: Actor; at: Instant },
  tell: () => readonly Announcement[],
): void {
  if (audience.webhooks.size === 0) return;
  const source = sourceOf(by);
  const ordered = service.switches.webhookOrder === 'swapped' ? tell().toReversed() : tell();
  for (const { type, fields } of ordered) {
    const form = new URLSearchParams({ type, fired_at: firedAt(at) });
    for (const [name, value] of fields) form.append(`data${name}`, value);
    for (const webhook of audience.webhooks.values()) {
      if (wants(webhook, type, source)) service.deliveries.add(audience, webhook, type, form.toString());
    }
  }
}

export function subscribed(audience: Audience, member: Member): Announcement {
  return { type: 'subscribe', fields: person(audience, member) };
}

export function profileChanged(audience: Audience, member: Member): Announcement {
  return { type: 'profile', fields: person(audience, member) };
}

/** Archiving and deleting tell themselves as an unsubscribe whose action is `delete`. */
export function unsubscribed(
  audience: Audience,
  member: Member,
  action: 'unsub' | 'delete',
  reason: 'manual' | 'abuse',
): Announcement {
  const more: Fields = [
    ['[action]', action],
    ['[reason]', reason],
    ['[campaign_id]', ''],
  ];
  return { type: 'unsubscribe', fields: [...person(audience, member), ...more] };
}

export function addressChanged(audience: Audience, member: Member, before: string): Announcement {
  return {
    type: 'upemail',
    fields: [
      ['[list_id]', audience.id],
      ['[new_id]', uniqueEmailId(member.address)],
      ['[new_email]', member.address],
      ['[old_email]', before],
    ],
  };
}

export function cleaned(audience: Audience, member: Member, reason: 'hard' | 'abuse'): Announcement {
  return {
    type: 'cleaned',
    fields: [
      ['[list_id]', audience.id],
      ['[campaign_id]', ''],
      ['[reason]', reason],
      ['[email]', member.address],
    ],
  };
}

export function campaignSent(audience: Audience, id: string, subject: string): Announcement {
  return {
    type: 'campaign',
    fields: [
      ['[id]', id],
      ['[subject]', subject],
      ['[status]', 'sent'],
      ['[reason]', ''],
      ['[list_id]', audience.id],
    ],
  };
}

function person(audience: Audience, member: Member): Fields {
  return [
    // Not the hash by which the API names a member.
    ['[id]', uniqueEmailId(member.address)],
    ['[email]', member.address],
    ['[email_type]', member.emailType],
    ['[ip_opt]', member.ipOpt],
    ['[web_id]', String(member.webId)],
    ['[merges][EMAIL]', member.address],
    ...audience.mergeFields.flatMap(({ tag }) => mergeFields(tag, member.mergeFields[tag])),
    ...groups(audience, member),
    ['[list_id]', audience.id],
  ];
}

function mergeFields(tag: string, value: Member['mergeFields'][string] | undefined): Fields {
  if (typeof value !== 'object') return [[`[merges][${tag}]`, String(value ?? '')]];
  return Object.entries(value).map(([part, text]) => [`[merges][${tag}][${part}]`, text]);
}

function groups(audience: Audience, member: Member): Fields {
  const categories = [...audience.interestCategories.values()];
  if (categories.length === 0) return [];
  const chosen = (id: string): string =>
    interestsOf(audience)
      .filter((interest) => interest.categoryId === id && member.interests.has(interest.id))
      .map(({ name }) => name.replaceAll(',', '\\,'))
      .join(', ');
  const all = categories.map(({ id }) => chosen(id)).filter((names) => names !== '');
  return [
    ['[merges][INTERESTS]', all.join(', ')],
    ...categories.flatMap(({ id, number, title }, index): Fields => {
      const place = `[merges][GROUPINGS][${index}]`;
      return [
        [`${place}[id]`, String(number)],
        [`${place}[unique_id]`, id],
        [`${place}[name]`, title],
        [`${place}[groups]`, chosen(id)],
      ];
    }),
  ];
}

/** UTC without saying so. */
function firedAt(at: Instant): string {
  return new Date(at * 1000).toISOString().slice(0, 19).replace('T', ' ');
}
