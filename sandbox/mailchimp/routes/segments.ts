/** Segments: of the three kinds the static ones exist here, and they are the tags. https://mailchimp.com/developer/marketing/api/list-segments/ */

import { apiUrl, type Account } from '../account';
import type { Audience } from '../audience';
import { audienceOf, bodyOf, type Answer, type Call, type Route } from '../call';
import { collection, like } from '../examples';
import { writeInstant } from '../instant';
import { links } from '../links';
import { pickFields } from '../pick-fields';
import { invalidSentence, notBuilt, notFound } from '../problem';
import type { Query } from '../query';
import { textOf, textsOf, type Json, type Shape } from '../request-body';
import type { Member, Status } from '../member';
import { addTag, claimTag, deleteTag, findTag, removeTag, renameTag, type Tag } from '../tag';

const path = '/lists/{list_id}/segments';

export const segmentRoutes: Route[] = [
  { method: 'GET', path, handle: readSegments },
  { method: 'POST', path, handle: createSegment },
  {
    method: 'GET',
    path: `${path}/{segment_id}`,
    handle: (call) => {
      const audience = audienceOf(call);
      const body = segmentBody(call.account, audience, segmentOf(call, audience), includedStatuses(call.query));
      return { status: 200, body: pickFields(call.query, like(body))(body) };
    },
  },
  { method: 'PATCH', path: `${path}/{segment_id}`, handle: changeSegment },
  {
    method: 'DELETE',
    path: `${path}/{segment_id}`,
    handle: (call) => {
      const audience = audienceOf(call);
      deleteTag(audience, segmentOf(call, audience), call.service.now());
      return { status: 204 };
    },
  },
];

export function segmentOf(call: Call, audience: Audience): Tag {
  const tag = audience.tags.get(Number(call.names['segment_id']));
  if (tag === undefined) throw notFound();
  return tag;
}

/** Without being asked, a segment shows and counts only those who may be mailed. */
export function includedStatuses(query: Query): Set<Status> {
  const included = new Set<Status>(['subscribed']);
  if (query.flag('include_cleaned')) included.add('cleaned');
  if (query.flag('include_transactional')) included.add('transactional');
  if (query.flag('include_unsubscribed')) included.add('unsubscribed');
  return included;
}

function readSegments(call: Call): Answer {
  const { account, query } = call;
  const audience = audienceOf(call);
  const { count, offset } = query.page();
  const type = query.word('type', ['saved', 'static', 'fuzzy']);
  const sinceCreated = query.instant('since_created_at');
  const beforeCreated = query.instant('before_created_at');
  const sinceUpdated = query.instant('since_updated_at');
  const beforeUpdated = query.instant('before_updated_at');
  const included = includedStatuses(query);
  const found = [...audience.tags.values()].filter(
    (tag) =>
      (type === undefined || type === 'static') &&
      (sinceCreated === undefined || tag.createdAt > sinceCreated) &&
      (beforeCreated === undefined || tag.createdAt < beforeCreated) &&
      (sinceUpdated === undefined || tag.updatedAt > sinceUpdated) &&
      (beforeUpdated === undefined || tag.updatedAt < beforeUpdated),
  );
  return {
    status: 200,
    body: pickFields(
      query,
      collection('segments', example, { list_id: '' }),
    )({
      segments: found.slice(offset, offset + count).map((tag) => segmentBody(account, audience, tag, included)),
      list_id: audience.id,
      total_items: found.length,
      _links: links(apiUrl(account, `/lists/${audience.id}/segments`), apiUrl(account, `/lists/${audience.id}`)),
    }),
  };
}

const createShape: Shape = {
  required: ['name'],
  properties: { name: 'string', static_segment: { list: 'string' }, options: 'object' },
};

function createSegment(call: Call): Answer {
  const audience = audienceOf(call);
  const body = bodyOf(call, createShape);
  if (body['options'] !== undefined) throw notBuilt('segments with conditions');
  const addresses = textsOf(body, 'static_segment');
  if (addresses === undefined) throw invalidSentence('Please provide either static_segment or options.');
  const name = nameOf(audience, body, null);
  const at = call.service.now();
  const tag = claimTag(audience, name, at);
  for (const member of membersAt(audience, addresses)) addTag(audience, member, tag, at);
  return { status: 200, body: segmentBody(call.account, audience, tag, includedStatuses(call.query)) };
}

/** A list of addresses replaces all members; without one the members stay. */
function changeSegment(call: Call): Answer {
  const audience = audienceOf(call);
  const tag = segmentOf(call, audience);
  const body = bodyOf(call, createShape);
  if (body['options'] !== undefined) throw notBuilt('segments with conditions');
  const name = nameOf(audience, body, tag);
  const at = call.service.now();
  if (name !== tag.name) renameTag(audience, tag, name, at);
  const addresses = textsOf(body, 'static_segment');
  if (addresses !== undefined) {
    const wanted = new Set(membersAt(audience, addresses));
    for (const member of tag.members) if (!wanted.has(member)) removeTag(audience, member, tag, at);
    for (const member of wanted) if (!tag.members.has(member)) addTag(audience, member, tag, at);
  }
  return { status: 200, body: segmentBody(call.account, audience, tag, includedStatuses(call.query)) };
}

function nameOf(audience: Audience, body: Json, known: Tag | null): string {
  const name = (textOf(body, 'name') ?? '').trim();
  if (name === '') throw invalidSentence('Please enter a name for the tag.');
  const occupant = findTag(audience, name);
  if (occupant !== undefined && occupant !== known) throw invalidSentence('Sorry, that tag already exists.');
  return name;
}

/** Addresses that are not on the list are passed over. */
function membersAt(audience: Audience, addresses: string[]): Member[] {
  const found = addresses.map((address) => audience.byAddress(address));
  return found.filter((member) => member !== undefined).filter(({ status }) => status !== 'archived');
}

function segmentBody(account: Account, audience: Audience, tag: Tag, included: Set<Status>): Json {
  let count = 0;
  for (const member of tag.members) if (included.has(member.status)) count += 1;
  const parent = `/lists/${audience.id}/segments`;
  return {
    id: tag.id,
    name: tag.name,
    member_count: count,
    type: 'static',
    created_at: writeInstant(tag.createdAt),
    updated_at: writeInstant(tag.updatedAt),
    options: { match: 'any', conditions: [] },
    list_id: audience.id,
    _links: links(apiUrl(account, `${parent}/${tag.id}`), apiUrl(account, parent)),
  };
}

const example: Json = like({
  id: 0,
  name: '',
  member_count: 0,
  type: '',
  created_at: '',
  updated_at: '',
  options: {},
  list_id: '',
});
