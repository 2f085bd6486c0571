/**
 * GET /lists/{list_id}/members: filters, order and one page. The matches of a query are kept until the audience changes, so
 * that paging through 100,000 members sorts them once.
 * https://mailchimp.com/developer/marketing/api/list-members/list-members-info/
 */

import type { Audience } from './audience';
import type { Instant } from './instant';
import { readableStatuses, uniqueEmailId, type Member } from './member';
import { invalid } from './problem';
import type { Query } from './query';
import type { Service } from './service';

export function matchingMembers(service: Service, audience: Audience, query: Query): readonly Member[] {
  const question = readQuestion(service, audience, query);
  const name = JSON.stringify(question);
  const kept = answers.get(audience);
  if (kept !== undefined && kept.version === audience.version) {
    const known = kept.byQuestion.get(name);
    if (known !== undefined) return known;
  }
  const fresh = kept?.version === audience.version ? kept : { version: audience.version, byQuestion: new Map() };
  const found = search(audience, question);
  // A few questions at a time are enough for a reader that pages.
  if (fresh.byQuestion.size >= 4) fresh.byQuestion.clear();
  fresh.byQuestion.set(name, found);
  answers.set(audience, fresh);
  return found;
}

const answers = new WeakMap<Audience, { version: number; byQuestion: Map<string, readonly Member[]> }>();

interface Question {
  status: Member['status'] | undefined;
  showArchived: boolean;
  sinceChanged: Instant | undefined;
  beforeChanged: Instant | undefined;
  sinceOpt: Instant | undefined;
  beforeOpt: Instant | undefined;
  unsubscribedSince: Instant | undefined;
  emailType: string | undefined;
  uniqueEmailId: string | undefined;
  vipOnly: boolean;
  interests: { ids: string[]; match: 'any' | 'all' | 'none' } | undefined;
  sort: 'timestamp_opt' | 'timestamp_signup' | 'last_changed' | undefined;
  descending: boolean;
}

function readQuestion(service: Service, audience: Audience, query: Query): Question {
  const status = query.word('status', readableStatuses);
  const unsubscribedSince = query.instant('unsubscribed_since');
  if (unsubscribedSince !== undefined && status !== undefined && status !== 'unsubscribed') {
    throw invalid({ field: 'unsubscribed_since', message: 'This filter goes with the status unsubscribed only.' });
  }
  if (query.flag('since_last_campaign') && status === undefined) {
    throw invalid({ field: 'since_last_campaign', message: 'This filter needs a status.' });
  }
  const since = query.instant('since_last_changed');
  return {
    status,
    showArchived: service.switches.listArchivedByDefault,
    // Whether the given second itself belongs to the answer is not documented.
    sinceChanged: since === undefined || service.switches.sinceInclusive ? since : since + 1,
    beforeChanged: query.instant('before_last_changed'),
    sinceOpt: query.instant('since_timestamp_opt'),
    beforeOpt: query.instant('before_timestamp_opt'),
    unsubscribedSince,
    emailType: query.text('email_type'),
    uniqueEmailId: query.text('unique_email_id'),
    vipOnly: query.flag('vip_only'),
    interests: interestsOfQuestion(audience, query),
    sort: query.word('sort_field', ['timestamp_opt', 'timestamp_signup', 'last_changed']),
    descending: query.word('sort_dir', ['ASC', 'DESC']) === 'DESC',
  };
}

function search(audience: Audience, question: Question): readonly Member[] {
  const found: Member[] = [];
  for (const member of audience.members.values()) if (matches(member, question)) found.push(member);
  const { sort } = question;
  // Members that are equal keep their order of arrival, and DESC is the exact reverse.
  found.sort(
    (one, other) => (sort === undefined ? 0 : sortKey(one, sort) - sortKey(other, sort)) || one.webId - other.webId,
  );
  if (question.descending) found.reverse();
  return found;
}

function sortKey(member: Member, sort: NonNullable<Question['sort']>): number {
  if (sort === 'last_changed') return member.lastChanged;
  return (sort === 'timestamp_opt' ? member.timestampOpt : member.timestampSignup) ?? 0;
}

function matches(member: Member, question: Question): boolean {
  if (question.status === undefined) {
    if (member.status === 'archived' && !question.showArchived) return false;
  } else if (member.status !== question.status) return false;
  if (!within(member.lastChanged, question.sinceChanged, question.beforeChanged)) return false;
  if (!within(member.timestampOpt, question.sinceOpt, question.beforeOpt)) return false;
  if (question.unsubscribedSince !== undefined) {
    if (member.status !== 'unsubscribed' || (member.unsubscribedAt ?? 0) < question.unsubscribedSince) return false;
  }
  if (question.emailType !== undefined && member.emailType !== question.emailType) return false;
  if (question.uniqueEmailId !== undefined && uniqueEmailId(member.address) !== question.uniqueEmailId) return false;
  if (question.vipOnly && !member.vip) return false;
  return question.interests === undefined || matchesInterests(member, question.interests);
}

/** The three parameters go together or not at all. */
function interestsOfQuestion(audience: Audience, query: Query): Question['interests'] {
  const names = ['interest_category_id', 'interest_ids', 'interest_match'];
  const missing = names.filter((name) => query.text(name) === undefined);
  if (missing.length === names.length) return undefined;
  const [absent] = missing;
  if (absent !== undefined) throw invalid({ field: absent, message: `This filter needs ${names.join(', ')}.` });
  const category = query.text('interest_category_id') ?? '';
  const ids = (query.text('interest_ids') ?? '').split(',').map((id) => id.trim());
  if (!audience.interestCategories.has(category)) {
    throw invalid({ field: 'interest_category_id', message: `Invalid interest category ID: "${category}".` });
  }
  for (const id of ids) {
    if (audience.interests.get(id)?.categoryId !== category) {
      throw invalid({ field: 'interest_ids', message: `Invalid interest ID: "${id}".` });
    }
  }
  return { ids, match: query.word('interest_match', ['any', 'all', 'none']) ?? 'any' };
}

function matchesInterests({ interests }: Member, { ids, match }: NonNullable<Question['interests']>): boolean {
  if (match === 'all') return ids.every((id) => interests.has(id));
  return ids.some((id) => interests.has(id)) === (match === 'any');
}

function within(at: Instant | null, since: Instant | undefined, before: Instant | undefined): boolean {
  if (since === undefined && before === undefined) return true;
  return at !== null && (since === undefined || at >= since) && (before === undefined || at < before);
}
