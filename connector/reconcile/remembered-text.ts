/** What a side last said, short enough for a row that remembers eighty fields: a long text is remembered by its digest. */

import { createHash } from 'node:crypto';

const mostCharacters = 24;
const mark = '#~';
const digestCharacters = 22;

export function remembered(text: string): string {
  if ((text.length <= mostCharacters && !text.startsWith(mark)) || isDigest(text)) return text;
  return mark + createHash('sha256').update(text).digest('base64url').slice(0, digestCharacters);
}

/** What it stands for cannot be told any more. */
export const isDigest = (text: string): boolean =>
  text.startsWith(mark) && text.length === mark.length + digestCharacters;

export const sameAsRemembered = (now: string, last: string): boolean => now === last || remembered(now) === last;
