/** The changes of a run: the file that the service writes is read as it was written, and told in the user's words. */
import fc from 'fast-check';
import { changesCsv } from '../../connector/sync/recording/changes-csv';
import { heldLines, type ChangeLine as WrittenLine } from '../../connector/sync/recording/change-lines';
import { filterChanges, findPeople, noFilter } from '../../webresources/run/change-filter';
import { parseChanges, type ChangeLine } from '../../webresources/run/change-line';
import { valueWords, whatWords, whyWords } from '../../webresources/run/change-words';
import { parseCsv, writeCsv } from '../../webresources/run/csv';
import { plannedPeople, searchPlanned } from '../../webresources/run/planned-people';
import { actionsOf } from '../../webresources/run/run-actions';
import type { RunDetails } from '../../webresources/run/run-details';
import { tilesOf } from '../../webresources/run/run-tiles';
import { chooseLanguage } from '../../webresources/texts/language';

const written: WrittenLine = {
  person: 'Ana "Bee", Dr',
  address: 'ana@example.com',
  side: 'Mailchimp',
  what: 'archived (waits for approval)',
  from: 'Subscribed',
  to: 'Archived',
  reason: 'The change is held because more people than allowed would be changed in a day.',
  type: 'contact',
  recordId: 'c-1',
  memberId: 'm-1',
};

const read = (...lines: Partial<WrittenLine>[]): ChangeLine[] =>
  parseChanges(changesCsv(lines.map((line) => ({ ...written, ...line }))).toString('utf8'), 'file');

test('a line of the file is a change with its person, its reason and what became of it', () => {
  expect(read({})).toEqual([
    {
      id: 'file 0',
      person: 'Ana "Bee", Dr',
      address: 'ana@example.com',
      side: 'mailchimp',
      what: 'archived',
      kind: 'left',
      state: 'waits',
      from: 'Subscribed',
      to: 'Archived',
      reason: 'needs-approval',
      reasonSentence: written.reason,
      record: { type: 'contact', id: 'c-1' },
      memberId: 'm-1',
    },
  ]);
});

test.each([
  ['created contact', 'created', 'Created contact', ''],
  ['joined list', 'joined', 'Joined list', 'Subscribed → Archived'],
  ['subscribed again (refused)', 'joined', 'Subscribed again', 'Subscribed → Archived'],
  ['left list', 'left', 'Left list', 'Subscribed → Archived'],
  ['asked to confirm', 'asked', 'Asked to confirm', 'Subscribed → Archived'],
  ['first name', 'fields', 'First name', '“Subscribed” to “Archived”'],
  ['field MMERGE7', 'fields', 'Field MMERGE7', '“Subscribed” to “Archived”'],
  ['address', 'address', 'Address', '“Subscribed” to “Archived”'],
  ['address in emailaddress2', 'address', 'Address in emailaddress2', '“Subscribed” to “Archived”'],
  ['tag added', 'labels', 'Tag added', '“Subscribed” to “Archived”'],
  ['joined further list 1234', 'labels', 'Joined further list', '“Subscribed” to “Archived”'],
  ['no bulk e-mail', 'optOut', 'No bulk e-mail', '“Subscribed” to “Archived”'],
])('"%s" is of the kind %s', (what, kind, words, value) => {
  const [line] = read({ what });
  expect(line && [line.kind, whatWords(line, false), valueWords(line)]).toEqual([kind, words, value]);
});

test('a value that came from nothing, or went to nothing, is told so', () => {
  expect(read({ what: 'tag added', from: '', to: 'VIP' }).map(valueWords)).toEqual(['“VIP”']);
  expect(read({ what: 'tag taken away', from: 'VIP', to: '' }).map(valueWords)).toEqual(['was “VIP”']);
});

test('a reason of a newer service is shown as it wrote it', () => {
  expect(read({ reason: 'Because of the moon.' }).map(whyWords)).toEqual(['Because of the moon.']);
});

test('Germans read what the service wrote in German', () => {
  chooseLanguage(1031);
  const [line] = read({});
  expect(line && [whatWords(line, false), valueWords(line), whyWords(line)]).toEqual([
    'Würde archiviert',
    'Angemeldet → Archiviert',
    'Wartet auf Freigabe',
  ]);
  chooseLanguage(undefined);
});

