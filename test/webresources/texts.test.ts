/** The texts: the same in every language, as far as keys, plurals and placeholders go. */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { chooseLanguage, languageOf } from '../../webresources/texts/language';
import { hasText, t } from '../../webresources/texts/texts';

const folder = join(__dirname, '..', '..', 'webresources', 'texts');
const areas = readdirSync(join(folder, 'en')).map((file) => file.replace('.json', ''));

afterEach(() => chooseLanguage(undefined));

test('both languages have the same files', () => {
  expect(readdirSync(join(folder, 'de'))).toEqual(readdirSync(join(folder, 'en')));
});

describe.each(areas)('%s', (area) => {
  const english = textsOf('en', area);
  const german = textsOf('de', area);

  test('no text is missing in German, and none is left over', () => {
    expect(Object.keys(german).sort()).toEqual(Object.keys(english).sort());
  });

  test('every text names the same values in both languages', () => {
    const named = (texts: Record<string, string>) =>
      Object.fromEntries(Object.entries(texts).map(([key, text]) => [key, placeholders(text)]));
    // "1 person" may go without its number.
    const ignored = ([key]: [string, string[]]): boolean => !key.endsWith('.one');
    const compared = (texts: Record<string, string>) => Object.entries(named(texts)).filter(ignored);
    expect(compared(german)).toEqual(expect.arrayContaining(compared(english)));
  });

  test('whoever has a form for one has a form for many', () => {
    const keys = Object.keys(english);
    const ones = keys.filter((key) => key.endsWith('.one')).map((key) => key.replace(/\.one$/, ''));
    const others = keys.filter((key) => key.endsWith('.other')).map((key) => key.replace(/\.other$/, ''));
    expect(ones).toEqual(others);
  });

  test('no text is empty or exclaims', () => {
    for (const texts of [english, german])
      expect(Object.values(texts).filter((text) => text.trim() === '' || text.includes('!'))).toEqual([]);
  });
});

test('a text is filled with its values, and numbers are written as numbers', () => {
  expect(t('common.refused.because', { message: 'Name <b>' })).toBe('Dynamics 365 refused: Name <b>');
});

test.each([
  [1031, 'de'],
  [3079, 'de'],
  [1033, 'en'],
  [1036, 'en'],
  [undefined, 'en'],
] as const)('the language id %s is read in %s', (languageId, language) => {
  expect(languageOf(languageId)).toBe(language);
});

test('German users read German', () => {
  chooseLanguage(1031);
  expect(t('common.tryAgain')).toBe('Erneut versuchen');
});

test('a key from outside may have no text', () => {
  expect([hasText('common.tryAgain'), hasText('common.unheardOf')]).toEqual([true, false]);
});

function textsOf(language: string, area: string): Record<string, string> {
  const texts: Record<string, string> = JSON.parse(readFileSync(join(folder, language, `${area}.json`), 'utf8'));
  return texts;
}

function placeholders(text: string): string[] {
  return [...new Set([...text.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name))].sort();
}
