/** Merge fields of an audience. https://mailchimp.com/developer/marketing/api/list-merges/ */

import { apiUrl, type Account } from '../account';
import type { Audience } from '../audience';
import { audienceOf, type Answer, type Call, type Route } from '../call';
import { collection, like } from '../examples';
import { links } from '../links';
import { mergeFieldTypes, type MergeField } from '../merge-values';
import { pickFields } from '../pick-fields';
import { notFound } from '../problem';
import type { Json } from '../request-body';

const path = '/lists/{list_id}/merge-fields';

export const mergeFieldRoutes: Route[] = [
  { method: 'GET', path, handle: readFields },
  {
    method: 'GET',
    path: `${path}/{merge_id}`,
    handle: (call) => {
      const audience = audienceOf(call);
      const field = audience.mergeFields.find(({ mergeId }) => String(mergeId) === call.names['merge_id']);
      if (field === undefined) throw notFound();
      return { status: 200, body: pickFields(call.query, example)(fieldBody(call.account, audience, field)) };
    },
  },
];

const example: Json = like({
  merge_id: 0,
  tag: '',
  name: '',
  type: '',
  required: false,
  default_value: '',
  public: true,
  display_order: 0,
  options: {},
  help_text: '',
  list_id: '',
});

function readFields(call: Call): Answer {
  const { account, query } = call;
  const audience = audienceOf(call);
  const { count, offset } = query.page();
  const type = query.word('type', mergeFieldTypes);
  const required = query.text('required') === undefined ? undefined : query.flag('required');
  const found = audience.mergeFields.filter(
    (field) => (type === undefined || field.type === type) && (required === undefined || field.required === required),
  );
  const self = `/lists/${audience.id}/merge-fields`;
  return {
    status: 200,
    body: pickFields(
      query,
      collection('merge_fields', example, { list_id: '' }),
    )({
      merge_fields: found.slice(offset, offset + count).map((field) => fieldBody(account, audience, field)),
      list_id: audience.id,
      total_items: found.length,
      _links: links(apiUrl(account, self), apiUrl(account, `/lists/${audience.id}`)),
    }),
  };
}

function fieldBody(account: Account, audience: Audience, field: MergeField): Json {
  const parent = `/lists/${audience.id}/merge-fields`;
  return {
    merge_id: field.mergeId,
    tag: field.tag,
    name: field.name,
    type: field.type,
    required: field.required,
    default_value: '',
    public: true,
    display_order: field.mergeId + 1,
    options: field.options,
    help_text: '',
    list_id: audience.id,
    _links: links(apiUrl(account, `${parent}/${field.mergeId}`), apiUrl(account, parent)),
  };
}