test('somebody without a record is known by the row of the member', () => {
  expect(read({ type: '', recordId: '' })[0]?.record).toEqual({ type: 'member', id: 'm-1' });
  expect(read({ type: '', recordId: '', memberId: '' })[0]?.record).toBeNull();
});

const newcomer = { type: 'contact', recordId: 'c-new', memberId: '' } as const;

test('whoever would be created is named by the file, with all that would be done', () => {
  const lines = read(
    { ...newcomer, side: 'Dynamics 365', what: 'created contact' },
    { ...newcomer, side: 'Dynamics 365', what: 'joined list' },
    { recordId: 'c-2', side: 'Dynamics 365', what: 'joined list' },
  );
  const planned = plannedPeople(lines, { isLook: true, waits: false });
  expect([...planned]).toEqual(['contact c-new']);
  expect(searchPlanned(lines, planned, ' BEE ')).toEqual(['contact c-new', 'contact c-new']);
  expect(searchPlanned(lines, planned, 'nobody')).toEqual([]);
  expect([...plannedPeople(lines, { isLook: false, waits: true })]).toEqual([]);
});

test('whoever waits to be created, or was refused, has no record that could be asked for', () => {
  const waits = {
    type: 'contact',
    recordId: '',
    side: 'Dynamics 365',
    what: 'joined list (waits for approval)',
  } as const;
  const lines = read(waits, { ...newcomer, side: 'Dynamics 365', what: 'created contact (refused)' });
  expect([...plannedPeople(lines, { isLook: false, waits: true })]).toEqual(['member m-1', 'contact c-new']);
  expect([...plannedPeople(lines, { isLook: false, waits: false })]).toEqual(['contact c-new']);
});

test('what waits, or was only looked at, is not told as done', () => {
  const [waits, done] = read({}, { what: 'joined list' });
  expect(waits && whatWords(waits, false)).toBe('Would be archived');
  expect(done && [whatWords(done, false), whatWords(done, true)]).toEqual(['Joined list', 'Would join the list']);
});

test('held addresses and flags are lines, too', () => {
  const lines = heldLines({
    rowIds: ['m-1'],
    personId: 'c-1',
    type: 'contact',
    name: 'Ana',
    address: 'ana@example.com',
    crm: 'nothing',
    moves: [],
    records: {
      renames: [['ana@example.com', 'ana@example.net']],
      columns: [['emailaddress1', 'ana@example.net']],
      optOut: true,
    },
  });
  expect(lines.map(({ side, what, recordId, memberId }) => [side, what, recordId, memberId])).toEqual([
    ['Mailchimp', 'address (waits for approval)', 'c-1', 'm-1'],
    ['Dynamics 365', 'address in emailaddress1 (waits for approval)', 'c-1', 'm-1'],
    ['Dynamics 365', 'no bulk e-mail (waits for approval)', 'c-1', 'm-1'],
  ]);
});

test('changes are narrowed by side, kind, state, reason and the people found', () => {
  const lines = read({}, { side: 'Dynamics 365', what: 'left list' }, { what: 'first name', recordId: 'c-2' });
  const count = (filter: Partial<typeof noFilter>, found: Set<string> | null = null): number =>
    filterChanges(lines, { ...noFilter, ...filter }, found).length;
  expect(count({})).toBe(3);
  expect(count({ side: 'crm' })).toBe(1);
  expect(count({ kind: 'left' })).toBe(2);
  expect(count({ state: 'waits' })).toBe(1);
  expect(count({ reason: 'another' })).toBe(0);
  expect(count({}, new Set(['contact c-2']))).toBe(1);
  expect(count({}, new Set())).toBe(0);
});

test('a search asks Dataverse, which tells only of people whom the user may read', async () => {
  const asked: string[] = [];
  const found = await findPeople(
    {
      retrieveMultiple: (set, query) => {
        asked.push(`${set}: ${query?.filter ?? ''}`);
        return Promise.resolve(set === 'contacts' ? [{ contactid: 'C-1' }] : []);
      },
    },
    "O'Hara 50%",
    new Set(['contact', 'member']),
  );
  expect([...found]).toEqual(['contact c-1']);
  expect(asked).toEqual([
    "contacts: contains(fullname,'O''Hara 50[%]') or contains(emailaddress1,'O''Hara 50[%]')",
    "mcs_audiencemembers: contains(mcs_personname,'O''Hara 50[%]') or contains(mcs_name,'O''Hara 50[%]')",
  ]);
});

