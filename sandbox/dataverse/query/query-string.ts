import { badQuery } from '../errors';

/** A query string taken apart once: options by name, and parameter aliases (`@p1`). */
export interface QueryString {
  readonly options: ReadonlyMap<string, string>;
  readonly aliases: ReadonlyMap<string, string>;
}

export function readQueryString(query: string): QueryString {
  const options = new Map<string, string>();
  const aliases = new Map<string, string>();
  for (const pair of query.split('&')) {
    if (pair === '') continue;
    const at = pair.indexOf('=');
    const name = decode(at === -1 ? pair : pair.slice(0, at));
    const value = at === -1 ? '' : decode(pair.slice(at + 1));
    const into = name.startsWith('@') ? aliases : options;
    if (into.has(name))
      throw badQuery(`Query option '${name}' was specified more than once, but it must be specified at most once.`);
    into.set(name, value);
  }
  return { options, aliases };
}

/** A bare plus is a blank, so addresses with one must be sent percent-encoded. */
export function decode(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    throw badQuery('The request URI is not valid.');
  }
}

const supported = new Set(['$select', '$filter', '$orderby', '$top', '$expand', '$count', '$skiptoken', '$deltatoken']);

/** Options of a query for rows; the others are refused as the live service refuses them, or named as missing here. */
export function checkOptions(query: QueryString, unimplemented: (what: string) => Error): void {
  for (const name of query.options.keys()) {
    if (name === 'savedQuery' || name === 'userQuery') throw unimplemented(`rows by ${name}`);
    if (supported.has(name) || !name.startsWith('$')) continue;
    if (name === '$skip') throw badQuery('Skip Clause is not supported in CRM');
    if (name === '$apply' || name === '$search' || name === '$compute') throw unimplemented(name);
    throw badQuery(`The query parameter '${name}' is not supported.`);
  }
}

/** Splits at a separator that stands outside quotes, parentheses and brackets. */
export function splitOutside(text: string, separator: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let quoted = false;
  let start = 0;
  for (let at = 0; at < text.length; at++) {
    const character = text[at];
    if (character === "'") quoted = !quoted;
    if (quoted) continue;
    if (character === '(' || character === '[') depth++;
    if (character === ')' || character === ']') depth--;
    if (character === separator && depth === 0) {
      parts.push(text.slice(start, at));
      start = at + 1;
    }
  }
  parts.push(text.slice(start));
  return parts;
}
