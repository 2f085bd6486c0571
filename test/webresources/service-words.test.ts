/** What the service writes in English is said in German, word for word as the service writes it. */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { heldSentence, untilSentence, type HeldPerson } from '../../connector/sync/guard/held';
import { nothingUndone, undoSentence } from '../../connector/sync/undo/undo-numbers';
import { chooseFormats } from '../../webresources/formats';
import { chooseLanguage } from '../../webresources/texts/language';
import { inUserLanguage } from '../../webresources/texts/service-words';
import { open, sentencesIn } from './service-sentences';

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

test('whatever may wait for approval', () => {
  const none = { renames: [], columns: [], optOut: false };
  const still: HeldPerson = { ...leaving, crm: 'nothing' };
  const kinds: HeldPerson[] = [
    leaving,
    { ...still, moves: [{ address: '', move: { do: 'add', status: 'pending' }, from: 'absent', to: 'pending' }] },
    { ...leaving, crm: 'create-and-join' },
    joining,
    { ...still, records: { ...none, renames: [['a', 'b']] } },
    { ...still, records: { ...none, optOut: true } },
    { ...still, records: { ...none, values: [] } },
  ];
  expect(inUserLanguage(heldSentence(kinds))).toBe(
    '1 Person würde ausscheiden, 1 würde um Bestätigung gebeten, 1 würde angelegt, 1 käme auf die Liste, 1 bekäme eine andere Adresse, 1 würde mit „keine Massen-E-Mails“ gekennzeichnet, bei 1 würden Werte überschrieben.',
  );
  for (const kind of kinds) {
    expect(inUserLanguage(heldSentence([kind]))).toMatch(/ Person .*(?:würde|käme)/);
    expect(inUserLanguage(heldSentence([kind, kind]))).toMatch(/ Personen .*(?:würden|kämen)/);
  }
});

test('an undo', () => {
  const nothing = nothingUndone();
  const numbers = { ...nothing, people: 4, back: { ...nothing.back, list: 4, tags: 1 }, law: 1, created: 2 };
  expect(inUserLanguage(undoSentence(numbers, true))).toBe(
    '4 Personen würden zurückgesetzt: 4 Plätze auf der Liste, 1 Tag. Es wurde nichts geändert. 1 Person hat Nein gesagt oder wird ausgelassen und wird nicht wieder angemeldet. 2 angelegte Datensätze bleiben, ohne Platz auf der Liste. E-Mails, die inzwischen verschickt wurden, bleiben verschickt. Die Zielgruppe würde angehalten.',
  );
});

test('what is not known stays as it was written, and English stays English', () => {
  expect(inUserLanguage('The list of the donors sleeps. Everything else is done.')).toBe(
    'The list of the donors sleeps. Alles andere ist erledigt.',
  );
  chooseLanguage(1033);
  expect(inUserLanguage('Both sides agree.')).toBe('Both sides agree.');
});

test.each([
  [
    'The marketing list Dr. No is locked. Unlock it, then sync again.',
    'Die Marketingliste Dr. No ist gesperrt. Entsperren Sie sie, und synchronisieren Sie dann erneut.',
  ],
  ['Reading the marketing list 2026.', 'Die Marketingliste 2026 wird gelesen.'],
])('a name is left as it is: %s', (english, german) => {
  expect(inUserLanguage(english)).toBe(german);
});

test.each([
  [
    'Not registered: Mailchimp refuses this: Gone fishing. Its changes in Mailchimp are seen by the schedule alone until the next attempt.',
    'Nicht registriert: Mailchimp lehnt das ab: Gone fishing. Änderungen in Mailchimp werden bis zum nächsten Versuch nur nach Zeitplan gesehen.',
  ],
  [
    '3 audiences in 1 account. MAILCHIMP_API_KEY_SHOP: Mailchimp asks to slow down; it is tried again later.',
    '3 Zielgruppen in 1 Konto. MAILCHIMP_API_KEY_SHOP: Mailchimp bittet um langsameres Vorgehen; es wird später noch einmal versucht.',
  ],
  [
    '2,400 members of the audience and 1,600 people of Dynamics 365, 800 on the list. The files are in backup.zip on this run.',
    '2.400 Mitglieder der Zielgruppe und 1.600 Personen aus Dynamics 365, 800 davon auf der Liste. Die Dateien liegen als backup.zip an diesem Lauf.',
  ],
])('a sentence within a sentence: %s', (english, german) => {
  expect(inUserLanguage(english)).toBe(german);
});

const connector = join(__dirname, '..', '..', 'connector');

/** What is said on a command line, in a log, in a notification or to a program, and what has texts of its own. */
const saidElsewhere =
  /^(?:sync\/doctor\/|backup\/fill-folder|environment|settings|(?:dataverse|mailchimp|storage)\/settings|reconcile\/reasons|sync\/(?:why|fields\/providers|finishing\/notify|run\/wish)|\w+\/schema\.generated)/;

const notOnRows = new Set([
  // Compared with what Dynamics 365 says.
  'A record with matching key values already exists.',
  // In the file of changes, among the words of Mailchimp.
  'Mailchimp did not say what became of this person.',
  `Mailchimp left the member ${open}.`,
  // For operators.
  'Its webhook is still registered in Mailchimp; what it says is ignored.',
]);

const sources = readdirSync(connector, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.ts') && !saidElsewhere.test(path))
  .map((path) => ({ path, ...sentencesIn(readFileSync(join(connector, path), 'utf8')) }))
  .filter(({ sentences }) => sentences.length > 0);

test('the sentences of the service are found in its sources', () => {
  const found = sources.flatMap(({ sentences }) => sentences.map(({ text }) => text));
  expect(found).toEqual(
    expect.arrayContaining(['Both sides agree.', `Reading the marketing list ${open}, ${open} of ${open}.`]),
  );
  expect(found.length).toBeGreaterThan(150);
});

test('a sentence that nobody has put into German is found', () => {
  const source =
    'const why = late ? `is late by ${n} days.` : "is lost."; say(`The list ${name} ${why}`, "Both sides agree.");';
  const { fillings, sentences } = sentencesIn(source);
  const unknown = sentences.filter(({ ways }) => !ways.some((way) => isKnown(way, fillings)));
  expect(unknown.map(({ text }) => text)).toEqual([
    `is late by ${open} days.`,
    'is lost.',
    `The list ${open} is late by ${open} days.`,
    `The list ${open} is lost.`,
  ]);
});

test.each(sources)('every sentence of $path has a German one', ({ fillings, sentences }) => {
  const unknown = sentences.filter(
    ({ text, ways }) => !notOnRows.has(text) && !ways.some((way) => isKnown(way, fillings)),
  );
  expect(unknown.map(({ text }) => text.replaceAll(open, '…'))).toEqual([]);
});

/** Whether all of it has a German one, with one filling or another. */
function isKnown(text: string, fillings: readonly string[]): boolean {
  const pieces = text.split(/(?<=\.|^\0) (?=[\p{Lu}\0])/u);
  if (pieces.length > 1) return pieces.every((piece) => isKnown(piece, fillings));
  // What is open as a whole is another sentence, which stands in its own source.
  if (text === open) return true;
  if (!text.includes(open)) return inUserLanguage(text) !== text;
  const few = text.split(open).length > 3 ? fillings.slice(0, 8) : fillings;
  return few.some((filling) => isKnown(text.replace(open, filling), few));
}
