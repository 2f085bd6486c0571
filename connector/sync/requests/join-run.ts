/**
 * A second request for what another run does already joins it: two windows in which somebody presses Start make one first run,
 * and a request that waited while another run began to read is answered by that one.
 */

import type { RunRow } from '../../dataverse/port';
import { isOver, type Claim } from '../run/claim';
import { readReading } from '../reading/reading-state';
import { readState } from '../run/run-state';
import type { Services } from '../run/services';
import { startOf, type Start } from '../run/start-of-tie';
import { writeStatusAfterWaiting } from '../guard/waiting-changes';
import { overlapMs } from '../run/watermarks';
import { isApproval, isAside } from '../run/wish';

/** `wait`: the other run has not ended yet. */
export async function joinAnotherRun(services: Services, claimed: Claim): Promise<'joined' | 'wait' | 'none'> {
  const { run, audience } = claimed;
  if ((run.mode !== 'sync' && run.mode !== 'full') || isApproval(run)) return 'none';
  const start = run.mode === 'full' ? await startOf(services, audience.id) : null;
  const isSecondStart = start !== null && start.runId !== run.id && wasAskedBeforeItsEnd(start, run);
  if (!isSecondStart && !wasReadSince(claimed)) return 'none';
  // A run that has begun goes on with its own plan.
  const { documents } = services.storage;
  if ((await readState(documents, run.id)) ?? (await readReading(documents, run.id))) return 'none';
  if (isSecondStart && start.until === null) {
    const first = await services.crm.run(start.runId);
    return first && !isOver(first) ? 'wait' : 'none';
  }
  await services.crm.changeRun(run.id, {
    status: 'completed',
    sentence: 'Another run of this audience had begun already and has answered this request, too.',
    progress: 100,
    finishedOn: services.now().toISOString(),
  });
  if (audience.syncStatus === 'requested') {
    await writeStatusAfterWaiting(services, audience, await sentenceOfLastSync(services, claimed));
  }
  return 'joined';
}

const wasAskedBeforeItsEnd = ({ until }: Start, { createdOn }: RunRow) =>
  until === null || Date.parse(createdOn) < Date.parse(until);

async function sentenceOfLastSync({ crm }: Services, { run, audience }: Claim): Promise<string> {
  const others = (await crm.runsOf(audience.id, 10)).filter(({ id }) => id !== run.id);
  return others.find((one) => isOver(one) && !isAside(one) && one.status !== 'cancelled')?.sentence ?? '';
}

/** Everything that this run was asked to look at has been read since it was asked for. */
function wasReadSince({ run, audience }: Claim): boolean {
  const { watermarks, trustOverride, consentConfirmedOn } = audience;
  if (watermarks === null || audience.tieState !== 'running' || trustOverride !== 'none') return false;
  if (run.consentConfirmed && consentConfirmedOn === null) return false;
  // Dates of Dynamics 365 have no fractions: within one second nobody knows what came first.
  const readAt = run.mode === 'full' ? Date.parse(watermarks.full) : Date.parse(watermarks.crm) + overlapMs;
  return readAt > Date.parse(run.createdOn);
}
