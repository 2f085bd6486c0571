/**
 * Which side is followed where the two differ about one person: the trusted one, else the one that moved, else the one whose
 * date is later. Null when neither moved: then nothing happens.
 */

import type { ReasonCode } from './reasons';
import type { AddressSituation, MemberStatus, RememberedNo, Situation } from './situation';

export interface Winner {
  side: 'crm' | 'mailchimp';
  reason: ReasonCode;
}

export function whoWins(situation: Situation, nos: readonly RememberedNo[]): Winner | null {
  const { run, crm, addresses } = situation;
  if (run.trust === 'crm') return { side: 'crm', reason: 'trusted-crm' };
  if (run.trust === 'mailchimp') return { side: 'mailchimp', reason: 'trusted-mailchimp' };
  if (neverSeen(situation)) return laterOne(situation);

  const crmMoved = crm.last?.onList !== crm.now.onList || addedAgainAfterNo(situation, nos);
  const mailchimpMoved = addresses.some(moved);
  if (crmMoved && mailchimpMoved) return laterOne(situation);
  if (crmMoved) return { side: 'crm', reason: 'crm-moved' };
  if (mailchimpMoved) return { side: 'mailchimp', reason: 'mailchimp-moved' };
  return null;
}

/** In the audience: subscribed, or pending of somebody whom the list knows. Anybody else's pending has agreed to nothing yet. */
export function isIn(status: MemberStatus, known: boolean): boolean {
  return status === 'subscribed' || (known && status === 'pending');
}

/** On the list, or once on it. */
export function listKnows({ person, crm }: Pick<Situation, 'person' | 'crm'>): boolean {
  return person !== null && (crm.now.onList || crm.now.changedOn !== null || crm.last?.onList === true);
}

/** Somebody added the person to the audience's own list after the no was seen, outside first runs and trust overrides. */
export function addedAfter({ crm, run }: Situation, no: RememberedNo): boolean {
  if (run.firstRun || run.trust !== 'none' || crm.byFurtherList) return false;
  if (!crm.now.onList || crm.now.changedOn === null) return false;
  return instant(crm.now.changedOn) > instant(no.seenOn);
}

/** Dates come in two spellings of UTC, so they are compared as instants. */
export function instant(date: string): number {
  return Date.parse(date);
}

/** An address that is not in Mailchimp has nothing to say until it has been there. */
function neverSeen({ crm, addresses }: Situation): boolean {
  if (crm.last === null) return true;
  const spoken = addresses.filter(({ now, last }) => last !== null || now.status !== 'absent');
  return spoken.length === 0 || spoken.some(({ last }) => last === null);
}

/** Our own writes are no moves. */
export function moved({ now, last, isCorrected }: AddressSituation): boolean {
  return !isCorrected && last !== null && now.status !== last.status && now.by !== 'us';
}

/** Taken off and put on again between two runs: on the list both times, but added after the no that the last run knew. */
function addedAgainAfterNo(situation: Situation, nos: readonly RememberedNo[]): boolean {
  const { now, last } = situation.crm;
  if (!last?.onList || last.changedOn === null || !now.onList) return false;
  const before = instant(last.changedOn);
  return nos.some((no) => addedAfter(situation, no) && before <= instant(no.seenOn));
}

function laterOne(situation: Situation): Winner {
  const { crm, addresses } = situation;
  const members = addresses.filter(({ now, isCorrected }) => now.status !== 'absent' && !isCorrected);
  if (members.length === 0) return { side: 'crm', reason: 'not-in-mailchimp' };
  if (crm.now.changedOn === null) {
    return { side: 'mailchimp', reason: crm.now.onList ? 'mailchimp-later' : 'never-on-list' };
  }
  const inside = members.filter(({ now }) => isIn(now.status, listKnows(situation)));
  const dates = (inside.length > 0 ? inside : members).flatMap(({ now }) => now.changedOn ?? []).map(instant);
  const later = dates.some((date) => date > instant(crm.now.changedOn ?? ''));
  return later ? { side: 'mailchimp', reason: 'mailchimp-later' } : { side: 'crm', reason: 'crm-later' };
}
