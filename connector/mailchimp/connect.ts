/** One Mailchimp account, spoken to through its own client package, at most eight calls at a time. */

import { createPace, type Pace, type PaceOptions } from '../pacing/pace';
import { readAccount } from './account';
import { readActivity } from './activity';
import { addMembers } from './add-members';
import { archiveMember } from './archive-member';
import { readAudience, readAudiences } from './audiences';
import { createCaller } from './caller';
import { setNames, setStatus } from './change-member';
import { createMailchimpClient } from './client';
import { judgeMailchimpError } from './errors';
import { readMember } from './member';
import { readMembers } from './member-reader';
import type { MailchimpAccount } from './port';
import { readTags, readTagsOfMember } from './tags';

export interface MailchimpConnection {
  apiKey: string;
  /** With the version: `https://us21.api.mailchimp.com/3.0`. */
  baseUrl: string;
  /** To be shared by all connections of one user of Mailchimp; a new one by default. */
  pace?: Pace;
  timeoutMs?: number;
}

export function connectMailchimp(connection: MailchimpConnection): MailchimpAccount {
  // Mailchimp itself gives a call 120 seconds.
  const client = createMailchimpClient(connection.apiKey, connection.baseUrl, connection.timeoutMs ?? 110_000);
  const pace = connection.pace ?? createMailchimpPace();
  let writes = 0;
  const caller = createCaller(client, pace, (records) => {
    writes += records;
  });
  return {
    account: () => readAccount(caller),
    audiences: () => readAudiences(caller),
    audience: (listId) => readAudience(caller, listId),
    members: (listId, query) => readMembers(caller, listId, query),
    member: (listId, address) => readMember(caller, listId, address),
    addMembers: (listId, members) => addMembers(caller, listId, members),
    setStatus: (listId, memberId, status) => setStatus(caller, listId, memberId, status),
    setNames: (listId, memberId, names) => setNames(caller, listId, memberId, names),
    archive: (listId, memberId) => archiveMember(caller, listId, memberId),
    tags: (listId) => readTags(caller, listId),
    tagsOfMember: (listId, memberId) => readTagsOfMember(caller, listId, memberId),
    activity: (listId, memberId) => readActivity(caller, listId, memberId),
    traffic: () => ({ requests: pace.requests, writes, peakConnections: pace.peakConnections }),
  };
}

/** Mailchimp allows ten connections per user, and one that timed out here is still open there. */
export const mostMailchimpConnections = 8;

export function createMailchimpPace(options: Partial<PaceOptions> = {}): Pace {
  return createPace({ connections: mostMailchimpConnections, judge: judgeMailchimpError, ...options });
}
