/**
 * Makes the loose schemas of the description strict: no unknown property, on answers every property present but the few that
 * may be absent, dates in Mailchimp's one spelling or empty.
 */

import { isJson, jsonOf, type Json } from './document';

export type Strictness = 'request' | 'answer' | 'partial answer';

const writtenDate = '^$|^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}\\+00:00$';
const readableDate = '^$|^\\d{4}-\\d{2}-\\d{2}([T ]\\d{2}:\\d{2}(:\\d{2}(\\.\\d+)?)?(Z|[+-]\\d{2}:?\\d{2})?)?$';

const keywords = ['type', 'enum', 'maximum', 'minimum', 'maxLength', 'minLength', 'maxItems', 'minItems', 'pattern'];

/** A JSON Schema without annotations. */
export function tighten(schema: Json, strictness: Strictness): Json {
  const result: Json = {};
  for (const keyword of keywords) if (keyword in schema) result[keyword] = schema[keyword];
  if (schema['format'] === 'date-time') result['pattern'] = strictness === 'request' ? readableDate : writtenDate;
  for (const choice of ['oneOf', 'anyOf', 'allOf']) {
    const choices = schema[choice];
    if (Array.isArray(choices)) result[choice] = choices.map((one: unknown) => tighten(jsonOf(one), strictness));
  }
  if (isJson(schema['items'])) result['items'] = tighten(schema['items'], strictness);
  const { properties, additionalProperties } = schema;
  if (isJson(properties)) {
    result['type'] = 'object';
    result['properties'] = Object.fromEntries(
      Object.entries(properties).map(([name, inner]) => [name, tighten(jsonOf(inner), strictness)]),
    );
    result['additionalProperties'] = false;
    if (strictness === 'answer') {
      result['required'] = Object.keys(properties).filter((name) => !mayBeAbsent(name, properties));
    }
  } else if (isJson(additionalProperties)) {
    result['additionalProperties'] = tighten(additionalProperties, strictness);
  }
  if (strictness === 'request' && Array.isArray(schema['required'])) result['required'] = schema['required'];
  return result;
}

function mayBeAbsent(name: string, siblings: Json): boolean {
  switch (name) {
    case 'interests':
    case 'last_note':
    case 'unsubscribe_reason':
    case 'ecommerce_data':
    case 'total_contacts':
      return true;
    case 'marketing_permissions':
      return jsonOf(siblings[name])['type'] === 'array';
    case 'region':
      return 'gmtoff' in siblings;
    case 'contact':
      return 'beamer_address' in siblings;
    case 'schema':
    case 'targetSchema':
      return 'rel' in siblings;
    default:
      // The options of a merge field.
      return 'default_country' in siblings;
  }
}
