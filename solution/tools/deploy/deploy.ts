/**
 * Brings Audience Sync into an environment, or brings what is there up to date: the solution, its webhooks and their steps, the
 * application user's role. Whatever is as it should be is left alone, so a deployment that broke off is simply run again.
 */

import { Sentence } from '../dataverse/refused';
import { chooseWay, type Way } from './choose-way';
import type { Deployment, Difference, Inspect } from './deployment';
import { importSolution, judge, publish, readInstalled, unlessBusy } from './import-solution';
import { pingFunctions } from './ping';
import { requireMarketingLists, requirePrivileges, whoAmI } from './preconditions';
import { serviceRole } from './package-file';
import { holdersOfRole, inspectServiceUser, remarksAboutUser } from './service-user';
import { inspectSteps } from './steps';
import { inspectWebhooks, markedVersion, remarksAboutWebhooks } from './webhooks';

export const exitCodes = { done: 0, failed: 1, differs: 2, functionsSilent: 3 } as const;
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/** In this order: a step needs its webhook, and the webhook says that everything before it was done. */
const parts: readonly Inspect[] = [inspectWebhooks, inspectSteps, inspectServiceUser];

/** Throws a Sentence where it cannot go on. */
export async function deploy(deployment: Deployment, again: boolean): Promise<ExitCode> {
  const { say, package: offered } = deployment;
  await prepare(deployment);
  let changed = await bringSolution(deployment, again);
  for (const inspect of parts) {
    for (const { mend, done } of await inspect(deployment)) {
      await mend();
      say(done);
      changed = true;
    }
  }
  await verify(deployment);
  say(
    changed
      ? `Audience Sync ${offered.version} is in place; everything was read back and is as it should be.`
      : `Audience Sync ${offered.version} is in place already: nothing was changed.`,
  );
  return remarkAndPing(deployment);
}

/** Changes nothing; the package is uploaded for Dynamics 365 to judge, and not imported. */
export async function checkDeployment(deployment: Deployment, again: boolean): Promise<ExitCode> {
  const { say, package: offered, api } = deployment;
  await prepare(deployment);
  const installed = await readInstalled(api, offered.uniqueName);
  const way = chooseWay({ installed, offered, again });
  if (way.kind === 'refuse') throw new Sentence(way.sentence);
  const found: string[] = [];
  if (way.kind === 'nothing') {
    say(`Version ${offered.version} is installed (${offered.managed ? 'managed' : 'unmanaged'}).`);
    if (!offered.managed && (await markedVersion(deployment)) !== offered.version) {
      found.push('It may not have been published yet, and would be.');
    }
  } else {
    await acceptedByServer(deployment);
    found.push(
      way.kind === 'install'
        ? `The solution is not installed: version ${offered.version} would be.`
        : `Version ${way.from} is installed: ${offered.version} would be imported.`,
    );
  }
  const notYet = way.kind === 'install';
  if (notYet) found.push('Its steps and roles cannot be looked at before it is installed.');
  for (const inspect of notYet ? [inspectWebhooks] : parts) {
    found.push(...(await inspect(deployment)).map((difference) => difference.found));
  }
  for (const sentence of found) say(sentence);
  if (found.length > 0) {
    say('Nothing was changed. Run the command without --check to put this right.');
    return exitCodes.differs;
  }
  say('Everything is as it should be. Nothing was changed.');
  return remarkAndPing(deployment);
}

async function prepare({ api, say, serviceUser }: Deployment): Promise<void> {
  const installer = await whoAmI(api);
  say(`Signed in to ${api.url} as ${installer.name}.`);
  await requirePrivileges(api, installer, serviceUser !== null);
  await requireMarketingLists(api);
}

/** Whether anything was changed. */
async function bringSolution(deployment: Deployment, again: boolean): Promise<boolean> {
  const { api, package: offered, say } = deployment;
  for (let tries = 1; tries <= mostTries; tries += 1) {
    const installed = await readInstalled(api, offered.uniqueName);
    const way = chooseWay({ installed, offered, again });
    if (way.kind === 'refuse') throw new Sentence(way.sentence);
    const imported = way.kind === 'nothing' ? true : await unlessBusy(deployment, () => importOnce(deployment, way));
    if (imported === 'busy') continue;
    const unseen =
      !offered.managed && (way.kind !== 'nothing' || (await markedVersion(deployment)) !== offered.version);
    if (unseen) await publish(deployment);
    if (way.kind === 'install') say(`Version ${offered.version} was installed.`);
    if (way.kind === 'upgrade') say(`Version ${offered.version} took the place of ${way.from}.`);
    return way.kind !== 'nothing' || unseen;
  }
  throw new Sentence('Another import has not ended in half an hour: look at Solutions > History in Power Apps.');
}

const mostTries = 180;

async function importOnce(deployment: Deployment, way: Way): Promise<true> {
  const uploadId = await acceptedByServer(deployment);
  await importSolution(deployment, way, uploadId);
  return true;
}

async function acceptedByServer(deployment: Deployment): Promise<string> {
  const { objections, warnings, uploadId } = await judge(deployment);
  for (const warning of warnings) deployment.say(`Dynamics 365 remarks: ${warning}`);
  if (objections.length === 0) return uploadId;
  throw new Sentence(
    [
      'Dynamics 365 would not take this package, so nothing was imported:',
      ...objections.map((objection) => `  ${objection}`),
      'Remedy what is named and run the command again.',
    ].join('\n'),
  );
}

/** Reads everything back. */
async function verify(deployment: Deployment): Promise<void> {
  const { package: offered, api } = deployment;
  const installed = await readInstalled(api, offered.uniqueName);
  const remaining: Pick<Difference, 'found'>[] =
    installed?.version === offered.version ? [] : [{ found: `Version ${offered.version} is not what is installed.` }];
  for (const inspect of parts) remaining.push(...(await inspect(deployment)));
  if (remaining.length === 0) return;
  throw new Sentence(
    ['Not everything stayed as it was set; somebody may be changing it at the same time:']
      .concat(remaining.map(({ found }) => `  ${found}`))
      .join('\n'),
  );
}

async function remarkAndPing(deployment: Deployment): Promise<ExitCode> {
  const { say, api } = deployment;
  for (const remark of [...(await remarksAboutUser(deployment)), ...(await remarksAboutWebhooks(deployment))])
    say(remark);
  if (deployment.serviceUser === null && (await holdersOfRole(api)).length === 0) {
    say(`Nobody holds the role ${serviceRole}: run the command with --service-user APPLICATIONID.`);
  }
  const ping = await pingFunctions(deployment);
  say(ping.sentence);
  return ping.answered ? exitCodes.done : exitCodes.functionsSilent;
}
