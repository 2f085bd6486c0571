import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { QueueServiceClient } from '@azure/storage-queue';

import { main } from '../../../commands/doctor';
import { choices } from '../../../connector/dataverse/schema.generated';
import { examine, isWell, type Examination } from '../../../connector/sync/doctor/examine';
import { neededPrivileges } from '../../../connector/sync/doctor/permissions';
import { createWebApi } from '../../../solution/tools/dataverse/web-api';
import type { Deployment } from '../../../solution/tools/deploy/deployment';
import { inspectSteps } from '../../../solution/tools/deploy/steps';
import { inspectWebhooks, webhooks } from '../../../solution/tools/deploy/webhooks';
import { findRepository } from '../../../solution/tools/repository';
import { startDataverse } from '../../../sandbox/dataverse/server';
import { startWorld, type World } from '../../world';

let world: World;

beforeAll(async () => {
  world = await startWorld();
  await world.seed({
    mailchimp: {
      accounts: [
        {
          id: 'contoso00000000000000001',
          name: 'Contoso Ltd',
          key: 'stand-in-us1',
          audiences: [{ id: 'a1b2c3d4e5', name: 'Newsletter', date_created: '2025-01-01T00:00:00Z' }],
        },
      ],
    },
    dataverse: {
      contacts: [{ firstname: 'Wilma', emailaddress1: 'wilma@example.com' }],
      lists: [{ listname: 'Readers', createdfromcode: 2, members: [{ email: 'wilma@example.com' }] }],
    },
  });
  await world.tie('Newsletter', 'Readers', { mcs_tiestate: choices.mcs_tiestate.running });
});
afterAll(() => world.close());

const sandbox = (method: string, path: string, body: unknown) =>
  world.send(method, `${world.dataverseUrl}/_sandbox/${path}`, body);
const api = (method: string, path: string, body?: unknown) =>
  world.send(method, `${world.dataverseUrl}/api/data/v9.2/${path}`, body);

async function found(env: Record<string, string> = {}, now?: () => Date) {
  const examinations = await examine({ ...world.env, ...env }, now);
  const findings = (level: string) =>
    examinations
      .flatMap((one) => one.findings.filter((finding) => finding.level === level))
      .map(({ sentence }) => sentence);
  return { well: isWell(examinations), bad: findings('bad'), notes: findings('note'), examinations };
}

const of = (examinations: Examination[], name: string) =>
  examinations.find((one) => one.name === name)?.findings.map(({ sentence }) => sentence) ?? [];

test('somebody in good health is told so, check by check', async () => {
  const { well, bad, examinations } = await found();
  expect([well, bad]).toEqual([true, []]);
  expect(examinations.map(({ name }) => name)).toEqual([
    'Settings',
    'Storage',
    'Dynamics 365',
    'Permissions',
    'Tables',
    'Mailchimp',
    'Webhooks',
    'Audiences and fields',
    'Runs',
  ]);
  expect(of(examinations, 'Mailchimp')).toEqual(['MAILCHIMP_API_KEY is a key of Contoso Ltd.']);
});

test('the role of the solution holds every privilege that is asked for', () => {
  const role = readFileSync(join(findRepository().source, 'Roles', 'Audience Sync Service.xml'), 'utf8');
  expect(neededPrivileges.filter((privilege) => !role.includes(`name="${privilege}"`))).toEqual([]);
});

test('settings that are missing are all that can be told', async () => {
  const examinations = await examine({});
  expect(isWell(examinations)).toBe(false);
  expect(examinations.map(({ name }) => name)).toEqual(['Settings']);
  expect(of(examinations, 'Settings').join()).toContain('DATAVERSE_URL is missing');
});

