/** Reasons as the end of a sentence that opens with a number: "96 said no", "22 have no address". */
import { formatNumber } from '../formats';

interface Phrase {
  one: string;
  many: string;
  /** Whether a person must do something about it. */
  attention?: true;
}

const phrases: Readonly<Record<string, Phrase>> = {
  'said-no': { one: 'said no', many: 'said no' },
  complained: { one: 'complained', many: 'complained' },
  bounced: { one: 'has an address that bounces', many: 'have addresses that bounce' },
  forgotten: { one: 'was deleted for good in Mailchimp', many: 'were deleted for good in Mailchimp' },
  unconfirmed: { one: 'did not confirm', many: 'did not confirm' },
  'no-address': { one: 'has no address', many: 'have no address' },
  'opted-out': { one: 'wants no bulk e-mail', many: 'want no bulk e-mail' },
  inactive: { one: 'has an inactive record', many: 'have inactive records' },
  qualified: { one: 'is a qualified lead', many: 'are qualified leads' },
  disqualified: { one: 'is a disqualified lead', many: 'are disqualified leads' },
  deleted: { one: 'was deleted in Dynamics 365', many: 'were deleted in Dynamics 365' },
  'creation-off': { one: 'is not known in Dynamics 365', many: 'are not known in Dynamics 365' },
  'other-type': { one: 'is a record of the other type', many: 'are records of the other type' },
  'stranger-pending': { one: 'has not confirmed yet', many: 'have not confirmed yet' },
  'not-marketing': { one: 'gave Mailchimp no permission', many: 'gave Mailchimp no permission' },
  'not-subscribed': { one: 'is not subscribed', many: 'are not subscribed' },
  'direction-off': { one: 'would go the way that is switched off', many: 'would go the way that is switched off' },
  'not-ours': { one: 'was never on the list', many: 'were never on the list' },
  'shared-address': { one: 'shares an address with another record', many: 'share an address with another record' },
  'address-refused': {
    one: 'has an address that Mailchimp refuses',
    many: 'have addresses that Mailchimp refuses',
    attention: true,
  },
  'fields-refused': {
    one: 'has a value that Mailchimp refuses',
    many: 'have values that Mailchimp refuses',
    attention: true,
  },
  undone: { one: 'was put back by an undo', many: 'were put back by an undo' },
  'refused-by-mailchimp': { one: 'was refused by Mailchimp', many: 'were refused by Mailchimp', attention: true },
  'refused-by-crm': { one: 'was refused by Dynamics 365', many: 'were refused by Dynamics 365', attention: true },
};

/** The reasons of those who are left out, or of those who need attention, the most frequent first. */
export function reasonPhrases(counts: Readonly<Record<string, number>>, kind: 'left-out' | 'attention'): string[] {
  return Object.entries(counts)
    .filter(([code, count]) => count > 0 && isOfKind(code, kind))
    .sort(([, a], [, b]) => b - a)
    .map(([code, count]) => phraseOf(code, count));
}

/** Codes of a newer service are read aloud rather than hidden. */
export function phraseOf(code: string, count: number): string {
  const phrase = phrases[code];
  const words = phrase === undefined ? code.replaceAll('-', ' ') : count === 1 ? phrase.one : phrase.many;
  return `${formatNumber(count)} ${words}`;
}

function isOfKind(code: string, kind: 'left-out' | 'attention'): boolean {
  const phrase = phrases[code];
  return phrase !== undefined && (phrase.attention === true) === (kind === 'attention');
}
