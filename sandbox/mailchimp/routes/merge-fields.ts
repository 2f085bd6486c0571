/** Merge fields of an audience. https://mailchimp.com/developer/marketing/api/list-merges/ */

import { apiUrl, type Account } from '../account';
import type { Audience } from '../audience';
import { audienceOf, bodyOf, type Answer, type Call, type Route } from '../call';
import { collection, like } from '../examples';
import { links } from '../links';
import { addMergeField, changeMergeField, removeMergeField, type MergeFieldDetails } from '../merge-field';
import { mergeFieldTypes, type MergeField } from '../merge-values';
import { pickFields } from '../pick-fields';
import { notFound } from '../problem';
import { flagOf, isJson, numberOf, textOf, type Json, type Shape } from '../request-body';

const path = '/lists/{list_id}/merge-fields';
const one = `${path}/{merge_id}`;

export const mergeFieldRoutes: Route[] = [
  { method: 'GET', path, handle: readFields },
  {
    method: 'POST',
    path,
    handle: (call) => {
      const audience = audienceOf(call);
      const body = bodyOf(call, createShape);
      const type = mergeFieldTypes.find((word) => word === body['type']) ?? 'text';
      const field = addMergeField(audience, type, detailsOf(body), call.service.switches.maxMergeFields);
      return { status: 200, body: fieldBody(call.account, audience, field) };
    },
  },
  {
    method: 'GET',
    path: one,
    handle: (call) => {
      const audience = audienceOf(call);
      const body = fieldBody(call.account, audience, fieldOf(call, audience));
      return { status: 200, body: pickFields(call.query, example)(body) };
    },
  },
  {
    method: 'PATCH',
    path: one,
    handle: (call) => {
      const audience = audienceOf(call);
      const field = fieldOf(call, audience);
      changeMergeField(audience, field, detailsOf(bodyOf(call, changeShape)));
      return { status: 200, body: fieldBody(call.account, audience, field) };
    },
  },
  {
    method: 'DELETE',
    path: one,
    handle: (call) => {
      const audience = audienceOf(call);
      removeMergeField(audience, fieldOf(call, audience));
      return { status: 204 };
    },
  },
];

const properties = {
  name: 'string',
  tag: 'string',
  required: 'boolean',
  default_value: 'string',
  public: 'boolean',
  display_order: 'number',
  options: {
    shape: {
      required: [],
      properties: {
        default_country: 'number',
        phone_format: 'string',
        date_format: 'string',
        choices: { list: 'string' },
        size: 'number',
      },
    },
  },
  help_text: 'string',
} as const satisfies Shape['properties'];
const createShape: Shape = { required: ['name', 'type'], properties: { ...properties, type: mergeFieldTypes } };
const changeShape: Shape = { required: ['name'], properties };

function detailsOf(body: Json): MergeFieldDetails {
  return {
    name: textOf(body, 'name') ?? '',
    tag: textOf(body, 'tag'),
    required: flagOf(body, 'required'),
    defaultValue: textOf(body, 'default_value'),
    isPublic: flagOf(body, 'public'),
    displayOrder: numberOf(body, 'display_order'),
    options: isJson(body['options']) ? body['options'] : {},
    helpText: textOf(body, 'help_text'),
  };
}

function fieldOf(call: Call, audience: Audience): MergeField {
  const field = audience.mergeFields.find(({ mergeId }) => String(mergeId) === call.names['merge_id']);
  if (field === undefined) throw notFound();
  return field;
}

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
    default_value: field.defaultValue ?? '',
    public: field.isPublic ?? true,
    display_order: field.displayOrder ?? field.mergeId + 1,
    options: field.options,
    help_text: field.helpText ?? '',
    list_id: audience.id,
    _links: links(apiUrl(account, `${parent}/${field.mergeId}`), apiUrl(account, parent)),
  };
}
