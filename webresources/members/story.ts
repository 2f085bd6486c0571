/** What happened to one person in one audience, in order, from what the runs have written down; and what was decided. */
import type { Choice } from '../schema.generated';
import { reasonSentence, reasonTitle } from '../standing/reason-words';
import { hasText, t } from '../texts/texts';
import type { Member } from './member';

export interface StoryEvent {
  at: Date;
  text: string;
}

export interface StoryRules {
  resubscribe: Choice<'mcs_resubscriberule'>;
  removal: Choice<'mcs_removalrule'>;
}

/** The oldest first. */
export function storyOf(member: Member): StoryEvent[] {
  const { createdOn } = member;
  const events = [...mailchimpEvents(member), ...listEvents(member), ...consentEvents(member)];
  if (createdOn !== null) events.push({ at: createdOn, text: t('members.event.firstSeen') });
  return events.sort((one, other) => one.at.getTime() - other.at.getTime());
}

/** "The person unsubscribed and is not subscribed again by a sync. The rule is: leave out and say so." */
export function decision({ outcome, reason }: Member, rules: StoryRules | null): string {
  if (outcome === null || reason === null) return t('members.story.none');
  const sentence = reasonSentence(reason) ?? reasonTitle(reason);
  const rule = rules === null ? null : ruleOf(reason, rules);
  return rule === null ? sentence : `${sentence} ${t('members.result.rule', { rule })}`;
}

function ruleOf(reason: string, { removal, resubscribe }: StoryRules): string | null {
  if (afterNo.has(reason)) return t(`members.rule.${resubscribe}`);
  return reason === 'untagged' ? t(`members.rule.${removal}`) : null;
}

const afterNo: ReadonlySet<string> = new Set(['said-no', 'complained', 'unconfirmed']);

function mailchimpEvents({ mailchimpChangedOn, memory, status }: Member): StoryEvent[] {
  if (mailchimpChangedOn === null) return [];
  const by = textIn(objectIn(memory.mailchimp), 'by');
  const byKey = `members.event.by.${by}`;
  return [{ at: mailchimpChangedOn, text: t(`members.event.${status}`, { by: hasText(byKey) ? t(byKey) : '' }) }];
}

function listEvents({ listChangedOn, onList }: Member): StoryEvent[] {
  if (listChangedOn === null) return [];
  return [{ at: listChangedOn, text: t(onList ? 'members.event.onList' : 'members.event.offList') }];
}

function consentEvents({ mailchimpChangedOn, memory, status }: Member): StoryEvent[] {
  const consent = objectIn(memory.consent);
  const no = objectOf(consent['no']);
  const optOut = objectOf(consent['optOut']);
  const events: StoryEvent[] = [];
  const add = (at: string | null, text: string): void => {
    const date = Date.parse(at ?? '');
    if (!Number.isNaN(date)) events.push({ at: new Date(date), text });
  };
  const kindKey = `members.event.no.${textIn(no, 'kind')}`;
  // An unsubscribe is told already where Mailchimp still says it.
  const since = Date.parse(textIn(no, 'since') ?? '');
  const told = status === 'unsubscribed' && since === mailchimpChangedOn?.getTime();
  if (hasText(kindKey) && !told) add(textIn(no, 'since'), t(kindKey));
  if (textIn(no, 'seenOn') !== textIn(no, 'since')) add(textIn(no, 'seenOn'), t('members.event.noSeen'));
  add(textIn(no, 'askedOn'), t('members.event.noAsked'));
  const optOutKey = `members.event.optOut.${textIn(optOut, 'did')}`;
  if (hasText(optOutKey)) add(textIn(optOut, 'on'), t(optOutKey));
  return events;
}

function objectIn(json: string | null): Record<string, unknown> {
  try {
    return objectOf(JSON.parse(json ?? '{}'));
  } catch {
    return {}; // a memory that cannot be read tells nothing; the service is careful with it
  }
}

const objectOf = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null ? { ...value } : {};

function textIn(object: Record<string, unknown>, name: string): string | null {
  const value = object[name];
  return typeof value === 'string' ? value : null;
}
