/** `npm run solution -- uninstall`. */

import { parseArgs } from 'node:util';
import { createTokenSource } from '../../../connector/dataverse/token';
import { createWebApi } from '../dataverse/web-api';
import { solutionName } from '../deploy/deploy-command';
import { readSignIn } from '../deploy/settings';
import { uninstall } from './uninstall';

const help = `npm run solution -- uninstall [--yes]

Says what Audience Sync has brought into the environment that DATAVERSE_URL names, with how many rows its own tables hold, and with
--yes removes it: steps, webhooks, role grants and the solution. Contacts, leads, marketing lists and who is on them stay.

Exit code: 0 it is removed, 1 it failed and says why, 2 nothing was removed because --yes was not given.
`;

/** Answers the exit code. */
export async function uninstallCommand(args: string[]): Promise<number> {
  const { values } = parseArgs({
    args,
    options: { yes: { type: 'boolean', default: false }, help: { type: 'boolean', default: false } },
  });
  if (values.help) {
    process.stdout.write(help);
    return 0;
  }
  const settings = readSignIn(process.env);
  const api = createWebApi({ url: settings.url, token: createTokenSource(settings) });
  const say = (sentence: string) => void process.stdout.write(`${sentence}\n`);
  return uninstall({ api, solutionName, say, pollMs: 2_000 }, values.yes);
}
