/** Tags of one member and the tags of an audience by name. https://mailchimp.com/developer/marketing/api/list-member-tags/ */

import { apiUrl } from '../account';
import { audienceOf, bodyOf, memberOf, type Answer, type Call, type Route } from '../call';
import { collection } from '../examples';
import { writeInstant } from '../instant';
import { links } from '../links';
import { memberPath } from '../member-body';
import { pickFields } from '../pick-fields';
import { objectsOf, textOf, type Shape } from '../request-body';
import { addTag, claimTag, findTag, removeTag } from '../tag';

const path = '/lists/{list_id}/members/{subscriber_hash}/tags';

export const memberTagRoutes: Route[] = [
  { method: 'GET', path, handle: readTags },
  { method: 'POST', path, handle: writeTags },
  {
    method: 'GET',
    path: '/lists/{list_id}/tag-search',
    handle: (call) => {
      const prefix = (call.query.text('name') ?? '').toLowerCase();
      const tags = [...audienceOf(call).tags.values()]
        .filter(({ name }) => name.toLowerCase().startsWith(prefix))
        .map(({ id, name }) => ({ id, name }));
      return { status: 200, body: { tags, total_items: tags.length } };
    },
  },
];

function readTags(call: Call): Answer {
  const audience = audienceOf(call);
  const member = memberOf(call, audience, 'any');
  const { count, offset } = call.query.page();
  const tags = [...member.tags].reverse();
  const pick = pickFields(call.query, collection('tags', { id: 0, name: '', date_added: '' }));
  const self = memberPath(audience, member);
  return {
    status: 200,
    body: pick({
      tags: tags
        .slice(offset, offset + count)
        .map(([tag, since]) => ({ id: tag.id, name: tag.name, date_added: writeInstant(since) })),
      total_items: tags.length,
      _links: links(apiUrl(call.account, `${self}/tags`), apiUrl(call.account, self)),
    }),
  };
}

const tagsShape: Shape = {
  required: ['tags'],
  properties: {
    tags: { list: { required: ['name', 'status'], properties: { name: 'string', status: ['inactive', 'active'] } } },
    is_syncing: 'boolean',
  },
};

/** Unknown tags come into being, unnamed ones stay; taking off a tag that is not there is no error. */
function writeTags(call: Call): Answer {
  const audience = audienceOf(call);
  const member = memberOf(call, audience, 'hash');
  const at = call.service.now();
  for (const item of objectsOf(bodyOf(call, tagsShape), 'tags') ?? []) {
    const name = textOf(item, 'name') ?? '';
    if (textOf(item, 'status') === 'active') addTag(audience, member, claimTag(audience, name, at), at);
    else {
      const tag = findTag(audience, name);
      if (tag !== undefined) removeTag(audience, member, tag, at);
    }
  }
  return { status: 204 };
}
