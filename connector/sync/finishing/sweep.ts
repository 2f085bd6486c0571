/** Takes away what is kept of runs that are over: a process that is killed at the very end of one leaves its plan, with addresses. */

import type { RunRow } from '../../dataverse/port';
import { isOver } from '../run/claim';
import { forgetRun, keptRuns, readState } from '../run/run-state';
import type { Services } from '../run/services';
import { isAside } from '../run/wish';
import { keepWhatWasDone } from './end-run';

/** Nothing here can fail the run that sweeps. */
export async function sweep(services: Services): Promise<void> {
  try {
    for (const runId of await keptRuns(services.storage.documents)) {
      const run = await services.crm.run(runId);
      if (run && isOver(run)) await tidyUp(services, run);
    }
  } catch (error) {
    services.telemetry.exception(error, {});
  }
}

/** Of a run that is over. */
export async function tidyUp(services: Services, run: RunRow): Promise<void> {
  try {
    if (run.status === 'failed') await keepWhatFailedRunDid(services, run);
  } catch (error) {
    services.telemetry.exception(error, { runId: run.id });
  }
  await forgetRun(services.storage.documents, run.id);
}

/** Every other run has written that down before its row says how it ended. */
async function keepWhatFailedRunDid(services: Services, run: RunRow): Promise<void> {
  const begun = await readState(services.storage.documents, run.id);
  if (!begun || isAside(run)) return;
  const audience = run.audienceId ? await services.crm.audience(run.audienceId) : null;
  const list = audience?.marketingListId ? await services.crm.marketingList(audience.marketingListId) : null;
  await keepWhatWasDone(services, run, begun, list);
}
