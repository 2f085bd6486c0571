/** The language of the texts: that of the user's settings in Dynamics 365 where there are texts in it, otherwise English. */

export type Language = 'en' | 'de';

let current: Language = 'en';

export const language = (): Language => current;

export function chooseLanguage(languageId: number | undefined): Language {
  current = languageOf(languageId);
  return current;
}

/** The lower ten bits of a locale id name the language: https://learn.microsoft.com/openspecs/windows_protocols/ms-lcid */
export function languageOf(languageId: number | undefined): Language {
  return languageId !== undefined && (languageId & 0x3ff) === german ? 'de' : 'en';
}

const german = 0x07;
