/** One member of one audience, with what Mailchimp remembers of it but does not show. */

import { createHash } from 'node:crypto';
import type { Instant } from './instant';
import type { MergeValues } from './merge-values';
import type { Tag } from './tag';

export const readableStatuses = [
  'subscribed',
  'unsubscribed',
  'cleaned',
  'pending',
  'transactional',
  'archived',
] as const;
export type Status = (typeof readableStatuses)[number];

/** `archived` is reached by DELETE only. */
export const writableStatuses = ['subscribed', 'unsubscribed', 'cleaned', 'pending', 'transactional'] as const;
export type WritableStatus = (typeof writableStatuses)[number];

/** PATCH does not know `transactional`. */
export const patchableStatuses = ['subscribed', 'unsubscribed', 'cleaned', 'pending'] as const;

export type Actor = 'person' | 'admin' | 'api';

/** Why only the person can end this state: the compliance memory. */
export type Hold = 'unsubscribe' | 'complaint' | 'bounce';

export interface ActivityRecord {
  action: 'subscribe' | 'unsub' | 'bounce' | 'abuse' | 'open' | 'click';
  at: Instant;
  by: Actor;
  reason: string;
}

export interface Member {
  id: string;
  address: string;
  /** Stable across a change of address, as is `webId`; members are ordered by it where nothing else decides. */
  readonly contactId: string;
  readonly webId: number;
  emailType: string;
  status: Status;
  hold: Hold | null;
  unsubscribeReason: string;
  unsubscribedAt: Instant | null;
  mergeFields: MergeValues;
  ipSignup: string;
  timestampSignup: Instant | null;
  ipOpt: string;
  timestampOpt: Instant | null;
  lastChanged: Instant;
  language: string;
  vip: boolean;
  latitude: number;
  longitude: number;
  source: string;
  /** When each tag was added; the most recently touched tag comes last. */
  readonly tags: Map<Tag, Instant>;
  /** Ids of the interests that the member has. */
  interests: Set<string>;
  readonly activity: ActivityRecord[];
}

/** https://mailchimp.com/developer/marketing/docs/methods-parameters/#path-parameters */
export function subscriberHash(address: string): string {
  return createHash('md5').update(address.toLowerCase()).digest('hex');
}

/** Ten digits, the same in every audience that holds the address. */
export function uniqueEmailId(address: string): string {
  return createHash('md5').update(`unique ${address.toLowerCase()}`).digest('hex').slice(0, 10);
}

export function contactIdOf(listId: string, webId: number): string {
  return createHash('md5').update(`contact ${listId} ${webId}`).digest('hex');
}
