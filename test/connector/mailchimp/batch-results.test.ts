// What the stand-in never does: results elsewhere, incomplete, of other operations, or unreadable.

import type { IncomingHttpHeaders } from 'node:http';
import { gzipSync } from 'node:zlib';
import { Header } from 'tar';
import { connectMailchimp, createMailchimpPace } from '../../../connector/mailchimp/connect';
import type { MailchimpAccount, MemberChange } from '../../../connector/mailchimp/port';
import { json, startScriptedServer, type Answer, type ScriptedServer } from '../pacing/scripted-server';

interface Operation {
  operation_id: string;
  path: string;
}
type Result = { status_code: number; operation_id: string; response: string };

let api: ScriptedServer;
let storage: ScriptedServer;
let keysAtStorage: IncomingHttpHeaders['authorization'][];
afterEach(() => Promise.all([api.close(), storage.close()]));

const batch = (more: object) =>
  json(200, {
    id: 'b1',
    status: 'pending',
    total_operations: 0,
    submitted_at: '2026-01-05T09:00:00+00:00',
    response_body_url: '',
    ...more,
  });

function file(path: string, content: string): Buffer {
  const body = Buffer.from(content);
  const header = new Header({ path, type: path.endsWith('/') ? 'Directory' : 'File', size: body.length, mode: 0o644 });
  header.encode();
  return Buffer.concat([header.block ?? Buffer.alloc(0), body, Buffer.alloc((512 - (body.length % 512)) % 512)]);
}
const tar = (...files: Buffer[]) => Buffer.concat([...files, Buffer.alloc(1024)]);

/** Storage answers in order what is made of the operations; the last answer for ever. */
async function connectTo(...archives: ((operations: Operation[]) => Buffer)[]): Promise<MailchimpAccount> {
  let operations: Operation[] = [];
  keysAtStorage = [];
  storage = await startScriptedServer(
    ...archives.map((archive): Answer => (response, request) => {
      keysAtStorage.push(request.headers.authorization);
      response.end(archive(operations));
    }),
  );
  const { url } = storage;
  api = await startScriptedServer(
    (response, request, body) => {
      operations = JSON.parse(body).operations;
      batch({})(response, request, body);
    },
    batch({ status: 'finished', total_operations: 11, response_body_url: `${url}/signed?key=1` }),
  );
  return connectMailchimp({
    apiKey: 'key-us1',
    baseUrl: `${api.url}/3.0`,
    pace: createMailchimpPace({ sleep: () => Promise.resolve(), policy: { attempts: 3 } }),
    wait: () => Promise.resolve(),
    timeoutMs: 1_000,
  });
}

const changes = Array.from({ length: 11 }, (_, index): MemberChange => ({ memberId: `id${index}`, do: 'archive' }));
const done = (operations: Operation[]): Result[] =>
  operations.map(({ operation_id }) => ({ status_code: 204, operation_id, response: '' }));
const archived = (operations: Operation[]) =>
  gzipSync(tar(file('./', ''), file('./1.json', JSON.stringify(done(operations)))));

test('results lie on another host, which never sees the API key', async () => {
  const account = await connectTo(archived);
  await expect(account.changeMembers('list', changes)).resolves.toEqual(changes.map(() => null));
  expect(keysAtStorage).toEqual([undefined]);
  expect(storage.asked[0]?.path).toBe('/signed?key=1');
  expect(account.traffic()).toMatchObject({ requests: 3, writes: 11 });
});

test('whoever has no result is refused, and results of others are passed over', async () => {
  const account = await connectTo((operations) => {
    const [first, ...rest] = done(operations);
    const stranger = { status_code: 500, operation_id: 'stranger', response: 'x' };
    const unnamed = { status_code: 204, operation_id: null, response: '' };
    expect(first?.operation_id).toMatch(/:0$/);
    return gzipSync(
      tar(
        file('./', ''),
        file('./a.json', JSON.stringify([stranger, unnamed])),
        file('./b.json', JSON.stringify(rest)),
      ),
    );
  });
  const answers = await account.changeMembers('list', changes);
  expect(answers[0]).toEqual({ address: '', kind: 'other', message: 'Mailchimp gave no result for this person.' });
  expect(answers.slice(1)).toEqual(changes.slice(1).map(() => null));
  expect(account.traffic().writes).toBe(10);
});

test.each<[string, (operations: Operation[]) => Buffer]>([
  ['breaks off', (operations) => archived(operations).subarray(0, 60)],
  ['is a page of HTML', () => Buffer.from('<html>'.repeat(200))],
  ['is empty', () => Buffer.alloc(0)],
  ['holds no file', () => gzipSync(tar(file('./', '')))],
  ['holds no JSON', () => gzipSync(tar(file('./', ''), file('./1.json', '<html>')))],
  ['holds other JSON', () => gzipSync(tar(file('./', ''), file('./1.json', '{"status":1}')))],
])('an archive that %s is fetched again', async (_what, broken) => {
  const account = await connectTo(broken, archived);
  await expect(account.changeMembers('list', changes)).resolves.toEqual(changes.map(() => null));
  expect(storage.asked).toHaveLength(2);
});

test('an archive that storage has unpacked already is read too', async () => {
  const account = await connectTo((operations) =>
    tar(file('./', ''), file('./1.json', JSON.stringify(done(operations)))),
  );
  await expect(account.changeMembers('list', changes)).resolves.toEqual(changes.map(() => null));
});
