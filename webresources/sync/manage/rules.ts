/** The rules of a tie as sentences with choices. Fixed order, plain words, the safe choice first. */
import type { PersonType } from '../../frame/links';
import { hasText, t } from '../../texts/texts';
import type { Rules } from '../board';

export interface Choice<Code> {
  code: Code;
  label: string;
  hint?: string;
}

type Choices<Key extends keyof Rules> = readonly Choice<Rules[Key]>[];

export const directions = (): Choices<'direction'> =>
  (['both', 'to-mailchimp', 'to-crm'] as const).map((code) => choice('direction', code));

export const trusts = (): Choices<'trust'> =>
  (['none', 'crm', 'mailchimp'] as const).map((code) => choice('trust', code));

export const removals = (): Choices<'removal'> =>
  (['archive', 'unsubscribe', 'untag'] as const).map((code) => choice('removal', code));

export const resubscriptions = (): Choices<'resubscribe'> =>
  (['leave-out', 'ask', 'subscribe'] as const).map((code) => choice('resubscribe', code));

export const newMemberRules = (): Choices<'newMembers'> =>
  (['ask', 'agreed'] as const).map((code) => choice('newMembers', code));

function choice<Code extends string>(rule: string, code: Code): Choice<Code> {
  const key = `manage.rules.${rule}.${code}`;
  const hint = `${key}.hint`;
  return { code, label: hasText(key) ? t(key) : code, ...(hasText(hint) && { hint: t(hint) }) };
}

const usualSchedules = [0, 15, 60, 240, 1440];

/** The usual schedules, and the present one where it is none of them. */
export function schedules(present: number): readonly Choice<number>[] {
  const minutes = usualSchedules.includes(present) ? usualSchedules : [...usualSchedules, present];
  return minutes.map((code) => ({ code, label: scheduleLabel(code) }));
}

function scheduleLabel(minutes: number): string {
  if (minutes === 0) return t('manage.rules.schedule.byHand');
  if (minutes === 1440) return t('manage.rules.schedule.daily');
  return minutes % 60 === 0
    ? t('manage.rules.schedule.hours', { count: minutes / 60 })
    : t('manage.rules.schedule.minutes', { count: minutes });
}

export const creationSentence = (personType: PersonType): string => t(`manage.list.created.${personType}`);

export const limitBounds = {
  limitPercent: { min: 1, max: 100 },
  limitPeople: { min: 0, max: 100_000 },
  limitMost: { min: 1, max: 1_000_000 },
} as const;
