/** The operations of the description: path, query parameters, body and answers, with the places where the real service departs from them. */

import { isJson, jsonOf, listOf, readDocument, type Json } from './document';
import { tighten } from './tighten';

export interface Operation {
  /** Method and path as in the description. */
  name: string;
  method: string;
  segments: string[];
  /** Schema by name of query parameter. */
  query: Record<string, Json>;
  body: Json | null;
  bodyRequired: boolean;
  /** Null: answers 204. */
  answer: { whole: Json; partial: Json } | null;
}

let known: Operation[] | null = null;

export function operations(): Operation[] {
  known ??= readOperations(readDocument());
  return known;
}

export function findOperation(method: string, path: string): Operation | null {
  const given = path.split('/').filter((part) => part !== '');
  const matching = operations().filter(
    ({ method: known, segments }) =>
      known === method &&
      segments.length === given.length &&
      segments.every((part, index) => part.startsWith('{') || part === given[index]),
  );
  const literals = ({ segments }: Operation): number => segments.filter((part) => !part.startsWith('{')).length;
  return matching.sort((one, other) => literals(other) - literals(one))[0] ?? null;
}

function readOperations(document: Json): Operation[] {
  const found: Operation[] = [];
  for (const [path, item] of Object.entries(jsonOf(document['paths']))) {
    for (const method of ['get', 'post', 'put', 'patch', 'delete']) {
      const operation = jsonOf(item)[method];
      if (isJson(operation)) found.push(readOperation(document, method.toUpperCase(), path, jsonOf(item), operation));
    }
  }
  return found;
}

function readOperation(document: Json, method: string, path: string, item: Json, operation: Json): Operation {
  const query: Record<string, Json> = {};
  for (const parameter of [...listOf(item['parameters']), ...listOf(operation['parameters'])].map(jsonOf)) {
    if (parameter['in'] === 'query') query[String(parameter['name'])] = jsonOf(parameter['schema']);
  }
  const body = jsonOf(resolve(document, operation['requestBody']));
  const bodySchema = contentSchema(body);
  const success = jsonOf(operation['responses']);
  const answerSchema = contentSchema(jsonOf(success['200']));
  const name = `${method} ${path}`;
  return {
    name,
    method,
    segments: path.split('/').filter((part) => part !== ''),
    query,
    body: bodySchema === null ? null : depart(name, tighten(bodySchema, 'request')),
    bodyRequired: body['required'] === true,
    answer:
      answerSchema === null
        ? null
        : {
            whole: departAnswer(name, tighten(answerSchema, 'answer')),
            partial: tighten(answerSchema, 'partial answer'),
          },
  };
}

/** Requests that the description forbids and the real service takes. */
function depart(name: string, schema: Json): Json {
  if (name === 'PUT /lists/{list_id}/members/{subscriber_hash}') return { ...schema, required: [] };
  if (name === 'POST /lists/{list_id}') {
    const items = jsonOf(jsonOf(jsonOf(schema['properties'])['members'])['items']);
    jsonOf(items['properties'])['tags'] = { type: 'array', items: { type: 'string' } };
    jsonOf(jsonOf(schema['properties'])['members'])['maxItems'] = 500;
  }
  return schema;
}

/** What the service says since 2026 and its description does not: the secret of a new webhook, once. */
function departAnswer(name: string, schema: Json): Json {
  if (name !== 'POST /lists/{list_id}/webhooks') return schema;
  const signing = { signing_secret: { type: 'string' }, signing_enabled: { type: 'boolean' } };
  return { ...schema, properties: { ...jsonOf(schema['properties']), ...signing } };
}

function contentSchema(holder: Json): Json | null {
  const schema = jsonOf(jsonOf(holder['content'])['application/json'])['schema'];
  return isJson(schema) ? schema : null;
}

function resolve(document: Json, value: unknown): unknown {
  const reference = jsonOf(value)['$ref'];
  if (typeof reference !== 'string') return value;
  let target: unknown = document;
  for (const part of reference.replace('#/', '').split('/')) target = jsonOf(target)[part];
  return target;
}
