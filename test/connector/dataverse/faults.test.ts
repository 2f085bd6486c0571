import { connectDataverse, createDataversePace } from '../../../connector/dataverse/connect';
import { hexCode } from '../../../connector/dataverse/errors';
import type { Crm } from '../../../connector/dataverse/port';
import {
  cutOff,
  html,
  json,
  reset,
  silence,
  startScriptedServer,
  type Answer,
  type ScriptedServer,
} from '../pacing/scripted-server';
import { idOf, startConnection } from './connection';

let server: ScriptedServer;
let slept: number[];
afterEach(() => server.close());

async function connectTo(...answers: Answer[]): Promise<Crm> {
  server = await startScriptedServer(...answers);
  slept = [];
  const sleep = (ms: number) => {
    slept.push(ms);
    return Promise.resolve();
  };
  // Nobody sleeps, so the clock has to stand in for it.
  const now = () => slept.reduce((sum, ms) => sum + ms, 0);
  return connectDataverse({
    settings: { url: server.url, auth: { kind: 'token', token: 'stand-in-service' } },
    pace: createDataversePace({ sleep, now, random: () => 0, policy: { attempts: 3 } }),
    timeoutMs: 200,
  });
}

const problem =
  (status: number, code: string, message: string, headers: Record<string, string> = {}): Answer =>
  (response) => {
    response.writeHead(status, { 'Content-Type': 'application/json; odata.metadata=minimal', ...headers });
    response.end(JSON.stringify({ error: { code, message } }));
  };

const nobody = json(200, { value: [] });
const tooMany = 'Number of requests exceeded the limit of 6000 over time window of 300 seconds.';

test.each<[string, Answer]>([
  ['429 with a code in hexadecimal', problem(429, '0x80072322', tooMany)],
  ['429 with a decimal code', problem(429, '-2147015902', tooMany)],
  [
    'a throttling code under another status',
    problem(503, '0x80072326', 'Number of concurrent requests exceeded the limit of 52.'),
  ],
  ['a deadlock', problem(400, '0x80044150', 'Generic SQL error.')],
  ['503 as HTML', html(503)],
  ['502 without a body', html(502, '')],
  ['a connection that is reset', reset],
  ['no answer in time', silence],
  ['a success that is HTML', html(200)],
  ['a success of another shape', json(200, { nothing: true })],
])('%s passes and the call is sent again', async (_name, fault) => {
  const crm = await connectTo(fault, nobody);
  await expect(crm.accounts()).resolves.toEqual([]);
  expect(server.asked).toHaveLength(2);
  expect(crm.traffic().requests).toBe(2);
});

test('an answer that breaks off is given up after a while and asked for again', async () => {
  const crm = await connectTo(cutOff, nobody);
  await expect(crm.accounts()).resolves.toEqual([]);
});

test('what Dynamics 365 asks to wait is waited', async () => {
  const crm = await connectTo(problem(429, '0x80072322', tooMany, { 'Retry-After': '7' }), nobody);
  await crm.accounts();
  expect(slept).toEqual([7_000]);
});

const run = { audienceId: null, mode: 'sync', trigger: 'schedule', consentConfirmed: false, name: 'Sync' } as const;

test('a request for a run is not sent twice when its answer is lost', async () => {
  const crm = await connectTo(reset);
  await expect(crm.createRun(run)).rejects.toMatchObject({ kind: 'transient' });
  expect(server.asked).toHaveLength(1);
});

test('a request for a run that was turned away untouched is sent again', async () => {
  const created: Answer = (response) => {
    response.writeHead(204, { 'OData-EntityId': `${server.url}/api/data/v9.2/mcs_syncruns(${idOf('other', 1)})` });
    response.end();
  };
  const crm = await connectTo(problem(429, '0x80072322', tooMany), created);
  await expect(crm.createRun(run)).resolves.toBe(idOf('other', 1));
});

