/** A change in the user's language. */
import { reasonTitle } from '../standing/reason-words';
import { hasText, t } from '../texts/texts';
import type { ChangeLine } from './change-line';

/** `isLook` tells of a preview, which has done nothing of what it lists. */
export function whatWords({ state, what }: Pick<ChangeLine, 'state' | 'what'>, isLook: boolean): string {
  const isAhead = isLook || state === 'waits';
  const would = `run.would.${what}`;
  if (isAhead && hasText(would)) return t(would);
  const key = `run.what.${what}`;
  if (hasText(key)) return t(key);
  const field = /^field (.*)$/.exec(what)?.[1];
  if (field !== undefined) return t('run.what.field', { name: field });
  const column = /^address in (.*)$/.exec(what)?.[1];
  if (column !== undefined) return t('run.what.addressIn', { name: column });
  if (what.startsWith('joined further list')) return t(isAhead ? 'run.would.joinedFurther' : 'run.what.joinedFurther');
  if (what.startsWith('left further list')) return t(isAhead ? 'run.would.leftFurther' : 'run.what.leftFurther');
  return what;
}

/** From what to what; empty where the words say it already. */
export function valueWords({ from, kind, to }: Pick<ChangeLine, 'from' | 'kind' | 'to'>): string {
  if (kind === 'created') return '';
  if (kind === 'joined' || kind === 'left' || kind === 'asked') return statusWords(from, to);
  if (from !== '' && to !== '') return t('run.value.fromTo', { from, to });
  if (to !== '') return t('run.value.to', { to });
  return from === '' ? '' : t('run.value.from', { from });
}

function statusWords(from: string, to: string): string {
  const [before, after] = [statusWord(from), statusWord(to)];
  return before === null || after === null ? '' : t('run.value.status', { from: before, to: after });
}

/** Of Mailchimp; that somebody is on the list or off it is said by the change itself. */
function statusWord(label: string): string | null {
  const code = statusCodes[label];
  return code === undefined ? null : t(`choices.mcs_memberstatus.${code}`);
}

const statusCodes: Readonly<
  Record<string, 'absent' | 'subscribed' | 'unsubscribed' | 'cleaned' | 'pending' | 'transactional' | 'archived'>
> = {
  'Not in Mailchimp': 'absent',
  Subscribed: 'subscribed',
  Unsubscribed: 'unsubscribed',
  Cleaned: 'cleaned',
  Pending: 'pending',
  'Non-subscribed': 'transactional',
  Archived: 'archived',
};

export const whyWords = ({ reason, reasonSentence }: Pick<ChangeLine, 'reason' | 'reasonSentence'>): string =>
  reason === null ? reasonSentence : reasonTitle(reason);
