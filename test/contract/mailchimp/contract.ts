/** Holds exchanges with Mailchimp, or with what stands in for it, against Mailchimp's own description of its API. */

import { Ajv, type ValidateFunction } from 'ajv';
import { isJson, jsonOf, type Json } from './document';
import { findOperation, type Operation } from './operations';

export { contractIsHere, sayWhenAbsent, testWithContract } from './document';

export interface Exchange {
  method: string;
  /** Path and query, with or without an origin. */
  url: string;
  /** A request with `x-contract: deliberate` is wrong on purpose: only its answer is checked. */
  requestHeaders: Record<string, string>;
  requestBody: string;
  status: number;
  responseHeaders: Record<string, string>;
  responseBody: string;
  /** The answer is a fault that a test ordered: only the request is checked. */
  injected?: boolean;
}

export interface Finding {
  side: 'request' | 'answer';
  operation: string;
  message: string;
}

export function checkExchanges(exchanges: readonly Exchange[]): Finding[] {
  return exchanges.flatMap(checkExchange);
}

function checkExchange(exchange: Exchange): Finding[] {
  const url = new URL(exchange.url, 'http://service');
  const path = url.pathname.replace(/^\/3\.0(?=\/|$)/, '');
  const method = exchange.requestHeaders['x-http-method-override'] ?? exchange.method;
  const operation = findOperation(method, path);
  const name = operation?.name ?? `${method} ${path}`;
  const request = exchange.requestHeaders['x-contract'] === 'deliberate' ? [] : checkRequest(operation, exchange, url);
  const answer = exchange.injected === true ? [] : checkAnswer(operation, exchange, url);
  return [
    ...request.map((message): Finding => ({ side: 'request', operation: name, message })),
    ...answer.map((message): Finding => ({
      side: 'answer',
      operation: name,
      message: `${exchange.status}: ${message}`,
    })),
  ];
}

function checkRequest(operation: Operation | null, exchange: Exchange, url: URL): string[] {
  if (operation === null) return ['there is no such operation'];
  const found: string[] = [];
  for (const [name, text] of url.searchParams) {
    const schema = operation.query[name];
    if (schema === undefined) found.push(`unknown query parameter ${name}`);
    else found.push(...checkParameter(name, text, schema));
  }
  if (url.searchParams.has('fields') && url.searchParams.has('exclude_fields')) found.push('fields and exclude_fields');
  if (operation.body === null) {
    if (exchange.requestBody !== '') found.push('a body where none belongs');
  } else if (exchange.requestBody !== '') found.push(...checkJson(exchange.requestBody, operation.body));
  else if (operation.bodyRequired) found.push('no body');
  return found;
}

function checkParameter(name: string, text: string, schema: Json): string[] {
  const wrong = [`query parameter ${name} is ${text}`];
  if (schema['type'] === 'array') {
    const words = Array.isArray(schema['enum']) ? schema['enum'].flat() : null;
    return words === null || text.split(',').every((word) => words.includes(word)) ? [] : wrong;
  }
  if (schema['type'] === 'boolean') return text === 'true' || text === 'false' ? [] : wrong;
  const value = schema['type'] === 'integer' ? Number(text) : text;
  return validator(schema, 'parameter')(value) ? [] : wrong;
}

function checkAnswer(operation: Operation | null, exchange: Exchange, url: URL): string[] {
  const { status, responseBody, responseHeaders } = exchange;
  const type = responseHeaders['content-type'] ?? '';
  if (status >= 400) return checkProblem(exchange, type);
  if (operation === null) return ['an answer to what is no operation'];
  const found = type.startsWith('application/json') ? [] : [`content type ${type}`];
  if (operation.answer === null) return status === 204 && responseBody === '' ? found : ['not an empty 204'];
  if (status !== 200) return ['not 200'];
  const partial = url.searchParams.has('fields') || url.searchParams.has('exclude_fields');
  return [...found, ...checkJson(responseBody, partial ? operation.answer.partial : operation.answer.whole)];
}

const problem: Json = {
  type: 'object',
  required: ['title', 'status', 'detail', 'instance'],
  properties: {
    type: { type: 'string' },
    title: { type: 'string' },
    status: { type: 'integer' },
    detail: { type: 'string' },
    instance: { type: 'string' },
    errors: {
      type: 'array',
      items: {
        type: 'object',
        required: ['field', 'message'],
        properties: { field: { type: 'string' }, message: { type: 'string' } },
        additionalProperties: false,
      },
    },
  },
  additionalProperties: false,
};

/** Seen without `type`; the last one with and without. */
const withoutType = ['Member Exists', 'Forgotten Email Not Subscribed', 'Member In Compliance State'];

function checkProblem({ status, responseBody, responseHeaders }: Exchange, type: string): string[] {
  // Overload is answered without a body at times.
  if ((status === 403 || status === 429) && responseBody === '') return [];
  const found = type.startsWith('application/problem+json') ? [] : [`content type ${type}`];
  found.push(...checkJson(responseBody, problem));
  if (found.length > 0) return found;
  const body = jsonOf(JSON.parse(responseBody));
  if (body['type'] === undefined && !withoutType.includes(String(body['title']))) found.push('no type');
  if (body['status'] !== status) found.push(`status ${String(body['status'])} in the body`);
  if (body['instance'] !== responseHeaders['x-request-id']) found.push('instance is not X-Request-Id');
  return found;
}

function checkJson(text: string, schema: Json): string[] {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return ['not JSON'];
  }
  const validate = validator(schema, 'body');
  if (validate(value)) return [];
  return (validate.errors ?? []).map(
    (error) =>
      `${error.instancePath} ${error.message ?? ''} ${isJson(error.params) ? JSON.stringify(error.params) : ''}`,
  );
}

const ajv = new Ajv({ strict: false, allErrors: false, validateFormats: false });
const validators = new Map<Json, ValidateFunction>();

function validator(schema: Json, use: 'body' | 'parameter'): ValidateFunction {
  const compiled = validators.get(schema);
  if (compiled !== undefined) return compiled;
  const { description: _d, title: _t, example: _e, ...plain } = schema;
  const fresh = ajv.compile(use === 'body' ? schema : plain);
  validators.set(schema, fresh);
  return fresh;
}
