/**
 * Takes Audience Sync out of an environment: steps, webhooks, role grants, then the solution with its own tables. Contacts, leads,
 * marketing lists and who is on them stay as they are. What is gone already is passed over.
 * https://learn.microsoft.com/power-platform/alm/uninstall-solution-alm
 */

import { exitCodes, type ExitCode } from '../deploy/deploy';
import { readInstalled, unlessBusy } from '../deploy/import-solution';
import { whoAmI } from '../deploy/preconditions';
import { serviceRole } from '../deploy/package-file';
import { holdersOfRole } from '../deploy/service-user';
import { readSteps } from '../deploy/steps';
import { webhooks } from '../deploy/webhooks';
import { Sentence } from '../dataverse/refused';
import { textOf, type WebApi } from '../dataverse/web-api';
import { countedTo, readOwnTables } from './own-data';

export interface Removal {
  api: WebApi;
  solutionName: string;
  say: (sentence: string) => void;
  pollMs: number;
}

/** Without `yes` it says what would be removed, and removes nothing. */
export async function uninstall(removal: Removal, yes: boolean): Promise<ExitCode> {
  const { api, say, solutionName } = removal;
  const { name } = await whoAmI(api);
  say(`Signed in to ${api.url} as ${name}.`);
  const installed = await readInstalled(api, solutionName);
  const steps = await readSteps(api);
  const endpoints = await readEndpoints(api);
  const holders = await holdersOfRole(api);
  if (!installed && steps.length + endpoints.length + holders.length === 0) {
    say('Audience Sync is not installed here: nothing was changed.');
    return exitCodes.done;
  }
  if (!yes) {
    say(
      `This would remove ${counted(steps.length, 'step')}, ${counted(endpoints.length, 'webhook')} and ${counted(holders.length, 'grant')} of the role ${serviceRole},`,
    );
    await sayWhatGoes(removal, installed);
    say('Contacts, leads, marketing lists and who is on them stay as they are. Mailchimp is not touched.');
    say('Stop the function app first. Nothing was changed: run the command with --yes to remove it.');
    return exitCodes.differs;
  }
  for (const step of steps)
    await api.remove(`sdkmessageprocessingsteps(${textOf(step, 'sdkmessageprocessingstepid')})`);
  if (steps.length > 0) say(`Removed: ${counted(steps.length, 'step')}.`);
  for (const id of endpoints) await api.remove(`serviceendpoints(${id})`);
  if (endpoints.length > 0) say(`Removed: ${counted(endpoints.length, 'webhook')}.`);
  for (const { userId, roleId, name: holder } of holders) {
    await api.remove(`systemusers(${userId})/systemuserroles_association(${roleId})/$ref`);
    say(`${holder} does not hold the role ${serviceRole} any more.`);
  }
  if (installed?.managed === false) return leaveUnmanaged(say);
  if (installed) await removeSolution(removal, installed);
  say('Audience Sync is removed. Contacts, leads, marketing lists and who is on them are as they were.');
  return exitCodes.done;
}

const counted = (count: number, what: string): string =>
  `${count.toLocaleString('en')} ${what}${count === 1 ? '' : 's'}`;

async function sayWhatGoes(
  { api, say }: Removal,
  installed: { version: string; managed: boolean } | null,
): Promise<void> {
  if (!installed) {
    say('and nothing else, because the solution is gone already.');
    return;
  }
  if (!installed.managed) {
    say('and leave the solution, because it is unmanaged.');
    return;
  }
  say(`and the solution, version ${installed.version}, with everything in its own tables:`);
  for (const { label, rows } of await readOwnTables(api)) {
    say(`  ${label}: ${counted(rows, 'row')}${rows >= countedTo ? ' or more' : ''}`);
  }
  say('and its columns on marketing lists.');
}

async function readEndpoints(api: WebApi): Promise<string[]> {
  const ours = webhooks.map(({ id }) => `serviceendpointid eq ${id}`).join(' or ');
  const rows = await api.rows(`serviceendpoints?$select=serviceendpointid&$filter=${ours}`);
  return rows.map((row) => textOf(row, 'serviceendpointid'));
}

async function removeSolution(removal: Removal, installed: { id: string; version: string }): Promise<void> {
  const { api, say, solutionName } = removal;
  say(`Removing the solution, version ${installed.version}. This takes some minutes.`);
  for (let end: unknown = 'busy'; end === 'busy';) {
    end = await unlessBusy(removal, () => api.remove(`solutions(${installed.id})`));
  }
  if (await readInstalled(api, solutionName)) {
    throw new Sentence('The solution is still there: wait some minutes and run the command again.');
  }
}

/** Deleting the row of an unmanaged solution would leave every table in place without saying what belongs together. */
function leaveUnmanaged(say: (sentence: string) => void): ExitCode {
  say(
    'The solution is unmanaged, so Dynamics 365 cannot remove it with its contents: its tables, columns, pages and roles remain.',
  );
  say(
    'To take them away, open it in Power Apps under Solutions, choose "Delete from this environment" for each of its objects, the app and the pages first, the tables last, and delete the solution at the end.',
  );
  return exitCodes.done;
}
