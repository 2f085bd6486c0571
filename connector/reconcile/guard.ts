/**
 * Holds back what would change more people than a day should, until a person has looked at it. A no and an opt-out are never
 * held, and everything that is not held goes on.
 */

import type { Decision } from './decision';

export interface GuardLimits {
  /** Held are more than `people` that are more than `percent` of the side, or more than `most` whatever the size. */
  percent: number;
  people: number;
  most: number;
}

export interface GuardedCounts {
  /** People who leave the marketing list, or members who leave Mailchimp; those of `isNeverHeld` are not counted. */
  leaveList: number;
  leaveMailchimp: number;
  /** Confirmation mails that Mailchimp would send. */
  confirmations: number;
  create: number;
  /** People who join the list, the created ones included. */
  join: number;
  /** Addresses that are changed on either side. */
  renames?: number;
  /** People whose record is told that they want no bulk e-mail. */
  optOuts?: number;
  /** People of whom a value of a mapped field is overwritten, on either side. */
  overwrites?: number;
}

export type Guarded = keyof GuardedCounts;

export interface GuardQuestion {
  limits: GuardLimits;
  wanted: GuardedCounts;
  /** The same, already done in the 24 hours before. */
  doneInLastDay?: Partial<GuardedCounts>;
  /** People on the list and members in the audience: as read now, and as the last run left them (0 before the first). */
  list: { now: number; before: number };
  mailchimp: { now: number; before: number };
  trust: 'none' | 'crm' | 'mailchimp';
  /** What a person saw and approved: for a first run its numbers, later what was held. */
  approved?: Partial<GuardedCounts>;
}

export interface GuardAnswer {
  /** A trusted side that reads empty: the run must not go on. */
  refused: 'trusted-side-empty' | null;
  held: Record<Guarded, boolean>;
  /** The side that suddenly reads empty, so that all removals are held. */
  empty: 'list' | 'mailchimp' | null;
}

/** More confirmation mails than this in a day need approval. */
export const mostConfirmations = 20;

export function guard(question: GuardQuestion): GuardAnswer {
  const { limits, wanted, list, mailchimp, trust } = question;
  const done = (kind: Guarded) => question.doneInLastDay?.[kind] ?? 0;
  const approved = (kind: Guarded) => (wanted[kind] ?? 0) <= (question.approved?.[kind] ?? -1);
  const beyond = (kind: Guarded, size: number) => {
    const count = (wanted[kind] ?? 0) + done(kind);
    return count > limits.most || (count > limits.people && count * 100 > size * limits.percent);
  };
  const empty =
    list.now === 0 && list.before > 0 ? 'list' : mailchimp.now === 0 && mailchimp.before > 0 ? 'mailchimp' : null;
  const removal = (kind: 'leaveList' | 'leaveMailchimp', size: number) =>
    wanted[kind] > 0 && (empty !== null || (beyond(kind, size) && !approved(kind)));
  // Joins are held only against a number that somebody saw; creations also against the limit.
  const unseen = (kind: Guarded) => question.approved?.[kind] !== undefined && !approved(kind);

  return {
    refused:
      (trust === 'crm' && list.now === 0) || (trust === 'mailchimp' && mailchimp.now === 0)
        ? 'trusted-side-empty'
        : null,
    empty,
    held: {
      leaveList: removal('leaveList', Math.max(list.now, list.before)),
      leaveMailchimp: removal('leaveMailchimp', Math.max(mailchimp.now, mailchimp.before)),
      confirmations:
        wanted.confirmations > 0 &&
        wanted.confirmations + done('confirmations') > mostConfirmations &&
        !approved('confirmations'),
      create: wanted.create > 0 && (unseen('create') || (beyond('create', list.now) && !approved('create'))),
      join: wanted.join > 0 && unseen('join'),
      renames: beyond('renames', Math.max(list.now, list.before)) && !approved('renames'),
      optOuts: beyond('optOuts', Math.max(list.now, list.before)) && !approved('optOuts'),
      overwrites:
        (wanted.overwrites ?? 0) > 0 &&
        beyond('overwrites', Math.max(list.now, list.before)) &&
        !approved('overwrites'),
    },
  };
}

/** What one decision would change, in the guard's terms. */
export function guardedPartsOf(decision: Decision): Record<Guarded, number> {
  const free = isNeverHeld(decision);
  const { folds, renames, rewrites } = decision.addressChanges ?? { folds: 0, renames: 0, rewrites: 0 };
  const leaving = decision.addresses.filter(
    ({ mailchimp }) => mailchimp.do === 'archive' || mailchimp.do === 'unsubscribe',
  );
  const asking = decision.addresses.filter(
    ({ mailchimp }) => (mailchimp.do === 'add' || mailchimp.do === 'restore') && mailchimp.status === 'pending',
  );
  return {
    leaveList: decision.crm === 'leave' && !free ? 1 : 0,
    // Who keeps another address of the same person leaves nothing.
    leaveMailchimp: free ? 0 : leaving.length - folds,
    confirmations: asking.length,
    create: decision.crm === 'create-and-join' ? 1 : 0,
    join: decision.crm === 'join' || decision.crm === 'create-and-join' ? 1 : 0,
    renames: folds + renames + rewrites,
    optOuts: decision.optOut === 'set' ? 1 : 0,
    overwrites: decision.overwrites ? 1 : 0,
  };
}

/** A no that takes somebody off the list, and an opt-out that takes somebody out of Mailchimp, wait for nobody. */
export function isNeverHeld(decision: Decision): boolean {
  if (decision.crm === 'leave') return decision.addresses.some(({ no }) => no !== null);
  return decision.addresses.some(({ reason }) => reason === 'opted-out');
}

/**
 * Whether the guard's answer holds this decision: then nothing of it is done, and its last words stay as they were. Addresses,
 * flags and values are held by themselves, because a no of the same person must not wait for them.
 */
export function isHeld(decision: Decision, { held }: Pick<GuardAnswer, 'held'>): boolean {
  const parts = guardedPartsOf(decision);
  return kinds.some((kind) => parts[kind] > 0 && held[kind]);
}

const kinds: readonly Guarded[] = ['leaveList', 'leaveMailchimp', 'confirmations', 'create', 'join'];
