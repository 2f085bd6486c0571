/**
 * Texts by key. A text holds `{placeholders}`; numbers in them are written as the user writes numbers. A text that
 * depends on a number has the forms `key.one` and `key.other` and is asked for as `key` with the number as `count`.
 */
import { formatNumber } from '../formats';
import { language, type Language } from './language';

export type Values = Readonly<Record<string, string | number>>;

type Texts = Readonly<Record<string, string>>;
type Areas = Readonly<Record<string, Texts>>;

/** `key.one` and `key.other` are one key. */
type Singular<Key> = Key extends `${infer Base}.one` | `${infer Base}.other` ? Base : Key;

export type KeyOf<Tree extends Areas> = {
  [Area in keyof Tree & string]: `${Area}.${Singular<keyof Tree[Area] & string>}`;
}[keyof Tree & string];

/** Every language has exactly the keys of English. */
export type SameAs<Tree extends Areas> = {
  readonly [Area in keyof Tree]: { readonly [Key in keyof Tree[Area]]: string };
};

export interface Translator<Key extends string> {
  t: (key: Key, values?: Values) => string;
  /** Whether there is a text: for keys that end in a code from outside. */
  hasText: (key: string) => key is Key;
}

export function createTranslator<Tree extends Areas>(english: Tree, german: SameAs<Tree>): Translator<KeyOf<Tree>> {
  const texts: Readonly<Record<Language, ReadonlyMap<string, string>>> = { en: flat(english), de: flat(german) };
  const find = (key: string, values: Values): string | undefined => {
    const known = texts[language()];
    const { count } = values;
    if (typeof count === 'number') {
      const form = known.get(`${key}.${pluralForms[language()].select(count)}`) ?? known.get(`${key}.other`);
      if (form !== undefined) return form;
    }
    return known.get(key);
  };
  return {
    t: (key, values = {}) => filled(find(key, values) ?? key, values),
    hasText: (key): key is KeyOf<Tree> => find(key, {}) !== undefined || find(key, { count: 2 }) !== undefined,
  };
}

const pluralForms: Readonly<Record<Language, Intl.PluralRules>> = {
  en: new Intl.PluralRules('en'),
  de: new Intl.PluralRules('de'),
};

function flat(areas: Areas): Map<string, string> {
  return new Map(
    Object.entries(areas).flatMap(([area, texts]) =>
      Object.entries(texts).map(([key, text]): [string, string] => [`${area}.${key}`, text]),
    ),
  );
}

function filled(text: string, values: Values): string {
  return text.replaceAll(/\{(\w+)\}/g, (whole, name: string) => {
    const value = values[name];
    return value === undefined ? whole : typeof value === 'number' ? formatNumber(value) : value;
  });
}
