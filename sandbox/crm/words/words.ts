/** The language in which the shell speaks, chosen in the menu of the person and kept in a cookie. */
import { de } from './de';
import { en } from './en';

export type Words = typeof en;

export interface Language {
  id: number;
  tag: string;
  name: string;
}

/** By the platform's language ids. The first is the language of the organisation. */
export const languages: readonly Language[] = [
  { id: 1033, tag: 'en', name: 'English' },
  { id: 1031, tag: 'de', name: 'Deutsch' },
];

const english: Language = { id: 1033, tag: 'en', name: 'English' };

export function languageOfCookie(header: string | undefined): Language {
  const named = /(?:^|;\s*)language=(\d+)/.exec(header ?? '')?.[1];
  return languages.find(({ id }) => String(id) === named) ?? english;
}

export const wordsOf = (language: number): Words => (language === 1031 ? de : en);
