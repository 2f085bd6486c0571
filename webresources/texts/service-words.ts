/**
 * The sentences that the service writes into rows, in the user's language. The service writes English, one language for all
 * readers of a row; what it says often is known here and said again, the rest stays as it was written.
 */
import { formatDay } from '../formats';
import serviceTexts from './en/service.json';
import { language } from './language';
import { hasText, t } from './texts';
import type { Values } from './translator';

export function inUserLanguage(sentence: string): string {
  if (language() === 'en') return sentence;
  return sentence
    .split(/(?<=\.) (?=[\p{Lu}\d])/u)
    .map((piece) => translated(piece) ?? translatedClauses(piece) ?? piece)
    .join(' ');
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
    if (/^\d[\d,]*$/.test(text)) values[name] = Number(text.replaceAll(',', ''));
    else values[name] = name === 'what' ? inClauses(text) : name === 'day' ? inDays(text) : text;
  }
  return values;
}

const inClauses = (text: string): string => translatedClauses(`${text}.`)?.slice(0, -1) ?? text;

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
