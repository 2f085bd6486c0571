/** Reads a JSON body against a plain description of its properties and words what is wrong with it as Mailchimp does. */

import { invalid, unreadableJson, type FieldError } from './problem';

export type Kind =
  | 'string'
  | 'boolean'
  | 'number'
  | 'object'
  | readonly string[]
  | { list: Kind | Shape; most?: number }
  | { shape: Shape };

export interface Shape {
  required: readonly string[];
  properties: Readonly<Record<string, Kind>>;
}

export type Json = Record<string, unknown>;

/** Properties that the description does not name are passed over in silence, as the service does. */
export function readBody(text: string, shape: Shape): Json {
  const body = parse(text);
  const errors: FieldError[] = [];
  check(body, { shape }, '', errors);
  if (errors.length > 0 || !isJson(body)) throw invalid(...errors);
  return body;
}

export function isJson(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function textOf(body: Json, name: string): string | undefined {
  const value = body[name];
  return typeof value === 'string' ? value : undefined;
}

export function textsOf(body: Json, name: string): string[] | undefined {
  const value = body[name];
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : undefined;
}

export function objectsOf(body: Json, name: string): Json[] | undefined {
  const value = body[name];
  return Array.isArray(value) ? value.filter(isJson) : undefined;
}

export function numberOf(body: Json, name: string): number | undefined {
  const value = body[name];
  return typeof value === 'number' ? value : undefined;
}

export function flagOf(body: Json, name: string): boolean | undefined {
  const value = body[name];
  return typeof value === 'boolean' ? value : undefined;
}

function parse(text: string): unknown {
  if (text.trim() === '') return {};
  try {
    return JSON.parse(text);
  } catch {
    throw unreadableJson();
  }
}

function check(value: unknown, kind: Kind, field: string, errors: FieldError[]): void {
  const say = (message: string): void => {
    errors.push({ field, message });
  };
  if (typeof kind === 'string') {
    const wanted = kind === 'number' ? ['number', 'integer'] : [kind];
    if (!wanted.includes(nameOf(value))) say(`Schema describes ${kind}, ${nameOf(value)} found`);
  } else if (isWords(kind)) {
    if (typeof value !== 'string') say(`Schema describes string, ${nameOf(value)} found`);
    else if (!kind.includes(value)) say(`Data presented is not one of the accepted values: ${kind.join(', ')}.`);
  } else if ('list' in kind) {
    if (!Array.isArray(value)) return say(`Schema describes array, ${nameOf(value)} found`);
    if (kind.most !== undefined && value.length > kind.most) {
      return say(`The number of items is more than the maximum of ${kind.most}.`);
    }
    const item = isShape(kind.list) ? { shape: kind.list } : kind.list;
    value.forEach((entry: unknown, index) => check(entry, item, `${field}.item:${index}`, errors));
  } else {
    if (!isJson(value)) return say(`Schema describes object, ${nameOf(value)} found`);
    const missing = kind.shape.required.filter((name) => value[name] === undefined);
    if (missing.length > 0) say(`Required fields were not provided: ${missing.join(', ')}`);
    for (const [name, inner] of Object.entries(kind.shape.properties)) {
      if (value[name] !== undefined) check(value[name], inner, field === '' ? name : `${field}.${name}`, errors);
    }
  }
  return undefined;
}

function isWords(kind: Kind): kind is readonly string[] {
  return Array.isArray(kind);
}

function isShape(kind: Kind | Shape): kind is Shape {
  return typeof kind === 'object' && 'required' in kind;
}

function nameOf(value: unknown): string {
  if (value === null) return 'NULL';
  if (Array.isArray(value)) return 'array';
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'number';
  return typeof value;
}
