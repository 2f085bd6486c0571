/** The rules of a tie as sentences with choices. Fixed order, plain words, the safe choice first. */
import type { PersonType, Rules } from '../board';

export interface Choice<Code> {
  code: Code;
  label: string;
  hint?: string;
}

type Choices<Key extends keyof Rules> = readonly Choice<Rules[Key]>[];

export const directions: Choices<'direction'> = [
  { code: 'both', label: 'Both ways' },
  { code: 'to-mailchimp', label: 'Only to Mailchimp' },
  { code: 'to-crm', label: 'Only to Dynamics 365' },
];

export const trusts: Choices<'trust'> = [
  { code: 'none', label: 'Whoever changed last' },
  { code: 'crm', label: 'Dynamics 365 this once' },
  { code: 'mailchimp', label: 'Mailchimp this once' },
];

export const removals: Choices<'removal'> = [
  { code: 'archive', label: 'Archive', hint: 'Not mailed, can return.' },
  { code: 'unsubscribe', label: 'Unsubscribe', hint: 'Recorded as a no.' },
  { code: 'untag', label: 'Only take the tag away', hint: 'Still gets mail.' },
];

export const resubscriptions: Choices<'resubscribe'> = [
  { code: 'leave-out', label: 'Leave out and say so' },
  { code: 'ask', label: 'Ask by e-mail', hint: 'Mailchimp sends the person one mail to confirm.' },
  {
    code: 'subscribe',
    label: 'Subscribe (administrators)',
    hint: 'Only where the person asked for it; it is recorded.',
  },
];

export const newMemberRules: Choices<'newMembers'> = [
  { code: 'ask', label: 'Ask each', hint: 'Mailchimp sends each a mail to confirm.' },
  { code: 'agreed', label: 'They have agreed already', hint: 'No mail is sent.' },
];

const usualSchedules: readonly Choice<number>[] = [
  { code: 0, label: 'Only by hand' },
  { code: 15, label: 'Every 15 minutes' },
  { code: 60, label: 'Every hour' },
  { code: 240, label: 'Every 4 hours' },
  { code: 1440, label: 'Once a day' },
];

/** The usual schedules, and the present one where it is none of them. */
export function schedules(present: number): readonly Choice<number>[] {
  if (usualSchedules.some(({ code }) => code === present)) return usualSchedules;
  return [...usualSchedules, { code: present, label: `Every ${present} minutes` }];
}

export function creationSentence(personType: PersonType): string {
  return personType === 'contact'
    ? 'Mailchimp members will be created as contacts.'
    : 'Mailchimp members will be created as leads.';
}

export const limitBounds = {
  limitPercent: { min: 1, max: 100 },
  limitPeople: { min: 0, max: 100_000 },
  limitMost: { min: 1, max: 1_000_000 },
} as const;
