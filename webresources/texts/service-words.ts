/**
 * The sentences that the service writes into rows, in the user's language. The service writes English, one language for all
 * readers of a row; what it says is known here and said again, names and the words of others stay as they were written.
 */
import { formatDay } from '../formats';
import serviceTexts from './en/service.json';
import { language } from './language';
import { hasText, t, type TextKey } from './texts';
import type { Values } from './translator';

export function inUserLanguage(sentence: string): string {
  if (language() === 'en') return sentence;
  const pieces = sentence.split(/(?<=\.) (?=[\p{Lu}\d])/u);
  const said: string[] = [];
  for (let at = 0; at < pieces.length;) {
    const known = knownFrom(pieces, at);
    said.push(known?.text ?? pieces[at] ?? '');
    at = known?.next ?? at + 1;
  }
  return said.join(' ');
}

/** What the service wrote in a row; where it wrote nothing, a text of the pages. */
export const sentenceOr = (sentence: string | null, otherwise: TextKey): string =>
  sentence === null ? t(otherwise) : inUserLanguage(sentence);

/** A name like "Dr. No" looks like the end of a sentence, so pieces that nobody knows are tried together. */
function knownFrom(pieces: readonly string[], from: number): { text: string; next: number } | null {
  for (let next = from + 1; next <= Math.min(from + 3, pieces.length); next++) {
    const piece = pieces.slice(from, next).join(' ');
    const text = translated(piece) ?? translatedClauses(piece);
    if (text !== null) return { text, next };
  }
  return null;
}

interface Template {
  key: string;
  pattern: RegExp;
}

/** The longer ones first: they say more than the shorter ones that they begin with. */
const templates: readonly Template[] = Object.entries(serviceTexts)
  .sort(([, a], [, b]) => b.length - a.length)
  .map(([key, text]) => ({ key: `service.${key.replace(/\.(one|other)$/, '')}`, pattern: patternOf(text) }));

function patternOf(text: string): RegExp {
  const source = text
    .replaceAll(/[.*+?^$()|[\]\\]/g, String.raw`\$&`)
    .replaceAll(/\{(count|all)\}/g, String.raw`(?<$1>\d[\d,]*)`)
    .replaceAll(/\{(\w+)\}/g, '(?<$1>.+)');
  return new RegExp(`^${source}$`);
}

/** Null for what is not known here. */
function translated(piece: string): string | null {
  for (const { key, pattern } of templates) {
    const found = pattern.exec(piece);
    if (found !== null && hasText(key)) return t(key, valuesIn(found.groups ?? {}));
  }
  return null;
}

function valuesIn(groups: Readonly<Record<string, string | undefined>>): Values {
  const values: Record<string, string | number> = {};
  for (const [name, text = ''] of Object.entries(groups)) {
    values[name] = readAs[name]?.(text) ?? text;
  }
  return values;
}

/** What is more than a name. */
const readAs: Readonly<Record<string, (text: string) => string | number>> = {
  count: numberIn,
  all: numberIn,
  what: inClauses,
  day: inDays,
  sentence: inUserLanguage,
};

function numberIn(text: string): number {
  return Number(text.replaceAll(',', ''));
}

function inClauses(text: string): string {
  return translatedClauses(`${text}.`)?.slice(0, -1) ?? text;
}

/** "28 Nov", of this year or the next. */
function inDays(text: string): string {
  const day = new Date(`${text} ${new Date().getFullYear()}`);
  // The sentence has a full stop of its own.
  return Number.isNaN(day.getTime()) ? text : formatDay(day, day).replace(/\.$/, '');
}

/** "949 people would leave, 3 would join the list.": only where every part is known. */
function translatedClauses(piece: string): string | null {
  if (!piece.endsWith('.')) return null;
  const clauses = piece.slice(0, -1).split(', ').map(translated);
  return clauses.includes(null) ? null : `${clauses.join(', ')}.`;
}
