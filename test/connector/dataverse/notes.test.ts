import { ordinaryUserId } from '../../../sandbox/dataverse/users';
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

test('a file belongs to the owner of the list, who may read it', async () => {
  const { crm } = connection;
  await crm.addNote(runId, { ...note('a.csv', '1'), owner: { ownerId: ordinaryUserId, ownerType: 'systemuser' } });
  expect(await filesSeenBy('stand-in-user')).toEqual(['a.csv']);
});

test('somebody who may own no files gets none, so the service keeps it', async () => {
  const { crm } = connection;
  const made = { fullname: 'Nina Newcomer', token: 'stand-in-newcomer', role: 'user' };
  const { id: ownerId } = (await connection.control('POST', '/users', made)) as { id: string };
  const path = `/api/data/v9.2/systemusers(${ownerId})/systemuserroles_association`;
  const { value } = (await (await connection.send('GET', path)).json()) as { value: { roleid: string }[] };
  for (const { roleid } of value) await connection.send('DELETE', `${path}(${roleid})/$ref`);
  await crm.addNote(runId, { ...note('a.csv', '1'), owner: { ownerId, ownerType: 'systemuser' } });
  expect(await crm.notes(runId)).toHaveLength(1);
  await expect(filesSeenBy('stand-in-newcomer')).rejects.toThrow(/missing prvReadNote/);
});

async function filesSeenBy(token: string): Promise<unknown[]> {
  const answer = await connection.send('GET', '/api/data/v9.2/annotations?$select=filename', undefined, token);
  const { value = [] } = (await answer.json()) as { value?: { filename: string }[] };
  return value.map(({ filename }) => filename);
}
