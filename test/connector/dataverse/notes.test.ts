import { startConnection, type Connection } from './connection';

let connection: Connection;
let runId: string;

beforeEach(async () => {
  connection = await startConnection();
  runId = await connection.crm.createRun({
    audienceId: null,
    mode: 'sync',
    trigger: 'command',
    consentConfirmed: false,
    name: 'Run',
    proposedSettings: '{"approve":"x"}',
  });
});
afterEach(() => connection.close());

const note = (filename: string, body: string) => ({
  subject: 'Changes',
  filename,
  mimetype: 'text/csv',
  body: Buffer.from(body),
});

test('a file on a run comes back as it was written, under its name', async () => {
  const { crm } = connection;
  await crm.addNote(runId, note('b.csv', 'Zoë;1'));
  await crm.addNote(runId, note('a.csv', ''));
  const notes = await crm.notes(runId);
  expect(notes.map(({ filename, mimetype, size }) => ({ filename, mimetype, size }))).toEqual([
    { filename: 'a.csv', mimetype: 'text/csv', size: 0 },
    { filename: 'b.csv', mimetype: 'text/csv', size: 6 },
  ]);
  expect((await crm.noteBody(notes[1]?.id ?? '')).toString()).toBe('Zoë;1');
});

test('the same file written again after a crash is one note', async () => {
  const { crm } = connection;
  await crm.addNote(runId, note('a.csv', '1'));
  await crm.addNote(runId, note('a.csv', '1'));
  expect(await crm.notes(runId)).toHaveLength(1);
});

test('what a run was asked for beyond its mode is kept', async () => {
  expect((await connection.crm.run(runId))?.proposedSettings).toBe('{"approve":"x"}');
});
