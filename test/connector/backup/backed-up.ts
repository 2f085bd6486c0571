/** A backup of an audience of the test world, in a folder of its own, and what the sandbox reads from it. */

import { mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { backUp, type BackedUpFile } from '../../../connector/backup/back-up';
import { mailchimpOf } from '../../../connector/sync/run/services';
import { readExportSeed, type ExportSeed } from '../../../sandbox/exports/export-seed';
import type { World } from '../../world';

export interface BackedUp {
  folder: string;
  files: BackedUpFile[];
  /** The text of the only file whose name begins so. */
  text(this: void, beginning: string): string;
}

export async function backedUp(world: World, audienceName: string): Promise<BackedUp> {
  const { services } = world;
  const audience = await world.audience(audienceName);
  const account = (await services.crm.accounts()).find(({ id }) => id === audience.accountId);
  if (!account) throw new Error(`no account of ${audienceName}`);
  const list = audience.marketingListId ? await services.crm.marketingList(audience.marketingListId) : null;
  const folder = mkdtempSync(join(tmpdir(), 'backup-'));
  const source = { crm: services.crm, mailchimp: mailchimpOf(services, account), audience, list };
  const files = await backUp(source, folder);
  return {
    folder,
    files,
    text: (beginning) => {
      const [name] = readdirSync(folder).filter((one) => one.startsWith(beginning));
      if (name === undefined) throw new Error(`no file ${beginning}`);
      return readFileSync(join(folder, name), 'utf8');
    },
  };
}

/** As `npm start -- --mailchimp-export FOLDER/*.csv --contacts ... --list-members ...` reads it. */
export function readBackup(folder: string, personType: 'contact' | 'lead' = 'contact'): Promise<ExportSeed> {
  const csv = readdirSync(folder).filter((name) => name.endsWith('.csv'));
  const people = `${personType}s.csv`;
  return readExportSeed({
    personType,
    mailchimp: csv.map((name) => join(folder, name)),
    ...(csv.includes(people) ? { people: join(folder, people), listMembers: join(folder, 'list-members.csv') } : {}),
  });
}
