/** `npm run doctor`: whether everything that the service leans on is as it should be, and what to do where it is not. */

import { parseArgs } from 'node:util';

import { examine, isWell, type Examination } from '../connector/sync/doctor/examine';
import { runCommand } from './run-command';
import { withoutPromise } from './sentence-of';

const help = `Usage: npm run doctor -- [options]

  --json   print nothing on stdout but one JSON document
  --help   this text

Looks at the settings, the storage, Dynamics 365 with its permissions, tables and webhooks, the keys of Mailchimp, the fields of each
tied audience and the runs, with the settings of the service, and changes nothing.

Exit code: 0 nothing is wrong, 1 something is, with what to do.
`;

export async function main(args: string[]): Promise<number> {
  const { values } = parseArgs({
    args,
    options: { json: { type: 'boolean', default: false }, help: { type: 'boolean', default: false } },
  });
  if (values.help) {
    process.stdout.write(help);
    return 0;
  }
  const examinations = await examine(process.env);
  const well = isWell(examinations);
  process.stdout.write(
    values.json ? `${JSON.stringify({ well, checks: examinations }, null, 2)}\n` : describe(examinations, well),
  );
  return well ? 0 : 1;
}

const signs = { good: 'ok  ', note: 'note', bad: 'BAD ' } as const;

function describe(examinations: readonly Examination[], well: boolean): string {
  const lines = examinations.flatMap(({ name, findings }) => [
    name,
    ...findings.map(({ level, sentence }) => `  ${signs[level]}  ${withoutPromise(sentence)}`),
  ]);
  return [...lines, well ? 'Nothing is wrong.' : 'Something is wrong: see the lines marked BAD.', ''].join('\n');
}

if (require.main === module) void runCommand(main);
