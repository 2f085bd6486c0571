import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

import { BlobServiceClient } from '@azure/storage-blob';

import { startWorld, type World } from '../../world';

const listId = '0be00000-0000-4000-8000-0000000000d1';
const size = 2_400;

const members = Array.from({ length: size }, (_, index) => ({
  email_address: `person.${index}@killed.example`,
  status: 'subscribed',
  merge_fields: { FNAME: `First ${index}`, LNAME: `Last ${index}` },
  timestamp_opt: '2026-01-01T09:00:00Z',
  last_changed: '2026-01-01T09:00:00Z',
}));
/** Two hundred people who are only in the CRM, so that both sides have something to apply. */
const onlyInCrm = Array.from({ length: 200 }, (_, index) => ({
  firstname: 'Crm',
  lastname: `Only ${index}`,
  emailaddress1: `crm.${index}@killed.example`,
}));

/** What the process has just been told when it is killed with kill -9. */
const moments: [when: string, matches: (call: { method: string; url: string }) => boolean, times: number][] = [
  [
    'after the first thousand contacts were created',
    ({ url }) => url.includes('/contacts/') && url.includes('CreateMultiple'),
    1,
  ],
  ['after they joined the list', ({ url }) => url.includes('AddListMembersList'), 1],
  [
    'after the first rows were written',
    ({ url }) => url.includes('/mcs_audiencemembers/') && url.includes('CreateMultiple'),
    1,
  ],
  ['in the second part, before its rows', ({ url }) => url.includes('AddListMembersList'), 2],
];

describe.each(moments)('killed %s and started again', (_, matches, times) => {
  let world: World;
  let watch: ((call: { method: string; url: string }) => void) | undefined;

  beforeAll(async () => {
    world = await startWorld({ onDataverse: (call) => watch?.(call) });
    await world.seed({
      mailchimp: {
        accounts: [
          {
            id: 'killed',
            name: 'Killed Ltd',
            key: 'stand-in-us1',
            audiences: [{ id: 'ki11edki11', name: 'Killed', members }],
          },
        ],
      },
      dataverse: {
        contacts: onlyInCrm,
        lists: [
          {
            listid: listId,
            listname: 'Survivors',
            createdfromcode: 2,
            members: onlyInCrm.map(({ emailaddress1 }) => ({ email: emailaddress1 })),
          },
        ],
      },
    });
    await world.tie('Killed', 'Survivors');
  });
  afterAll(() => world.close());

  test('ends the same, with nothing doubled and nothing lost', async () => {
    await killedRun();
    await leaseRunsOut(world);
    const report = await world.sync('Killed');
    expect(report.status).toBe('completed');

    const contacts = await everything<{ emailaddress1: string }>('contacts?$select=emailaddress1');
    expect(new Set(contacts.map((contact) => contact.emailaddress1)).size).toBe(size + onlyInCrm.length);
    expect(contacts).toHaveLength(size + onlyInCrm.length);
    const places = await everything<{ _entityid_value: string }>(
      `listmembers?$select=_entityid_value&$filter=_listid_value eq ${listId}`,
    );
    expect(new Set(places.map((place) => place._entityid_value)).size).toBe(size + onlyInCrm.length);
    expect(places).toHaveLength(size + onlyInCrm.length);
    const rows = await everything<{ mcs_name: string }>('mcs_audiencemembers?$select=mcs_name');
    expect(new Set(rows.map((row) => row.mcs_name)).size).toBe(size + onlyInCrm.length);
    expect(rows).toHaveLength(size + onlyInCrm.length);
    const inMailchimp = [];
    const pages = world.services.mailchimp('MAILCHIMP_API_KEY').members('ki11edki11', { archived: false });
    for await (const page of pages) inMailchimp.push(...page.members);
    expect(inMailchimp).toHaveLength(size + onlyInCrm.length);

    const again = await world.sync('Killed');
    expect(again).toMatchObject({ mailchimp: { writes: 0 }, dataverse: { writes: 0 } });
  });

  async function killedRun(): Promise<void> {
    const script = join(__dirname, '../../../dist/commands/sync.js');
    const child = spawn(process.execPath, [script, '--audience', 'Killed', '--yes', '--json'], {
      env: { ...process.env, ...world.env },
      stdio: 'ignore',
    });
    let seen = 0;
    watch = (call) => {
      if (!matches(call)) return;
      seen += 1;
      if (seen === times) child.kill('SIGKILL');
    };
    const [, signal] = (await once(child, 'exit')) as [number | null, string | null];
    watch = undefined;
    expect(signal).toBe('SIGKILL');
  }

  const everything = <T>(path: string): Promise<T[]> => world.get<T>(path);
});

/** What time does by itself within half a minute: the dead process's lease on the account ends. */
async function leaseRunsOut(world: World): Promise<void> {
  const container = BlobServiceClient.fromConnectionString(world.env['AzureWebJobsStorage'] ?? '').getContainerClient(
    'audience-sync',
  );
  for await (const blob of container.listBlobsFlat({ prefix: 'leases/' })) {
    await container
      .getBlobClient(blob.name)
      .getBlobLeaseClient()
      .breakLease(0)
      .catch((error: { statusCode?: number }) => {
        // Nobody holds this one.
        if (error.statusCode !== 409) throw error;
      });
  }
}
