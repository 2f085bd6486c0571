import { badQuery } from '../errors';

/** The words of an OData filter. */
export type Token =
  | { kind: 'text'; value: string }
  | { kind: 'guid'; value: string }
  | { kind: 'datetime'; value: string }
  | { kind: 'date'; value: string }
  | { kind: 'number'; value: number; whole: boolean }
  | { kind: 'word'; value: string }
  | { kind: 'alias'; value: string }
  | { kind: 'array'; value: string[] }
  | { kind: 'sign'; value: string };

const pattern =
  /\s*(?:(?<text>'(?:[^']|'')*')|(?<guid>[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12})(?![\w-])|(?<datetime>\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d))|(?<date>\d{4}-\d\d-\d\d)|(?<number>-?\d+(?:\.\d+)?)(?![\w])|(?<alias>@\w+)|(?<word>[a-z_][\w.]*)|(?<array>\[[^\]]*\])|(?<sign>[(),/:=]))/iy;

export function readTokens(filter: string): Token[] {
  const tokens: Token[] = [];
  pattern.lastIndex = 0;
  while (filter.slice(pattern.lastIndex).trim() !== '') {
    const at = pattern.lastIndex;
    const groups = pattern.exec(filter)?.groups;
    if (groups === undefined) throw badQuery(`Syntax error at position ${at} in '${filter}'.`);
    tokens.push(asToken(groups, filter));
  }
  return tokens;
}

function asToken(groups: Record<string, string | undefined>, filter: string): Token {
  const { text, guid, datetime, date, number, alias, word, array, sign } = groups;
  if (text !== undefined) return { kind: 'text', value: unquote(text) };
  if (guid !== undefined) return { kind: 'guid', value: guid.toLowerCase() };
  if (datetime !== undefined) return { kind: 'datetime', value: datetime };
  if (date !== undefined) return { kind: 'date', value: date };
  if (number !== undefined) return { kind: 'number', value: Number(number), whole: !number.includes('.') };
  if (alias !== undefined) return { kind: 'alias', value: alias };
  if (word !== undefined) return { kind: 'word', value: word };
  if (array !== undefined) return { kind: 'array', value: readArray(array) };
  if (sign !== undefined) return { kind: 'sign', value: sign };
  throw badQuery(`Syntax error in '${filter}'.`);
}

export const unquote = (text: string): string => text.slice(1, -1).replaceAll("''", "'");

/** Items stand in double quotes, whatever the type of the column. */
export function readArray(text: string): string[] {
  let items: unknown;
  try {
    items = JSON.parse(text);
  } catch {
    throw badQuery(`The value '${text.slice(0, 100)}' is not a collection of strings in double quotes.`);
  }
  if (!Array.isArray(items)) throw badQuery('PropertyValues is not a collection.');
  return items.map((item: unknown) => {
    if (typeof item !== 'string') throw badQuery('Every item of PropertyValues must be a string in double quotes.');
    return item;
  });
}