test('whatever the service writes is read back', () => {
  const cell = fc.string({ unit: 'binary' });
  fc.assert(
    fc.property(fc.array(fc.record({ person: cell, address: cell, from: cell }), { maxLength: 5 }), (lines) => {
      const back = read(...lines).map(({ address, from, person }) => ({ person, address, from }));
      const harmless = (text: string): string => (/^[=+\-@\t\r]/.test(text) ? `'${text}` : text);
      expect(back).toEqual(
        lines.map(({ address, from, person }) => ({
          person: harmless(person),
          address: harmless(address),
          from: harmless(from),
        })),
      );
    }),
  );
});

test('whatever the page writes is read back, and no cell begins as a formula does', () => {
  fc.assert(
    fc.property(fc.array(fc.array(fc.string(), { minLength: 2, maxLength: 4 }), { maxLength: 5 }), (rows) => {
      const back = parseCsv(writeCsv(rows));
      expect(back).toHaveLength(rows.length);
      for (const row of back) for (const cell of row) expect(cell).not.toMatch(/^[=+\-@\t\r]/);
    }),
  );
});

test('a hundred thousand changes are read in an instant', () => {
  const csv = changesCsv(Array.from({ length: 100_000 }, (_, index) => ({ ...written, recordId: `c-${index}` })));
  expect(parseChanges(csv.toString('utf8'), 'file')).toHaveLength(100_000);
});

const counts = { plan: {}, people: {}, undo: null, undoBack: {}, dropped: 0 };
const wish = { approve: null, undo: null, cancel: null, preview: false };

test('the numbers of a run are tiles, and nothing is shown for nothing', () => {
  const tiles = (run: Partial<RunDetails>): string[] =>
    tilesOf({ counts, mode: 'sync', wish, ...run }).map(({ count, name }) => `${name} ${count}`);
  const plan = { create: 3, join: 5, leaveList: 0 };
  const people = { inSync: 90, leftOut: 4, attention: 0, waiting: 0, mailable: 94 };
  expect(tiles({ counts: { ...counts, plan, people } })).toEqual([
    'Created 3',
    'Joined the list 5',
    'In sync 90',
    'Left out 4',
  ]);
  expect(tiles({ mode: 'preview', counts: { ...counts, plan } })).toEqual([
    'Would be created 3',
    'Would join the list 5',
  ]);
  expect(tiles({ mode: 'undo', counts: { ...counts, undo: { people: 2, law: 1, mails: 0 } } })).toEqual([
    'Put back 2',
    'Said no, stay out 1',
  ]);
  expect(tiles({})).toEqual([]);
});

const images = [{ id: 'n', name: 'before-images.jsonl.gz', mimeType: 'application/gzip', bytes: 1 }];
const audience = { id: 'a', name: 'Newsletter', tie: 'running' as const };

test.each<[string, Partial<RunDetails>, string[]]>([
  ['was asked for', { status: 'requested' }, ['cancel']],
  ['works', { status: 'in-progress' }, ['cancel']],
  ['waits for approval', { status: 'needs-approval', files: images }, ['approve', 'drop']],
  ['is done', { status: 'completed', files: images }, ['undo']],
  ['is done and changed nothing', { status: 'completed' }, []],
  ['has issues', { status: 'completed-with-issues', files: images }, ['retry', 'undo']],
  ['failed', { status: 'failed' }, ['retry']],
  ['failed before its tie was started', { status: 'failed', audience: { ...audience, tie: 'ready' } }, ['manage']],
  ['was cancelled halfway', { status: 'cancelled', files: images }, ['retry', 'undo']],
  ['is a backup that failed', { mode: 'backup', status: 'failed' }, ['retry']],
  ['is a look at numbers', { mode: 'preview', status: 'completed' }, []],
  ['is an undo', { mode: 'undo', status: 'completed', files: images }, []],
  ['is an approval that failed', { status: 'failed', wish: { ...wish, approve: 'r' } }, []],
])('of a run that %s', (_, run, actions) => {
  expect(actionsOf({ audience, files: [], mode: 'sync', status: 'completed', wish, ...run })).toEqual(actions);
});
