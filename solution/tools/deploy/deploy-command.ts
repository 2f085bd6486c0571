/** `npm run solution -- deploy`. */

import { parseArgs } from 'node:util';
import { createTokenSource } from '../../../connector/dataverse/token';
import { Sentence } from '../dataverse/refused';
import { createWebApi, type WebApi } from '../dataverse/web-api';
import type { Repository } from '../repository';
import { checkDeployment, deploy } from './deploy';
import { readInstalled } from './import-solution';
import { packedFile, readPackage } from './package-file';
import { requirePrivileges, whoAmI } from './preconditions';
import { readDeploySettings } from './settings';

export const solutionName = 'AudienceSync';

export const deployHelp = `npm run solution -- deploy [OPTIONS]

Installs Audience Sync in the environment that DATAVERSE_URL names, or brings it up to date: the solution, the webhooks with a step
for every message, and the role of the service. Whatever is as it should be is left alone; a deployment that broke off is run again.

  --check                 change nothing and say what differs
  --service-user ID       give the role "Audience Sync Service" to the app registration with this application (client) id;
                          an application user is made for it where there is none
  --managed | --unmanaged which of the packed zips; without either, the kind that is installed, else managed
  --zip FILE              another zip
  --again                 import the version that is installed already once more
  --help                  print this

Settings: DATAVERSE_URL and DATAVERSE_AUTH with what belongs to it, of somebody with the role System Administrator; PUBLIC_URL, the
address of the function app; DATAVERSE_WEBHOOK_SECRET, whose first secret is registered where there are two; FUNCTIONS_KEY, the
default host key of the function app, where it runs in Azure.

Exit code: 0 everything is in place, 1 it failed and says why, 2 --check found something that differs,
3 Dynamics 365 is set up, and the functions do not answer.
`;

/** Answers the exit code. */
export async function deployCommand(repository: Repository, args: string[]): Promise<number> {
  const order = readOrder(args);
  if (order.help) {
    process.stdout.write(deployHelp);
    return 0;
  }
  const settings = readDeploySettings(process.env);
  const api = createWebApi({ url: settings.dataverse.url, token: createTokenSource(settings.dataverse) });
  const file = readPackage(order.zip ?? packedFile(repository, order.managed ?? (await usualKind(api))));
  if (file.uniqueName !== solutionName) {
    throw new Sentence(`This zip holds the solution ${file.uniqueName}, not ${solutionName}: name another one.`);
  }
  const deployment = {
    api,
    package: file,
    publicUrl: settings.publicUrl,
    secret: settings.secret,
    functionsKey: settings.functionsKey,
    serviceUser: order.serviceUser,
    say: (sentence: string) => void process.stdout.write(`${sentence}\n`),
    pollMs: 2_000,
  };
  return (order.check ? checkDeployment : deploy)(deployment, order.again);
}

/** The kind that is installed, so that nobody has to remember it. */
async function usualKind(api: WebApi): Promise<boolean> {
  await requirePrivileges(api, await whoAmI(api), false);
  return (await readInstalled(api, solutionName))?.managed ?? true;
}

interface Order {
  help: boolean;
  check: boolean;
  again: boolean;
  serviceUser: string | null;
  managed: boolean | undefined;
  zip: string | undefined;
}

function readOrder(args: string[]): Order {
  const { values } = parseArgs({
    args,
    options: {
      help: { type: 'boolean', default: false },
      check: { type: 'boolean', default: false },
      again: { type: 'boolean', default: false },
      managed: { type: 'boolean', default: false },
      unmanaged: { type: 'boolean', default: false },
      zip: { type: 'string' },
      'service-user': { type: 'string' },
    },
  });
  if ([values.managed, values.unmanaged, values.zip !== undefined].filter(Boolean).length > 1) {
    throw new Sentence('Name one of --managed, --unmanaged and --zip.');
  }
  const serviceUser = values['service-user']?.trim().toLowerCase() ?? null;
  if (serviceUser !== null && !/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(serviceUser)) {
    throw new Sentence('--service-user wants the application (client) id of the app registration, which is a GUID.');
  }
  const { help, check, again, zip } = values;
  return {
    help,
    check,
    again,
    zip,
    serviceUser,
    managed: values.managed ? true : values.unmanaged ? false : undefined,
  };
}
