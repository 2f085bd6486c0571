/** One Mailchimp account, spoken to through its own client package, at most eight calls at a time. */

import { setTimeout } from 'node:timers/promises';
import { createPace, type Pace, type PaceOptions } from '../pacing/pace';
import { readAccount } from './account';
import { readActivity } from './activity';
import { addMembers } from './add-members';
import { readAudience, readAudiences } from './audiences';
import { createCaller } from './caller';
import { changeMembers } from './change-members';
import { createMailchimpClient } from './client';
import { judgeMailchimpError } from './errors';
import { readInterests } from './interests';
import { readMember } from './member';
import { readMemberCopies } from './member-copies';
import { createMergeField, readMergeFields } from './merge-fields';
import { readMembers } from './member-reader';
import type { MailchimpAccount } from './port';
import { tagMembers } from './tag-members';
import { readTags, readTagsOfMember } from './tags';
import { addWebhook, readWebhooks, removeWebhook } from './webhooks';

export interface MailchimpConnection {
  apiKey: string;
  /** With the version: `https://us21.api.mailchimp.com/3.0`. */
  baseUrl: string;
  /** To be shared by all connections of one user of Mailchimp; a new one by default. */
  pace?: Pace;
  timeoutMs?: number;
  /** How long a batch is waited for, the last wait included. */
  batchPatienceMs?: number;
  /** How time passes between two looks at a batch. */
  wait?(this: void, ms: number): Promise<void>;
}

export function connectMailchimp(connection: MailchimpConnection): MailchimpAccount {
  // Mailchimp itself gives a call 120 seconds.
  const timeoutMs = connection.timeoutMs ?? 110_000;
  const pace = connection.pace ?? createMailchimpPace();
  let writes = 0;
  const caller = createCaller({
    client: createMailchimpClient(connection.apiKey, connection.baseUrl, timeoutMs),
    host: new URL(connection.baseUrl).host,
    pace,
    timeoutMs,
    // A slice of a run has room for one that takes this long.
    batchPatienceMs: connection.batchPatienceMs ?? 120_000,
    wait: connection.wait ?? ((ms) => setTimeout(ms)),
    countWrites: (records) => {
      writes += records;
    },
  });
  return {
    account: () => readAccount(caller),
    audiences: () => readAudiences(caller),
    audience: (listId) => readAudience(caller, listId),
    members: (listId, query) => readMembers(caller, listId, query),
    memberCopies: (listId, query) => readMemberCopies(caller, listId, query),
    member: (listId, address) => readMember(caller, listId, address),
    addMembers: (listId, members) => addMembers(caller, listId, members),
    changeMembers: (listId, changes) => changeMembers(caller, listId, changes),
    mergeFields: (listId) => readMergeFields(caller, listId),
    createMergeField: (listId, field) => createMergeField(caller, listId, field),
    tags: (listId) => readTags(caller, listId),
    interests: (listId) => readInterests(caller, listId),
    tagMembers: (listId, changes) => tagMembers(caller, listId, changes),
    tagsOfMember: (listId, memberId) => readTagsOfMember(caller, listId, memberId),
    activity: (listId, memberId) => readActivity(caller, listId, memberId),
    webhooks: (listId) => readWebhooks(caller, listId),
    addWebhook: (listId, { url }) => addWebhook(caller, listId, url),
    removeWebhook: (listId, id) => removeWebhook(caller, listId, id),
    traffic: () => ({ requests: pace.requests, writes, peakConnections: pace.peakConnections }),
  };
}

/** Mailchimp allows ten connections per user, and one that timed out here is still open there. */
export const mostMailchimpConnections = 8;

export function createMailchimpPace(options: Partial<PaceOptions> = {}): Pace {
  return createPace({ connections: mostMailchimpConnections, judge: judgeMailchimpError, ...options });
}