test.each<[string, Answer, string, RegExp]>([
  ['throttled', problem(429, '0x80072322', tooMany), 'throttled', /slow down/],
  ['down', html(503), 'transient', /status 503/],
  [
    'not reachable',
    reset,
    'transient',
    /could not be reached at 127\.0\.0\.1:\d+ \(ECONNRESET\): check the connection and DATAVERSE_URL\.$/,
  ],
  ['behind something else', html(200), 'transient', /could not be understood/],
])('a Dynamics 365 that stays %s is a %s error', async (_name, fault, kind, sentence) => {
  const crm = await connectTo(fault);
  await expect(crm.accounts()).rejects.toMatchObject({ kind, message: expect.stringMatching(sentence) });
  expect(server.asked).toHaveLength(3);
});

test.each<[string, Answer, RegExp]>([
  ['an unknown application user', html(401, ''), /does not accept the sign-in/],
  [
    'a missing privilege',
    problem(403, '0x80040220', 'Principal user (Id=1) is missing prvReadmcs_account privilege (Id=2) on OTC=3'),
    /lacks the right prvReadmcs_account/,
  ],
  [
    'a missing solution',
    problem(404, '0x8006088a', "Resource not found for the segment 'mcs_accounts'."),
    /import the solution/,
  ],
  [
    'no marketing lists',
    problem(404, '0x8006088a', "Resource not found for the segment 'lists'."),
    /install Dynamics 365 Sales/,
  ],
  [
    'a solution that is too old',
    problem(
      400,
      '0x0',
      "Could not find a property named 'mcs_heartbeat' on type 'Microsoft.Dynamics.CRM.mcs_account'.",
    ),
    /does not know the column mcs_heartbeat/,
  ],
])('%s is a matter of settings and asked once', async (_name, fault, sentence) => {
  const crm = await connectTo(fault);
  await expect(crm.accounts()).rejects.toMatchObject({
    kind: 'misconfigured',
    message: expect.stringMatching(sentence),
  });
  expect(server.asked).toHaveLength(1);
});

test('the stand-in without the solution, and without marketing lists', async () => {
  server = await startScriptedServer(nobody);
  const connection = await startConnection({ withoutSolution: true });
  try {
    await expect(connection.crm.accounts()).rejects.toMatchObject({
      kind: 'misconfigured',
      message: expect.stringMatching(/import the solution Audience Sync/),
    });
    await expect(connection.crm.run(idOf('other', 1))).rejects.toMatchObject({ kind: 'misconfigured' });
  } finally {
    await connection.close();
  }
});

test('what Dynamics 365 says of somebody is repeated without the address', async () => {
  const crm = await connectTo(problem(400, '0x80040203', "Invalid argument 'fred@contoso.com'."));
  await expect(crm.accounts()).rejects.toMatchObject({
    kind: 'refused',
    message: expect.not.stringContaining('fred@'),
  });
});

test('a next page is asked for where the first was, whatever host the link names', async () => {
  const first: Answer = json(200, {
    value: [],
    '@odata.nextLink': 'https://contoso.crm.dynamics.com/api/data/v9.2/mcs_accounts?$select=mcs_name&$skiptoken=2',
  });
  const crm = await connectTo(first, nobody);
  await expect(crm.accounts()).resolves.toEqual([]);
  expect(server.asked[1]?.path).toBe('/api/data/v9.2/mcs_accounts?$select=mcs_name&$skiptoken=2');
});

test('lookups that travel together are all sent again when one of them is throttled', async () => {
  const connection = await startConnection({
    seed: { contacts: [{ contactid: idOf('contact', 1), lastname: 'Lee', emailaddress1: 'a@contoso.test' }] },
  });
  server = await startScriptedServer(nobody);
  try {
    await connection.control('POST', '/faults', { pathContains: '$batch', times: 2, status: 429 });
    await expect(connection.crm.peopleByAddress('contact', ['a@contoso.test'])).resolves.toHaveLength(1);
    expect(connection.crm.traffic().requests).toBe(3);
  } finally {
    await connection.close();
  }
});

test.each([
  ['0x80040217', '0x80040217'],
  ['-2147220969', '0x80040217'],
  [-2147220969, '0x80040217'],
  ['0x8004F701', '0x8004f701'],
  ['0x0', ''],
  ['0', ''],
  ['', ''],
  [undefined, ''],
  ['ECONNRESET', ''],
])('the code %p', (code, expected) => {
  expect(hexCode(code)).toBe(expected);
});
