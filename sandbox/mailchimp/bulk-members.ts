/**
 * POST /lists/{list_id}: up to 500 members in one call. What cannot be written is an entry of `errors`, the others are written.
 * https://mailchimp.com/developer/marketing/api/lists/batch-subscribe-or-unsubscribe/
 */

import type { Member } from './member';
import { bulkMemberShape, statusOf } from './member-input';
import { invalidSentence, Problem } from './problem';
import { flagOf, objectsOf, textOf, textsOf, type Json, type Shape } from './request-body';
import { removeTag } from './tag';
import { createMember, giveTags, updateMember, type WriteContext } from './write-member';

export const bulkShape: Shape = {
  required: ['members'],
  properties: { members: { list: bulkMemberShape, most: 500 }, update_existing: 'boolean', sync_tags: 'boolean' },
};

export interface BulkError {
  email_address: string;
  error: string;
  error_code: 'ERROR_CONTACT_EXISTS' | 'ERROR_GENERIC';
  field: string;
  field_message: string;
}

export interface BulkResult {
  created: Member[];
  updated: Member[];
  errors: BulkError[];
}

export function writeInBulk(context: WriteContext, body: Json, skipDuplicates: boolean): BulkResult {
  const result: BulkResult = { created: [], updated: [], errors: [] };
  const rules = { update: flagOf(body, 'update_existing') ?? false, syncTags: flagOf(body, 'sync_tags') ?? false };
  const seen = new Set<string>();
  for (const item of objectsOf(body, 'members') ?? []) {
    const address = textOf(item, 'email_address') ?? '';
    if (seen.has(address.toLowerCase())) {
      // The status of the first appearance is the one that is saved.
      if (!skipDuplicates) result.errors.push(bulkError(address, 'Duplicate items found in the request.'));
      continue;
    }
    seen.add(address.toLowerCase());
    try {
      writeOne(context, item, address, rules, result);
    } catch (problem) {
      if (!(problem instanceof Problem)) throw problem;
      const [first] = problem.errors;
      result.errors.push({
        ...bulkError(address, problem.detail),
        field: first?.field ?? '',
        field_message: first?.message ?? '',
      });
    }
  }
  return result;
}

interface BulkRules {
  update: boolean;
  syncTags: boolean;
}

function writeOne(context: WriteContext, item: Json, address: string, rules: BulkRules, result: BulkResult): void {
  const { audience, service } = context;
  const known = audience.byAddress(address);
  if (known === undefined) {
    const status = statusOf(item, 'status');
    if (status === undefined) throw invalidSentence('Required fields were not provided: status');
    result.created.push(createMember(context, address, status, item));
    return;
  }
  const restores = known.status === 'archived' && service.switches.bulkArchived === 'resubscribed' && !rules.update;
  if (!rules.update && !restores) {
    result.errors.push({
      ...bulkError(
        address,
        `${address} is already a list member, do you want to update? please provide update_existing:true in the request body`,
      ),
      error_code: 'ERROR_CONTACT_EXISTS',
    });
    return;
  }
  // An answer of this call has no word for an archived member, so leaving one archived is no success.
  if (known.status === 'archived' && statusOf(item, 'status') === undefined) {
    throw invalidSentence(`${known.address} is archived and needs a status.`);
  }
  updateMember(context, known, item, undefined);
  if (rules.syncTags) replaceTags(context, known, item);
  (restores ? result.created : result.updated).push(known);
}

/** The tags in the request replace all that the member had; without `sync_tags` those of a known member stay as they are. */
function replaceTags(context: WriteContext, member: Member, item: Json): void {
  const wanted = new Set((textsOf(item, 'tags') ?? []).map((name) => name.trim().toLowerCase()));
  const at = context.service.now();
  for (const tag of member.tags.keys()) {
    if (!wanted.has(tag.name.toLowerCase())) removeTag(context.audience, member, tag, at);
  }
  giveTags(context, member, item);
}

function bulkError(address: string, error: string): BulkError {
  return { email_address: address, error, error_code: 'ERROR_GENERIC', field: '', field_message: '' };
}
