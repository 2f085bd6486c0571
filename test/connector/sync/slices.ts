/** Runs that are worked on in slices as short as can be. */

import { readState } from '../../../connector/sync/run/run-state';
import { runSlice, type SliceEnd } from '../../../connector/sync/run-slice';
import type { Services } from '../../../connector/sync/run/services';

/** Its deadline has passed when it begins: it makes one step. */
export const oneStep = (services: Services, runId: string): Promise<SliceEnd> =>
  runSlice(services, runId, { until: new Date(0) });

/** Until everything is read and the plan is durable, and nothing is written yet. */
export async function sliceUntilPlanned(services: Services, runId: string): Promise<void> {
  for (let slices = 0; slices < 1_000; slices += 1) {
    const end = await oneStep(services, runId);
    if (end.kind !== 'continue') throw new Error(`The run is ${end.kind}.`);
    if (await readState(services.storage.documents, runId)) return;
  }
  throw new Error('The run is never planned.');
}
