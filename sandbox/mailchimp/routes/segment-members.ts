/** Who carries a tag, read and changed through its segment. https://mailchimp.com/developer/marketing/api/list-segment-members/ */

import { apiUrl } from '../account';
import type { Audience } from '../audience';
import { audienceOf, bodyOf, memberOf, type Answer, type Call, type Route } from '../call';
import { collection, narrowMember } from '../examples';
import { links } from '../links';
import type { Member } from '../member';
import { narrowMemberBody } from '../member-body';
import { pickFields } from '../pick-fields';
import { invalidSentence, notFound } from '../problem';
import { textOf, textsOf, type Shape } from '../request-body';
import { addTag, removeTag } from '../tag';
import { includedStatuses, segmentOf } from './segments';

const path = '/lists/{list_id}/segments/{segment_id}';

export const segmentMemberRoutes: Route[] = [
  { method: 'POST', path, handle: changeMembers },
  { method: 'GET', path: `${path}/members`, handle: readMembers },
  {
    method: 'POST',
    path: `${path}/members`,
    handle: (call) => {
      const audience = audienceOf(call);
      const tag = segmentOf(call, audience);
      const address = textOf(bodyOf(call, addShape), 'email_address') ?? '';
      const member = present(audience, address);
      if (member === undefined) throw invalidSentence(`${address} is not on this list.`);
      addTag(audience, member, tag, call.service.now());
      return { status: 200, body: narrowMemberBody(call.account, audience, member, 'no tags') };
    },
  },
  {
    method: 'DELETE',
    path: `${path}/members/{subscriber_hash}`,
    handle: (call) => {
      const audience = audienceOf(call);
      const tag = segmentOf(call, audience);
      const member = memberOf(call, audience, 'hash');
      if (!tag.members.has(member)) throw notFound();
      removeTag(audience, member, tag, call.service.now());
      return { status: 204 };
    },
  },
];

const addShape: Shape = { required: ['email_address'], properties: { email_address: 'string' } };

const changeShape: Shape = {
  required: [],
  properties: {
    members_to_add: { list: 'string', most: 500 },
    members_to_remove: { list: 'string', most: 500 },
  },
};

function changeMembers(call: Call): Answer {
  const { account, service } = call;
  const audience = audienceOf(call);
  const tag = segmentOf(call, audience);
  const body = bodyOf(call, changeShape);
  const at = service.now();
  const strangers: string[] = [];
  const known = (addresses: string[]): Member[] => {
    const found: Member[] = [];
    for (const address of addresses) {
      const member = present(audience, address);
      if (member === undefined) strangers.push(address);
      else found.push(member);
    }
    return found;
  };
  const added = known(textsOf(body, 'members_to_add') ?? []);
  for (const member of added) addTag(audience, member, tag, at);
  const removed = known(textsOf(body, 'members_to_remove') ?? []).filter((member) => tag.members.has(member));
  for (const member of removed) removeTag(audience, member, tag, at);
  const errors =
    strangers.length === 0 ? [] : [{ email_addresses: strangers, error: 'Email addresses not on this list' }];
  return {
    status: 200,
    body: {
      members_added: added.map((member) => narrowMemberBody(account, audience, member, 'with tags')),
      members_removed: removed.map((member) => narrowMemberBody(account, audience, member, 'with tags')),
      errors,
      total_added: added.length,
      total_removed: removed.length,
      error_count: errors.length,
      _links: links(
        apiUrl(account, `/lists/${audience.id}/segments/${tag.id}`),
        apiUrl(account, `/lists/${audience.id}/segments`),
      ),
    },
  };
}

function readMembers(call: Call): Answer {
  const { account, query } = call;
  const audience = audienceOf(call);
  const tag = segmentOf(call, audience);
  const { count, offset } = query.page();
  const included = includedStatuses(query);
  const found = [...tag.members]
    .filter((member) => included.has(member.status))
    .sort((one, other) => one.webId - other.webId);
  const self = `/lists/${audience.id}/segments/${tag.id}`;
  return {
    status: 200,
    body: pickFields(
      query,
      collection('members', narrowMember),
    )({
      members: found
        .slice(offset, offset + count)
        .map((member) => narrowMemberBody(account, audience, member, 'no tags')),
      total_items: found.length,
      _links: links(apiUrl(account, `${self}/members`), apiUrl(account, self)),
    }),
  };
}

/** An archived address counts as not on the list: this call has no word for it. */
function present(audience: Audience, address: string): Member | undefined {
  const member = audience.byAddress(address);
  return member?.status === 'archived' ? undefined : member;
}
