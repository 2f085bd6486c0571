import { decode } from '../query/query-string';

/** One step of a resource path: `contacts(<key>)` or a name alone. */
export interface Segment {
  readonly name: string;
  /** What stands in the parentheses; null when there are none. */
  readonly key: string | null;
}

/** Slashes inside parentheses or quotes belong to the segment. */
export function readPath(path: string): Segment[] {
  const segments: string[] = [];
  let depth = 0;
  let start = 0;
  for (let at = 0; at < path.length; at++) {
    if (path[at] === '(') depth++;
    if (path[at] === ')') depth--;
    if (path[at] === '/' && depth === 0) {
      segments.push(path.slice(start, at));
      start = at + 1;
    }
  }
  segments.push(path.slice(start));
  return segments.filter((segment) => segment !== '').map(readSegment);
}

function readSegment(segment: string): Segment {
  const text = decode(segment.replaceAll('+', '%2B'));
  const open = text.indexOf('(');
  if (open === -1 || !text.endsWith(')')) return { name: text, key: null };
  return { name: text.slice(0, open), key: text.slice(open + 1, -1) };
}
