import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { BlobServiceClient } from '@azure/storage-blob';
import { unzipSync } from 'fflate';

import { choices } from '../../../connector/dataverse/schema.generated';
import { defaultNames } from '../../../connector/storage/connect';
import { backUpRun } from '../../../connector/sync/back-up-run';
import { queueRequestedRun } from '../../../connector/sync/requests/request-run';
import { runSlice } from '../../../connector/sync/run-slice';
import { readExportSeed } from '../../../sandbox/exports/export-seed';
import { startWorld, type World } from '../../world';
import { readBackup } from '../backup/backed-up';

describe('a run of mode backup', () => {
  let world: World;

  beforeAll(async () => {
    world = await startWorld();
    const members = Array.from({ length: 30 }, (_, index) => ({
      email_address: `p${index}@mode.example`,
      status: index === 0 ? 'archived' : 'subscribed',
      tags: [`tag ${index % 3}`],
    }));
    await world.seed({
      mailchimp: {
        accounts: [
          {
            id: 'mode',
            name: 'Mode Ltd',
            key: 'stand-in-us1',
            audiences: [
              { id: 'a0de000001', name: 'Kept', members },
              { id: 'a0de000002', name: 'Alone', members },
            ],
          },
        ],
      },
      dataverse: {
        contacts: [{ lastname: 'One', emailaddress1: 'p1@mode.example' }],
        lists: [{ listname: 'Readers', createdfromcode: 2, members: [{ email: 'p1@mode.example' }] }],
      },
    });
    await world.tie('Kept', 'Readers');
  });
  afterAll(() => world.close());

  async function run(audience: string, until = new Date(Date.now() + 60_000)) {
    const runId = await world.services.crm.createRun({
      audienceId: (await world.audience(audience)).id,
      mode: 'backup',
      trigger: 'person',
      consentConfirmed: false,
      name: `Backup of ${audience}`,
    });
    await queueRequestedRun(world.services, runId);
    const end = await runSlice(world.services, runId, { until });
    const row = await world.services.crm.run(runId);
    return { runId, end, status: row?.status, sentence: row?.sentence, notes: await world.services.crm.notes(runId) };
  }

  async function unzipped(zip: Buffer): Promise<string> {
    const folder = mkdtempSync(join(tmpdir(), 'backup-note-'));
    for (const [name, bytes] of Object.entries(unzipSync(zip))) writeFileSync(join(folder, name), bytes);
    return folder;
  }

  test('puts both sides into a note that the sandbox can read, and says nothing about the sync', async () => {
    await world.sync('Kept');
    const before = await world.audience('Kept');
    const { end, status, sentence, notes } = await run('Kept');
    expect(end).toEqual({ kind: 'finished' });
    expect({ status, sentence }).toEqual({
      status: 'completed',
      sentence:
        '30 members of the audience and 29 people of Dynamics 365, 29 on the list. The files are in backup.zip on this run.',
    });
    expect(notes).toMatchObject([{ filename: 'backup.zip', mimetype: 'application/zip' }]);
    const zip = join(mkdtempSync(join(tmpdir(), 'backup-note-')), 'backup.zip');
    writeFileSync(zip, await world.services.crm.noteBody(notes[0]?.id ?? ''));
    const { seed } = await readExportSeed({ personType: 'contact', mailchimp: [zip], people: zip, listMembers: zip });
    const members = seed.mailchimp.accounts[0]?.audiences[0]?.members ?? [];
    expect(members).toHaveLength(30);
    expect(members.filter(({ status: said }) => said === 'archived')).toHaveLength(1);
    expect(seed.dataverse.contacts).toHaveLength(29);
    expect(seed.dataverse.lists[0]?.members).toHaveLength(29);
    expect(await world.audience('Kept')).toEqual(before);
  });

  test('of a paused audience is taken as well', async () => {
    const { id } = await world.audience('Kept');
    const paused = (tiestate: number) =>
      world.send('PATCH', `${world.dataverseUrl}/api/data/v9.2/mcs_audiences(${id})`, { mcs_tiestate: tiestate });
    await paused(choices.mcs_tiestate.paused);
    expect((await run('Kept')).status).toBe('completed');
    await paused(choices.mcs_tiestate.running);
  });

  test('of an audience that is not tied holds Mailchimp alone', async () => {
    expect(await run('Alone')).toMatchObject({
      status: 'completed',
      sentence: expect.stringMatching(/^Mailchimp alone, for the audience is not tied: 30 members of the audience\. /),
    });
  });

  test('that is too large for a note goes into the storage of the service', async () => {
    const switches = (maxUploadFileSize: number) =>
      world.send('PATCH', `${world.dataverseUrl}/_sandbox/switches`, { maxUploadFileSize });
    await switches(1000);
    const { runId, status, sentence, notes } = await run('Kept');
    await switches(5_242_880);
    expect({ status, notes }).toEqual({ status: 'completed', notes: [] });
    expect(sentence).toContain(`too large for a note; an administrator finds them as backups/${runId}.zip`);
    const blobs = BlobServiceClient.fromConnectionString(world.env['AzureWebJobsStorage'] ?? '');
    const stored = blobs.getContainerClient(defaultNames.container).getBlobClient(`backups/${runId}.zip`);
    const { seed } = await readBackup(await unzipped(await stored.downloadToBuffer()));
    expect(seed.mailchimp.accounts[0]?.audiences[0]?.members).toHaveLength(30);
  });

  test('that takes longer than the service may work ends with a sentence and names the command', async () => {
    const { status, sentence, notes } = await run('Kept', new Date(0));
    expect({ status, notes }).toEqual({ status: 'failed', notes: [] });
    expect(sentence).toBe(
      'Copying Kept takes longer than the service may work at a stretch: use the command "npm run backup" instead.',
    );
    expect((await world.audience('Kept')).syncStatus).not.toBe('error');
  });

  test.each([
    ['before the files were kept', false],
    ['after the files were kept', true],
  ])('whose process is killed %s leaves one complete backup, once it is called again', async (_, keeps) => {
    const { crm } = world.services;
    const runId = await crm.createRun({
      audienceId: (await world.audience('Kept')).id,
      mode: 'backup',
      trigger: 'person',
      consentConfirmed: false,
      name: 'Backup of Kept',
    });
    const until = new Date(Date.now() + 60_000);
    const killed = {
      ...crm,
      addNote: async (...note: Parameters<typeof crm.addNote>) => {
        if (keeps) await crm.addNote(...note);
        throw new Error('killed');
      },
    };
    const row = await crm.run(runId);
    if (!row) throw new Error('no run');
    await expect(backUpRun({ ...world.services, crm: killed }, row, until)).rejects.toThrow('killed');
    expect((await crm.run(runId))?.status).toBe('in-progress');

    expect(await runSlice(world.services, runId, { until })).toEqual({ kind: 'finished' });
    expect(await crm.run(runId)).toMatchObject({
      status: 'completed',
      sentence: expect.stringMatching(/The files are in backup\.zip on this run\.$/),
    });
    const notes = await crm.notes(runId);
    expect(notes).toHaveLength(1);
    const { seed } = await readBackup(await unzipped(await crm.noteBody(notes[0]?.id ?? '')));
    expect(seed.mailchimp.accounts[0]?.audiences[0]?.members).toHaveLength(30);
  });

  test('that is broken off five times is ended with a sentence', async () => {
    const { crm } = world.services;
    const runId = await crm.createRun({
      audienceId: (await world.audience('Kept')).id,
      mode: 'backup',
      trigger: 'person',
      consentConfirmed: false,
      name: 'Backup of Kept',
    });
    await crm.changeRun(runId, { status: 'in-progress', attempts: 5 });
    await runSlice(world.services, runId, { until: new Date(Date.now() + 60_000) });
    expect(await crm.run(runId)).toMatchObject({
      status: 'failed',
      sentence: expect.stringMatching(/^Copying Kept was broken off 5 times/),
    });
  });

  test('waits while another run works on the account', async () => {
    const lease = await world.services.storage.leases.acquire('account-mode');
    const { end, status } = await run('Kept');
    await lease?.release();
    expect({ end, status }).toEqual({ end: { kind: 'busy' }, status: 'requested' });
  });
});
