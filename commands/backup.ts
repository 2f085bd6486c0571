/** `npm run backup`: both sides of one audience as files, in the formats in which the two products export them. */

import { parseArgs } from 'node:util';

import { backUp } from '../connector/backup/back-up';
import { contentsOf, number } from '../connector/backup/describe';
import { fillFolder } from '../connector/backup/fill-folder';
import type { AudienceRow, MarketingList } from '../connector/dataverse/port';
import { ServiceError } from '../connector/service-error';
import { mailchimpOf, type Services } from '../connector/sync/run/services';
import { chooseAudiences } from './choose-audiences';
import { runCommand } from './run-command';
import { servicesOf } from './services-of';

const help = `Usage: npm run backup -- --audience NAME --to FOLDER

  --audience NAME   the audience to copy
  --to FOLDER       where its files are written: a folder that is empty or does not exist yet
  --verbose         write what operators see, as JSON lines, on stderr
  --help            this text

Writes what Mailchimp and the tied marketing list hold, archived and pending members included, and changes
nothing. The files hold personal data: keep them as you keep the two systems. Load them into the sandbox with
npm start -- --mailchimp-export FOLDER/*.csv --contacts FOLDER/contacts.csv --list-members FOLDER/list-members.csv
`;

export async function main(args: string[]): Promise<number> {
  const { values } = parseArgs({
    args,
    options: {
      audience: { type: 'string' },
      to: { type: 'string' },
      verbose: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    process.stdout.write(help);
    return 0;
  }
  const { audience: name, to } = values;
  if (!name || !to) throw new ServiceError('misconfigured', 'Name both --audience NAME and --to FOLDER. See --help.');
  const services = servicesOf(values.verbose);
  const [audience] = await chooseAudiences(services, name);
  if (!audience) throw new ServiceError('misconfigured', `There is no audience "${name}".`);
  const { list, why } = await listOf(services, audience);
  const account = (await services.crm.accounts()).find(({ id }) => id === audience.accountId);
  if (!account) {
    throw new ServiceError(
      'refused',
      `${audience.name} belongs to no Mailchimp account: choose "Get audiences from Mailchimp".`,
    );
  }
  const source = { crm: services.crm, mailchimp: mailchimpOf(services, account), audience, list };
  const files = await fillFolder(to, (unfinished) => backUp(source, unfinished));
  const widest = Math.max(...files.map((file) => file.name.length));
  process.stdout.write(
    [
      `${audience.name}: ${contentsOf(files)}, in ${to}`,
      ...files.map((file) => `  ${file.name.padEnd(widest)}  ${number(file.rows).padStart(9)}`),
      ...(why === null ? [] : [why]),
      '',
    ].join('\n'),
  );
  await services.telemetry.flush();
  return 0;
}

/** Null, and why in a sentence, where there is no list whose people could be copied. */
async function listOf(
  services: Services,
  audience: AudienceRow,
): Promise<{ list: MarketingList | null; why: string | null }> {
  const without = (reason: string) => ({ list: null, why: `${reason}: the Mailchimp side alone was written.` });
  if (!audience.marketingListId) return without(`${audience.name} is not tied to a marketing list`);
  const list = await services.crm.marketingList(audience.marketingListId);
  if (!list) return without(`The marketing list of ${audience.name} does not exist any more`);
  return list.memberType === 'account'
    ? without(`The marketing list ${list.name} holds accounts`)
    : { list, why: null };
}

if (require.main === module) void runCommand(main);