describe('what is wrong is named with what to do', () => {
  test('a key that Mailchimp refuses', async () => {
    const { bad, notes } = await found({ MAILCHIMP_API_KEY: 'wrong-us1' });
    expect(bad).toEqual([expect.stringMatching(/^MAILCHIMP_API_KEY: Mailchimp refuses the API key: /)]);
    expect(notes).toContain('Not looked at, because of what was found under Mailchimp.');
  });

  test('a key whose setting was taken away', async () => {
    const { bad } = await found({ MAILCHIMP_API_KEY: '', MAILCHIMP_API_KEY_OTHER: 'stand-in-us1' });
    expect(bad.join()).toContain(
      'The setting MAILCHIMP_API_KEY is missing: set it to the API key of the account Contoso Ltd.',
    );
  });

  test('privileges that the service lacks', async () => {
    await sandbox('POST', 'privileges', { user: 'stand-in-service', revoke: ['prvWriteContact', 'prvCreateLead'] });
    const { bad } = await found();
    await sandbox('POST', 'privileges', { user: 'stand-in-service', reset: true });
    expect(bad[0]).toMatch(/The service lacks prvWriteContact, prvCreateLead in Dynamics 365: .*Audience Sync Service/);
  });

  test('an environment without the solution', async () => {
    const bare = await startDataverse();
    const { bad, notes } = await found({ DATAVERSE_URL: bare.url, DATAVERSE_TOKEN: 'stand-in-administrator' });
    await bare.close();
    expect(bad.join()).toContain('Dynamics 365 has no table mcs_audience: deploy the newest solution');
    expect(notes).toContain('Not looked at, because of what was found under Tables.');
  });

  test('a Dynamics 365 that does not let it in', async () => {
    const { bad } = await found({ DATAVERSE_TOKEN: 'nobody knows' });
    expect(bad).toEqual([expect.stringContaining('does not accept the sign-in of the service')]);
  });

  test('an address where nobody answers, told where it was met and nowhere else', async () => {
    const gone = await startDataverse();
    await gone.close();
    const { bad, examinations } = await found({ DATAVERSE_URL: gone.url });
    const { host } = new URL(gone.url);
    expect(bad).toEqual([
      `Dynamics 365 could not be reached at ${host} (ECONNREFUSED): check the connection and DATAVERSE_URL.`,
    ]);
    for (const name of ['Permissions', 'Tables', 'Mailchimp', 'Runs'])
      expect(of(examinations, name)).toEqual(['Not looked at, because of what was found under Dynamics 365.']);
  });

  test('a list that is locked, and a mapping that is stopped', async () => {
    const [list] = await world.get<{ listid: string }>('lists?$select=listid');
    await api('PATCH', `lists(${list!.listid})`, { lockstatus: true });
    const { id } = await world.audience('Newsletter');
    await api('POST', 'mcs_fieldmappings', {
      mcs_name: 'Shoe',
      mcs_mergetag: 'SHOE',
      mcs_column: 'shoesize',
      'mcs_audienceid@odata.bind': `/mcs_audiences(${id})`,
    });
    const { bad } = await found();
    const [mapping] = await world.get<{ mcs_fieldmappingid: string }>('mcs_fieldmappings?$select=mcs_fieldmappingid');
    await api('DELETE', `mcs_fieldmappings(${mapping!.mcs_fieldmappingid})`);
    await api('PATCH', `lists(${list!.listid})`, { lockstatus: false });
    expect(bad).toEqual([
      'The marketing list Readers is locked: unlock it, or pause Newsletter.',
      expect.stringContaining('Newsletter: The field mapping SHOE is stopped'),
    ]);
  });

  test('a run that stands still', async () => {
    const { id } = await world.audience('Newsletter');
    const run = await world.services.crm.createRun({
      audienceId: id,
      mode: 'sync',
      trigger: 'person',
      consentConfirmed: false,
      name: 'Stuck',
    });
    const later = await found({}, () => new Date(Date.now() + 20 * 60_000));
    await world.services.crm.changeRun(run, { status: 'cancelled' });
    expect(later.bad).toEqual([
      expect.stringMatching(/A run of mode sync has stood still as requested for (19|20) minutes/),
    ]);
  });

  test('messages that were given up', async () => {
    const queue = QueueServiceClient.fromConnectionString(world.env['AzureWebJobsStorage']!).getQueueClient(
      'audience-sync-runs-poison',
    );
    await queue.create();
    await queue.sendMessage('{}');
    const { bad } = await found();
    await queue.delete();
    expect(bad).toEqual([expect.stringContaining('1 message was given up after five tries')]);
  });

  describe('webhooks', () => {
    const settings = {
      PUBLIC_URL: 'http://127.0.0.1:7071',
      DATAVERSE_WEBHOOK_SECRET: 'a-secret-of-the-tests',
      MAILCHIMP_WEBHOOK_SECRET: 'another-secret',
    };
    const asAdministrator = { ...settings, DATAVERSE_TOKEN: 'stand-in-administrator' };

    test('are not looked at without their settings', async () => {
      expect((await found()).notes).toEqual(
        expect.arrayContaining([
          expect.stringContaining('Without PUBLIC_URL, DATAVERSE_WEBHOOK_SECRET or MAILCHIMP_WEBHOOK_SECRET nobody'),
        ]),
      );
    });

    test('of Dynamics 365 are for administrators to see, where the role does not show them', async () => {
      await sandbox('POST', 'privileges', { user: 'stand-in-service', revoke: ['prvReadServiceEndpoint'] });
      const { well, notes } = await found(settings);
      await sandbox('POST', 'privileges', { user: 'stand-in-service', reset: true });
      expect(well).toBe(true);
      expect(notes.join()).toContain('Webhooks of Dynamics 365 are for administrators to see');
      expect(notes.join()).toContain('Mailchimp does not call back for Newsletter yet');
    });

    test('that a deployment has registered are good, until a step is disabled or a call fails', async () => {
      const deployment = deploymentTo(world.dataverseUrl, settings.PUBLIC_URL);
      for (const inspect of [inspectWebhooks, inspectSteps]) {
        for (const { mend } of await inspect(deployment)) await mend();
      }
      const { bad, examinations } = await found(settings);
      expect(bad).toEqual([]);
      expect(of(examinations, 'Webhooks')).toContain('Dynamics 365 calls the functions for every message.');

      const [step] = await world.get<{ sdkmessageprocessingstepid: string }>(
        "sdkmessageprocessingsteps?$filter=name eq 'Audience Sync: Update of lead'",
      );
      await api('PATCH', `sdkmessageprocessingsteps(${step!.sdkmessageprocessingstepid})`, {
        statecode: 1,
        statuscode: 2,
      });
      // Nobody listens at that address.
      await api('POST', 'leads', { subject: 'x' });
      const [lead] = await world.get<{ leadid: string }>('leads?$select=leadid');
      await api('DELETE', `leads(${lead!.leadid})`);
      await world.send('GET', `${world.dataverseUrl}/_sandbox/idle`);
      const after = await found(settings);
      await deployment.api.remove(`serviceendpoints(${webhooks[2]?.id})`);
      expect(after.bad).toEqual([
        'Disabled: Audience Sync: Update of lead: run npm run solution -- deploy as an administrator.',
        expect.stringContaining('A call to the functions failed in the last day'),
      ]);
    });

    test('that lead nowhere are named', async () => {
      const { bad } = await found(asAdministrator);
      expect(bad.join()).toContain(
        'Dynamics 365 does not call http://127.0.0.1:7071/api/person-changed: run npm run solution',
      );
    });
  });
});

