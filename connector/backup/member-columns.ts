/**
 * Members as Mailchimp itself exports them: the fields by their labels, then its own columns in capitals. What the API does not
 * tell stays empty. https://mailchimp.com/help/view-export-contacts/
 */

import type { MemberCopy } from '../mailchimp/member-copies';
import type { InterestInfo, MergeField } from '../mailchimp/port';

type Status = MemberCopy['status'];

export interface MemberColumns {
  headings(status: Status): string[];
  row(member: MemberCopy): string[];
  /** What each heading stands for, which Mailchimp's own export does not say. */
  definitions(): string[][];
}

export const definitionHeadings = ['COLUMN', 'TAG', 'NAME', 'TYPE', 'REQUIRED', 'OPTIONS'];

export function memberColumns(
  fields: readonly MergeField[],
  interests: readonly Pick<InterestInfo, 'interestId' | 'category' | 'name'>[],
): MemberColumns {
  const taken = new Set([addressHeading, ...ownHeadings, ...Object.values(furtherHeadings).flat()].map(lower));
  const merge = fields.map((field) => ({ field, heading: freeHeading(field.name, field.tag, taken) }));
  const titles = [...new Set(interests.map(({ category }) => category))];
  const categories = titles.map((title) => ({
    heading: freeHeading(title, 'interests', taken),
    title,
    interests: interests.filter(({ category }) => category === title),
  }));
  return {
    headings: (status) => [
      addressHeading,
      ...merge.map(({ heading }) => heading),
      ...categories.map(({ heading }) => heading),
      ...ownHeadings,
      ...(furtherHeadings[status] ?? []),
    ],
    row: (member) => [
      member.address,
      ...merge.map(({ field }) => mergeText(member.mergeFields[field.tag], field.type)),
      ...categories.map((category) => chosen(category.interests, member)),
      ...ownCells(member),
      ...(furtherCells[member.status]?.(member) ?? []),
    ],
    definitions: () => [
      ...merge.map(({ field: { tag, name, type, required, choices, americanPhone }, heading }) => [
        heading,
        tag,
        name,
        type,
        required ? 'yes' : 'no',
        JSON.stringify({
          ...(choices.length > 0 ? { choices } : {}),
          ...(americanPhone ? { phone_format: 'US' } : {}),
        }),
      ]),
      ...categories.map(({ heading, title, interests: of }) => [
        heading,
        '',
        title,
        'interests',
        'no',
        JSON.stringify({ interests: of.map(({ name }) => name) }),
      ]),
    ],
  };
}

const addressHeading = 'Email Address';

const ownHeadings = [
  'MEMBER_RATING',
  'OPTIN_TIME',
  'OPTIN_IP',
  'CONFIRM_TIME',
  'CONFIRM_IP',
  'LATITUDE',
  'LONGITUDE',
  'GMTOFF',
  'DSTOFF',
  'TIMEZONE',
  'CC',
  'REGION',
  'LAST_CHANGED',
  'LEID',
  'EUID',
  'NOTES',
  'TAGS',
  'EMAIL_TYPE',
];

function ownCells(member: MemberCopy): string[] {
  const { place } = member;
  const somewhere = place.latitude !== 0 || place.longitude !== 0;
  const inZone = place.timezone !== '';
  return [
    member.rating === null ? '' : String(member.rating),
    timeText(member.signedUp),
    member.signedUpFrom,
    timeText(member.optedIn),
    member.optedInFrom,
    somewhere ? String(place.latitude) : '',
    somewhere ? String(place.longitude) : '',
    inZone ? String(place.gmtoff) : '',
    inZone ? String(place.dstoff) : '',
    place.timezone,
    place.countryCode,
    place.region,
    timeText(member.lastChanged),
    member.webId,
    member.uniqueEmailId,
    member.note,
    member.tags.map((tag) => `"${tag.replaceAll('"', '""')}"`).join(','),
    member.emailType,
  ];
}

const furtherHeadings: Partial<Record<Status, string[]>> = {
  unsubscribed: ['UNSUB_TIME', 'UNSUB_CAMPAIGN_TITLE', 'UNSUB_CAMPAIGN_ID', 'UNSUB_REASON', 'UNSUB_REASON_OTHER'],
  cleaned: ['CLEAN_TIME', 'CLEAN_CAMPAIGN_TITLE', 'CLEAN_CAMPAIGN_ID'],
};

/** When somebody left, and after which campaign, only their activity tells, one call per person. */
const furtherCells: Partial<Record<Status, (member: MemberCopy) => string[]>> = {
  unsubscribed: ({ unsubscribeReason }) => ['', '', '', unsubscribeReason, ''],
  cleaned: () => ['', '', ''],
};

/** Two fields may have one label, or the label of a column of Mailchimp's own. */
function freeHeading(label: string, tag: string, taken: Set<string>): string {
  const tries = [label.trim(), `${label.trim()} (${tag})`.trim()];
  const heading = tries.find((text) => text !== '' && !taken.has(lower(text))) ?? `${tag} ${taken.size}`;
  taken.add(lower(heading));
  return heading;
}

const lower = (text: string) => text.toLowerCase();

function mergeText(value: unknown, type: string): string {
  if (isRecord(value)) return addressText(value);
  if (typeof value !== 'string' && typeof value !== 'number') return '';
  // Excel would take "+49 30" for a sum.
  return type === 'phone' && /^[+=@'-]/.test(String(value)) ? `'${value}` : String(value);
}

/** Its parts, separated by two spaces; only the second line of the street and the country may be left out. */
function addressText(address: Record<string, unknown>): string {
  const part = (name: string) => {
    const value = address[name];
    return typeof value === 'string' ? value.trim() : '';
  };
  const optional = (name: string) => (part(name) === '' ? [] : [part(name)]);
  const parts = [part('addr1'), ...optional('addr2'), part('city'), part('state'), part('zip'), ...optional('country')];
  return parts.every((text) => text === '') ? '' : parts.join('  ');
}

function chosen(interests: readonly { interestId: string; name: string }[], member: MemberCopy): string {
  const has = new Set(member.interests);
  return interests
    .filter(({ interestId }) => has.has(interestId))
    .map(({ name }) => name.replaceAll(',', String.raw`\,`))
    .join(', ');
}

/** `YYYY-MM-DD HH:MM:SS` in UTC. */
function timeText(iso: string | null): string {
  return iso === null ? '' : iso.slice(0, 19).replace('T', ' ');
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
