/** `--approve` and `--undo`: runs about another run, which they name or find as the last one. */

import type { AudienceRow, RunRow } from '../connector/dataverse/port';
import { ServiceError } from '../connector/service-error';
import type { Services } from '../connector/sync/run/services';
import { chooseAudiences } from './choose-audiences';
import { carryOut, type RunReport, type RunTerms } from './run-in-process';

/** `which` is the id of a run, or `last`. */
export async function approveInProcess(
  services: Services,
  which: string,
  audienceName: string | undefined,
  terms: RunTerms,
): Promise<RunReport> {
  const audiences =
    audienceName === undefined ? await services.crm.audiences() : await chooseAudiences(services, audienceName);
  const { run, audience } = await findRun(
    services,
    which,
    audiences,
    async ({ status }) => status === 'needs-approval',
    'that holds anything',
  );
  const runId = await services.crm.createRun({
    audienceId: audience.id,
    mode: 'sync',
    trigger: 'command',
    consentConfirmed: false,
    name: `Approval of a run of ${audience.name} from the command line`,
    proposedSettings: JSON.stringify({ approve: run.id, people: 'all' }),
  });
  return carryOut(services, audience, runId, terms, false);
}

/** Without `--yes` only what would come back is told. */
export async function undoInProcess(
  services: Services,
  which: string,
  audienceName: string | undefined,
  terms: RunTerms,
): Promise<RunReport> {
  if (audienceName === undefined) throw new ServiceError('misconfigured', '--undo wants --audience NAME beside it.');
  const audiences = await chooseAudiences(services, audienceName);
  const canBeUndone = async ({ id, mode }: RunRow): Promise<boolean> => {
    if (mode !== 'sync' && mode !== 'full') return false;
    return (await services.crm.notes(id)).some(({ filename }) => filename.startsWith('before-images'));
  };
  const { run, audience } = await findRun(services, which, audiences, canBeUndone, 'that can be taken back');
  const preview = !terms.yes;
  const runId = await services.crm.createRun({
    audienceId: audience.id,
    mode: 'undo',
    trigger: 'command',
    consentConfirmed: false,
    name: `${preview ? 'Preview of an undo' : 'Undo'} of a run of ${audience.name} from the command line`,
    proposedSettings: JSON.stringify({ undo: run.id, preview }),
  });
  return carryOut(services, audience, runId, terms, preview);
}

/** How far back the last one is looked for. */
const mostRuns = 50;

async function findRun(
  { crm }: Services,
  which: string,
  audiences: AudienceRow[],
  isWanted: (run: RunRow) => Promise<boolean>,
  wanted: string,
): Promise<{ run: RunRow; audience: AudienceRow }> {
  if (which !== 'last') {
    if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(which)) {
      throw new ServiceError('misconfigured', `"${which}" is no run: give the id of a run, or last.`);
    }
    const run = await crm.run(which.toLowerCase());
    const audience = audiences.find(({ id }) => id === run?.audienceId);
    if (run && audience) return { run, audience };
    throw new ServiceError('misconfigured', `There is no such run of ${namesOf(audiences)}.`);
  }
  const runs = await Promise.all(audiences.map(({ id }) => crm.runsOf(id, mostRuns)));
  const newestFirst = runs.flat().toSorted((one, other) => Date.parse(other.createdOn) - Date.parse(one.createdOn));
  for (const run of newestFirst) {
    const audience = audiences.find(({ id }) => id === run.audienceId);
    if (audience && (await isWanted(run))) return { run, audience };
  }
  const whose = audiences.length === 1 ? `${namesOf(audiences)} has` : 'The audiences have';
  throw new ServiceError('misconfigured', `${whose} no run ${wanted}.`);
}

const namesOf = (audiences: AudienceRow[]) => audiences.map(({ name }) => name).join(', ') || 'any audience';
