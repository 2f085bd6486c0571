/** Reasons in words: as a title, and as the end of a sentence that opens with a number, like "96 said no". */
import { formatNumber } from '../formats';
import type { Choice } from '../schema.generated';
import { hasText, t } from '../texts/texts';

/** Codes of a newer service are read aloud rather than hidden. */
export function phraseOf(code: string, count: number): string {
  const key = `reasons.${code}.phrase`;
  return hasText(key) ? t(key, { count }) : `${formatNumber(count)} ${spoken(code)}`;
}

/** A few words, for a badge or a filter. */
export function reasonTitle(code: string): string {
  const key = `reasons.${code}.title`;
  return hasText(key) ? t(key) : spoken(code);
}

/** One sentence; null for a code that this page does not know. */
export function reasonSentence(code: string): string | null {
  const key = `reasons.${code}.sentence`;
  return hasText(key) ? t(key) : null;
}

/** What a person can do; null where nothing needs doing. */
export function reasonCure(code: string): string | null {
  const key = `reasons.${code}.cure`;
  return hasText(key) ? t(key) : null;
}

/** The reasons of those who are left out, or of those who need attention, the most frequent first. */
export function reasonPhrases(counts: Readonly<Record<string, number>>, kind: 'left-out' | 'attention'): string[] {
  return Object.entries(counts)
    .filter(([code, count]) => count > 0 && outcomeOfReason(code) === kind)
    .sort(([, a], [, b]) => b - a)
    .map(([code, count]) => phraseOf(code, count));
}

export type Outcome = Choice<'mcs_outcome'>;

/** What becomes of somebody for a reason: each reason belongs to one outcome. Null where the page does not know it. */
export function outcomeOfReason(code: string): Outcome | null {
  return isKnown(code) ? outcomes[code] : null;
}

const isKnown = (code: string): code is Choice<'mcs_reason'> => Object.hasOwn(outcomes, code);

const outcomes: Readonly<Record<Choice<'mcs_reason'>, Outcome>> = {
  agreed: 'in-sync',
  'crm-moved': 'in-sync',
  'mailchimp-moved': 'in-sync',
  'crm-later': 'in-sync',
  'mailchimp-later': 'in-sync',
  'never-on-list': 'in-sync',
  'not-in-mailchimp': 'in-sync',
  'trusted-crm': 'in-sync',
  'trusted-mailchimp': 'in-sync',
  'confirmation-asked': 'waiting',
  'needs-approval': 'waiting',
  'consent-not-confirmed': 'waiting',
  'retry-later': 'waiting',
  'stranger-pending': 'waiting',
  'said-no': 'left-out',
  complained: 'left-out',
  bounced: 'left-out',
  forgotten: 'left-out',
  unconfirmed: 'left-out',
  'no-address': 'left-out',
  'opted-out': 'left-out',
  inactive: 'left-out',
  qualified: 'left-out',
  disqualified: 'left-out',
  deleted: 'left-out',
  'creation-off': 'left-out',
  'other-type': 'left-out',
  'not-marketing': 'left-out',
  'not-subscribed': 'left-out',
  'direction-off': 'left-out',
  'not-ours': 'left-out',
  'shared-address': 'left-out',
  untagged: 'left-out',
  undone: 'left-out',
  'further-list-only': 'left-out',
  'address-refused': 'attention',
  'fields-refused': 'attention',
  'refused-by-mailchimp': 'attention',
  'refused-by-crm': 'attention',
  'not-visible': 'attention',
};

const spoken = (code: string): string => code.replaceAll('-', ' ');
