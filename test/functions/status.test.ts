import { status } from '../../functions/status';
import { secretHeader } from '../../functions/verify-caller';
import { call, startFunctionsApp, type FunctionsApp } from './functions-app';

jest.mock(
  '@azure/functions-core',
  () =>
    jest
      .requireActual<typeof import('../../sandbox/functions-host/core-stand-in')>(
        '../../sandbox/functions-host/core-stand-in',
      )
      .createCoreStandIn(),
  { virtual: true },
);

const secret = 'the secret of those who watch';
let app: FunctionsApp;

beforeAll(async () => {
  process.env['STATUS_SECRET'] = secret;
  app = await startFunctionsApp();
});
afterAll(async () => {
  delete process.env['STATUS_SECRET'];
  await app.close();
});

const ask = (headers: Record<string, string> = { [secretHeader]: secret }) => call(status, { method: 'GET', headers });

test('nobody without the secret is told anything', async () => {
  for (const headers of [{}, { [secretHeader]: 'wrong' }, { [secretHeader]: '' }]) {
    expect(await ask(headers)).toEqual({ status: 401 });
  }
});

test('tells who can be reached, what waits, and the last run of each audience', async () => {
  const { crm } = app.world.services;
  const run = await crm.createRun({
    audienceId: app.audienceId,
    mode: 'sync',
    trigger: 'person',
    consentConfirmed: false,
    name: 'Asked for',
  });
  await crm.changeRun(run, { sentence: 'wilma@example.com was left out.' });
  const answer = await ask();
  expect(answer).toMatchObject({
    status: 200,
    jsonBody: {
      well: true,
      dynamics365: { reachable: true },
      mailchimp: { MAILCHIMP_API_KEY: { reachable: true } },
      storage: { reachable: true },
      backlog: { requested: 1, inProgress: 0 },
      poison: 0,
      audiences: [
        {
          name: 'Newsletter',
          tie: 'running',
          lastRun: { id: run, mode: 'sync', status: 'requested', sentence: '[address] was left out.' },
        },
      ],
    },
  });
  expect(JSON.stringify(answer.jsonBody)).not.toContain('@');
});

test('says in one sentence whom it cannot reach', async () => {
  const faults = `${app.world.mailchimpUrl}/_sandbox/faults`;
  await app.world.send('POST', faults, {
    pathContains: '/3.0/',
    times: 50,
    status: 401,
    body: { title: 'API Key Invalid', status: 401, detail: 'No.' },
  });
  const answer = await ask();
  await app.world.send('DELETE', faults).catch(() => undefined);
  expect(answer).toMatchObject({
    status: 503,
    jsonBody: { well: false, mailchimp: { MAILCHIMP_API_KEY: { reachable: false, sentence: expect.any(String) } } },
  });
});
