/** What a client may say about a member, in the four calls that write one. */

import { isIP } from 'node:net';
import type { Audience } from './audience';
import { readInstant } from './instant';
import { patchableStatuses, writableStatuses, type Member, type WritableStatus } from './member';
import { mergeValues, type MergeValues } from './merge-values';
import { invalid } from './problem';
import { isJson, textOf, type Json, type Kind, type Shape } from './request-body';
import type { Switches } from './switches';

const profile: Record<string, Kind> = {
  email_address: 'string',
  email_type: 'string',
  merge_fields: 'object',
  interests: 'object',
  language: 'string',
  vip: 'boolean',
  location: { shape: { required: [], properties: { latitude: 'number', longitude: 'number' } } },
  marketing_permissions: { list: 'object' },
  ip_signup: 'string',
  timestamp_signup: 'string',
  ip_opt: 'string',
  timestamp_opt: 'string',
};
const tags: Kind = { list: 'string' };

export const postShape: Shape = {
  required: ['email_address', 'status'],
  properties: { ...profile, status: writableStatuses, tags },
};
/** The real service takes a PUT without `status_if_new` and, for a known member, without `email_address`. */
export const putShape: Shape = {
  required: [],
  properties: { ...profile, status: writableStatuses, status_if_new: writableStatuses, tags },
};
export const patchShape: Shape = { required: [], properties: { ...profile, status: patchableStatuses } };
export const bulkMemberShape: Shape = { required: [], properties: { ...profile, status: writableStatuses, tags } };

export function statusOf(body: Json, name: 'status' | 'status_if_new'): WritableStatus | undefined {
  const text = textOf(body, name);
  return writableStatuses.find((status) => status === text);
}

export interface WriteRules {
  switches: Switches;
  skipMergeValidation: boolean;
}

/** The merge fields after the write; throws when they may not be so. */
export function mergedFields(
  audience: Audience,
  stored: MergeValues,
  body: Json,
  rules: WriteRules,
  isNew: boolean,
): MergeValues {
  const given = isJson(body['merge_fields']) ? body['merge_fields'] : isNew ? {} : undefined;
  return mergeValues(stored, given, {
    fields: audience.mergeFields,
    language: rules.switches.localisedMessages,
    skipRequired: rules.skipMergeValidation,
  });
}

/** Throws for what is checked before anything is written: dates and IP addresses. */
export function checkDetails(body: Json): void {
  for (const name of ['timestamp_signup', 'timestamp_opt']) {
    const text = textOf(body, name);
    if (text !== undefined && text !== '' && readInstant(text) === null) {
      throw invalid({ field: name, message: 'Schema describes date-time, string found' });
    }
  }
  for (const name of ['ip_signup', 'ip_opt']) {
    const text = textOf(body, name);
    if (text !== undefined && text !== '' && isIP(text) === 0) {
      throw invalid({ field: name, message: 'Please provide a valid IP address.' });
    }
  }
}

/** The ids of the interests after the write; what is not named stays. */
export function chosenInterests(
  audience: Audience,
  before: ReadonlySet<string>,
  body: Json,
  switches: Switches,
): Set<string> {
  const chosen = new Set(before);
  for (const [id, value] of Object.entries(isJson(body['interests']) ? body['interests'] : {})) {
    if (typeof value !== 'boolean') {
      throw invalid({ field: `interests.${id}`, message: `Schema describes boolean, ${typeof value} found` });
    }
    if (!audience.interests.has(id)) {
      if (switches.unknownInterests === 'ignored') continue;
      throw invalid({ field: 'interests', message: `Invalid interest ID: "${id}".` });
    }
    if (value) chosen.add(id);
    else chosen.delete(id);
  }
  return chosen;
}

/** Writes the plain details; true when `last_changed` moves for them. */
export function applyDetails(member: Member, body: Json, switches: Switches): { changed: boolean; moves: boolean } {
  const result = { changed: false, moves: false };
  const note = (differs: boolean, moves: boolean): void => {
    result.changed ||= differs;
    result.moves ||= differs && moves;
  };
  const before = { ...member };
  member.emailType = textOf(body, 'email_type') ?? member.emailType;
  note(before.emailType !== member.emailType, true);
  member.language = textOf(body, 'language') ?? member.language;
  note(before.language !== member.language, switches.languageBumps);
  if (typeof body['vip'] === 'boolean') member.vip = body['vip'];
  note(before.vip !== member.vip, switches.vipBumps);
  const location = body['location'];
  if (isJson(location)) {
    if (typeof location['latitude'] === 'number') member.latitude = location['latitude'];
    if (typeof location['longitude'] === 'number') member.longitude = location['longitude'];
  }
  note(before.latitude !== member.latitude || before.longitude !== member.longitude, true);
  member.ipSignup = textOf(body, 'ip_signup') ?? member.ipSignup;
  member.ipOpt = textOf(body, 'ip_opt') ?? member.ipOpt;
  member.timestampSignup = instantOf(body, 'timestamp_signup') ?? member.timestampSignup;
  member.timestampOpt = instantOf(body, 'timestamp_opt') ?? member.timestampOpt;
  note(before.ipSignup !== member.ipSignup || before.ipOpt !== member.ipOpt, true);
  note(before.timestampSignup !== member.timestampSignup || before.timestampOpt !== member.timestampOpt, true);
  return result;
}

function instantOf(body: Json, name: string): number | null {
  const text = textOf(body, name);
  return text === undefined ? null : readInstant(text);
}
