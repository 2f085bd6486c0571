/**
 * A run of mode backup: both sides as files, in one zip on the run. It reads only, so a paused or untied audience has one as well,
 * and what the audience says of its last sync stands.
 */

import { createReadStream } from 'node:fs';
import { mkdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { backUp, type BackedUpFile } from '../backup/back-up';
import { contentsOf } from '../backup/describe';
import { zipFiles } from '../backup/zip-folder';
import type { AccountRow, AudienceRow, RunNote, RunRow } from '../dataverse/port';
import { ServiceError } from '../service-error';
import type { Lease } from '../storage/port';
import { audienceOf, holdAccount, refuseWithoutRights } from './run/claim';
import { mailchimpOf, type Services } from './run/services';
import { writeStatus } from './run/statuses';

export type BackupEnd = { kind: 'finished' } | { kind: 'busy' } | { kind: 'over' };

export async function backUpRun(services: Services, run: RunRow, until: Date): Promise<BackupEnd> {
  const { audience, account } = await audienceOf(services, run);
  const list = audience.marketingListId ? await services.crm.marketingList(audience.marketingListId) : null;
  await refuseWithoutRights(services, run, audience, list);
  const held = await holdAccount(services, account.mailchimpAccountId, run.id);
  if (held.kind === 'busy') return held.sameRun ? { kind: 'over' } : { kind: 'busy' };
  const folder = join(tmpdir(), `audience-sync-backup-${run.id}`);
  try {
    const kept = await keptBefore(services, run);
    if (kept) return await endAsKept(services, run, kept);
    if (run.attempts >= mostAttempts) throw tooOften(audience);
    // What a process left here that was killed in the middle of it is no backup.
    await rm(folder, { recursive: true, force: true });
    await mkdir(folder);
    await say(services, run, {
      status: 'in-progress',
      sentence: 'Copying both sides.',
      run: { startedOn: services.now().toISOString(), attempts: run.attempts + 1 },
    });
    const files = await copy(services, { run, audience, account, list, lease: held.lease, until }, folder);
    const where = await keep(services, { run, list }, folder, files);
    await say(services, run, {
      status: 'completed',
      sentence: `${list === null ? 'Mailchimp alone, for the audience is not tied: ' : ''}${contentsOf(files)}. ${where}`,
      run: { progress: 100, finishedOn: services.now().toISOString() },
    });
    return { kind: 'finished' };
  } finally {
    await rm(folder, { recursive: true, force: true });
    await held.lease.release();
  }
}

/** A process that is killed this often while it copies would be so for ever. */
const mostAttempts = 5;

const tooOften = ({ name }: AudienceRow) =>
  new ServiceError(
    'refused',
    `Copying ${name} was broken off ${mostAttempts} times: use the command "npm run backup" instead.`,
  );

const noteName = 'backup.zip';

/** The process that kept the files was killed before it could say so. */
const keptBefore = async ({ crm }: Services, run: RunRow) =>
  (await crm.notes(run.id)).find(({ filename }) => filename === noteName) ?? null;

async function endAsKept(services: Services, run: RunRow, { createdOn }: RunNote): Promise<BackupEnd> {
  await say(services, run, {
    status: 'completed',
    sentence: `The files are in ${noteName} on this run.`,
    run: { progress: 100, finishedOn: createdOn },
  });
  return { kind: 'finished' };
}

interface Copying {
  run: RunRow;
  audience: AudienceRow;
  account: AccountRow;
  list: Awaited<ReturnType<Services['crm']['marketingList']>>;
  lease: Lease;
  until: Date;
}

async function copy(
  services: Services,
  { audience, account, list, lease, until }: Copying,
  folder: string,
): Promise<BackedUpFile[]> {
  const source = { crm: services.crm, mailchimp: mailchimpOf(services, account), audience, list };
  const files = await backUp(source, folder, async () => {
    await lease.check();
    if (services.now() < until) return;
    throw new ServiceError(
      'refused',
      `Copying ${audience.name} takes longer than the service may work at a stretch: use the command "npm run backup" instead.`,
    );
  });
  await lease.check();
  return files;
}

/** Answers where the files are. */
async function keep(
  services: Services,
  { list, run }: Pick<Copying, 'run' | 'list'>,
  folder: string,
  files: readonly BackedUpFile[],
): Promise<string> {
  const filename = noteName;
  const path = join(folder, filename);
  await zipFiles(
    folder,
    files.map(({ name }) => name),
    path,
  );
  const { size } = await stat(path);
  if (size <= (await services.crm.noteLimit())) {
    await services.crm.addNote(run.id, {
      subject: 'Both sides as they stood, in their export formats',
      filename,
      mimetype: 'application/zip',
      body: await readFile(path),
      owner: list,
    });
    return `The files are in ${filename} on this run.`;
  }
  const stored = `backups/${run.id}.zip`;
  await services.storage.documents.writeFile(stored, createReadStream(path));
  return `The files are too large for a note; an administrator finds them as ${stored} in the storage of the service.`;
}

/** On the run alone: the audience has not been synced by it. */
const say = (services: Services, run: RunRow, change: Parameters<typeof writeStatus>[2]) =>
  writeStatus(services, { runId: run.id, audience: null, silent: true }, change);