function deploymentTo(url: string, publicUrl: string): Deployment {
  return {
    api: createWebApi({ url, token: async () => 'stand-in-administrator' }),
    package: { zip: new Uint8Array(), uniqueName: '', version: '1.0.0.0', managed: true, serviceRoleId: null },
    publicUrl,
    secret: 'a-secret-of-the-tests',
    functionsKey: null,
    serviceUser: null,
    say() {},
    pollMs: 1,
  };
}

describe('the command', () => {
  const before = { ...process.env };
  let printed = '';
  beforeEach(() => {
    printed = '';
    jest.spyOn(process.stdout, 'write').mockImplementation((text) => {
      printed += String(text);
      return true;
    });
    Object.assign(process.env, world.env);
  });
  afterEach(() => {
    jest.restoreAllMocks();
    process.env = { ...before };
  });

  test('prints a line for each finding, and 0 where nothing is wrong', async () => {
    expect(await main([])).toBe(0);
    expect(printed).toContain('  ok    The service may do what it has to.\n');
    expect(printed).toContain('Nothing is wrong.');
  });

  test('prints one JSON document, and 1 where something is', async () => {
    process.env['MAILCHIMP_API_KEY'] = 'wrong-us1';
    expect(await main(['--json'])).toBe(1);
    expect(JSON.parse(printed)).toMatchObject({ well: false });
  });
});
