/** Members of an audience. https://mailchimp.com/developer/marketing/api/list-members/ */

import { apiUrl } from '../account';
import { audienceOf, bodyOf, memberOf, type Answer, type Call, type Route } from '../call';
import { collection, member as exampleMember } from '../examples';
import { links } from '../links';
import { matchingMembers } from '../list-members';
import { memberBody } from '../member-body';
import { patchShape, postShape, putShape, statusOf } from '../member-input';
import { forgetMember, setStatus } from '../member-status';
import { pickFields } from '../pick-fields';
import { cannotArchive, invalid, memberExists } from '../problem';
import { textOf } from '../request-body';
import type { Member } from '../member';
import type { Audience } from '../audience';
import { createMember, giveTags, updateMember, type WriteContext } from '../write-member';

const one = '/lists/{list_id}/members/{subscriber_hash}';

export const memberRoutes: Route[] = [
  { method: 'GET', path: '/lists/{list_id}/members', handle: readMembers },
  { method: 'POST', path: '/lists/{list_id}/members', handle: addMember },
  {
    method: 'GET',
    path: one,
    handle: (call) => {
      const audience = audienceOf(call);
      const member = memberOf(call, audience, 'any');
      const body = memberBody(call.account, audience, member);
      return { status: 200, body: pickFields(call.query, exampleMember)(body), member };
    },
  },
  { method: 'PUT', path: one, handle: putMember },
  {
    method: 'PATCH',
    path: one,
    handle: (call) => {
      const audience = audienceOf(call);
      const member = memberOf(call, audience, 'any');
      const body = bodyOf(call, patchShape);
      updateMember(contextOf(call, audience), member, body, textOf(body, 'email_address'));
      return whole(call, audience, member);
    },
  },
  { method: 'DELETE', path: one, handle: archiveMember },
  {
    method: 'POST',
    path: `${one}/actions/delete-permanent`,
    handle: (call) => {
      const audience = audienceOf(call);
      const member = memberOf(call, audience, 'hash');
      forgetMember(call.service, audience, member, { by: 'api', at: call.service.now() });
      return { status: 204 };
    },
  },
];

function readMembers(call: Call): Answer {
  const { account, query, service } = call;
  const audience = audienceOf(call);
  const { count, offset } = query.page();
  const pick = pickFields(query, collection('members', exampleMember, { list_id: '' }));
  const found = matchingMembers(service, audience, query);
  return {
    status: 200,
    body: pick({
      members: found.slice(offset, offset + count).map((member) => memberBody(account, audience, member)),
      list_id: audience.id,
      total_items: found.length,
      _links: links(apiUrl(account, `/lists/${audience.id}/members`), apiUrl(account, `/lists/${audience.id}`)),
    }),
  };
}

function addMember(call: Call): Answer {
  const audience = audienceOf(call);
  const body = bodyOf(call, postShape);
  const address = textOf(body, 'email_address') ?? '';
  const context = contextOf(call, audience);
  const known = audience.byAddress(address);
  if (known === undefined) {
    return whole(call, audience, createMember(context, address, statusOf(body, 'status') ?? 'subscribed', body));
  }
  if (known.status !== 'archived') throw memberExists(address);
  // Posting an archived address brings the member back with its ids, tags and values.
  updateMember(context, known, body, undefined);
  giveTags(context, known, body);
  return whole(call, audience, known);
}

function putMember(call: Call): Answer {
  const audience = audienceOf(call);
  const body = bodyOf(call, putShape);
  const context = contextOf(call, audience);
  const address = textOf(body, 'email_address');
  const known = audience.find(call.names['subscriber_hash'] ?? '', 'any');
  if (known !== undefined) {
    updateMember(context, known, body, address);
    return whole(call, audience, known);
  }
  const status = statusOf(body, 'status') ?? statusOf(body, 'status_if_new');
  const missing = [address === undefined ? 'email_address' : '', status === undefined ? 'status_if_new' : ''];
  const names = missing.filter((name) => name !== '');
  if (address === undefined || status === undefined) {
    throw invalid({ field: '', message: `Required fields were not provided: ${names.join(', ')}` });
  }
  // Under a hash that nobody has, a new member gets the hash of its own address.
  if (audience.byAddress(address) !== undefined) throw memberExists(address);
  return whole(call, audience, createMember(context, address, status, body));
}

function archiveMember(call: Call): Answer {
  const audience = audienceOf(call);
  const member = memberOf(call, audience, 'any');
  if (['archived', 'cleaned', 'pending'].includes(member.status)) throw cannotArchive();
  setStatus(call.service, audience, member, { status: 'archived', by: 'api', at: call.service.now() });
  return { status: 204 };
}

function contextOf(call: Call, audience: Audience): WriteContext {
  return { service: call.service, audience, skipMergeValidation: call.query.flag('skip_merge_validation') };
}

function whole(call: Call, audience: Audience, member: Member): Answer {
  return { status: 200, body: memberBody(call.account, audience, member), member };
}
