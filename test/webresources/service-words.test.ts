/** What the service writes in English is said in German, word for word as the service writes it. */
import { heldSentence, untilSentence, type HeldPerson } from '../../connector/sync/guard/held';
import { nothingUndone, undoSentence } from '../../connector/sync/undo/undo-numbers';
import { chooseFormats } from '../../webresources/formats';
import { chooseLanguage } from '../../webresources/texts/language';
import { inUserLanguage } from '../../webresources/texts/service-words';

beforeEach(() => speak(1031, 'de'));
afterEach(() => speak(1033, 'en'));

function speak(languageId: number, language: string): void {
  chooseLanguage(languageId);
  chooseFormats({ language, zoneOffset: null, datePattern: null, timePattern: null });
}

const leaving: HeldPerson = {
  rowIds: [],
  personId: null,
  name: '',
  address: '',
  crm: 'leave',
  moves: [],
};
const joining: HeldPerson = { ...leaving, crm: 'join' };

test.each([
  ['Both sides agree.', 'Beide Seiten stimmen überein.'],
  [
    'Both sides agree, except 1,118 people who are left out.',
    'Beide Seiten stimmen überein, bis auf 1.118 Personen, die ausgelassen werden.',
  ],
  ['1 person needs attention.', '1 Person ist zu klären.'],
  ['Reading Mailchimp, 4,000 of 9,530.', 'Mailchimp wird gelesen, 4.000 von 9.530.'],
  ['Reading the marketing list Bäcker & Co.', 'Die Marketingliste Bäcker & Co wird gelesen.'],
  [
    'Cancelled by Alex Admin after part 2 of 5. What is done stays. The next sync goes on.',
    'Abgebrochen von Alex Admin nach Teil 2 von 5. Was getan ist, bleibt. Die nächste Synchronisierung macht weiter.',
  ],
  [
    'Paused. Nobody joins or leaves until it is resumed.',
    'Angehalten. Niemand kommt hinzu oder scheidet aus, bis fortgesetzt wird.',
  ],
])('%s', (english, german) => {
  expect(inUserLanguage(english)).toBe(german);
});

test('what waits for approval', () => {
  const sentence = `${heldSentence([leaving, leaving, joining])} Everything else is done. ${untilSentence('2026-11-28T00:00:00Z')}`;
  expect(sentence).toBe('2 people would leave, 1 would join the list. Everything else is done. Waits until 28 Nov.');
  expect(inUserLanguage(sentence)).toBe(
    '2 Personen würden ausscheiden, 1 käme auf die Liste. Alles andere ist erledigt. Wartet bis 28. Nov.',
  );
});

test('an undo', () => {
  const nothing = nothingUndone();
  const numbers = { ...nothing, people: 4, back: { ...nothing.back, list: 4, tags: 1 }, law: 1, created: 2 };
  expect(inUserLanguage(undoSentence(numbers, true))).toBe(
    '4 Personen würden zurückgesetzt: 4 Plätze auf der Liste, 1 Tag. Es wurde nichts geändert. 1 Person hat Nein gesagt oder wird ausgelassen und wird nicht wieder angemeldet. 2 angelegte Datensätze bleiben, ohne Platz auf der Liste. E-Mails, die inzwischen verschickt wurden, bleiben verschickt. Die Zielgruppe würde angehalten.',
  );
});

test('what is not known stays as it was written, and English stays English', () => {
  expect(inUserLanguage('The marketing list Donors is locked. Everything else is done.')).toBe(
    'The marketing list Donors is locked. Alles andere ist erledigt.',
  );
  chooseLanguage(1033);
  expect(inUserLanguage('Both sides agree.')).toBe('Both sides agree.');
});
