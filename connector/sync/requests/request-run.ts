/** Puts a run on the queue. A run is a row in Dataverse, so that CRM roles decide who may ask; the queue only says "go". */

import type { Choice } from '../../dataverse/schema.generated';
import { isAllowed, isOver } from '../run/claim';
import type { Services } from '../run/services';
import { writeRequested } from '../run/statuses';
import { isAside } from '../run/wish';

/** Seconds to wait before a run that events asked for: a bulk edit sends many of them. */
const settling: Record<Choice<'mcs_runtrigger'>, number> = { person: 0, command: 0, schedule: 0, webhook: 3 };

interface Queued {
  at: string;
}

/** A run whose message was sent this recently is still on its way. */
const onItsWayMs = 5 * 60_000;

/** Called when Dataverse says that a Sync Run was created. Asking twice does no harm. */
export async function queueRequestedRun(services: Services, runId: string): Promise<'queued' | 'over'> {
  const run = await services.crm.run(runId);
  if (!run || isOver(run)) return 'over';
  if (run.status === 'requested' && !isAside(run) && (await isAllowed(services, run))) {
    await writeRequested(services, run.audienceId);
  }
  await sendRun(services, runId, settling[run.trigger]);
  return 'queued';
}

export async function sendRun(services: Services, runId: string, delaySeconds = 0): Promise<void> {
  await services.storage.documents.write(`queued/${runId}.json`, { at: services.now().toISOString() } satisfies Queued);
  await services.storage.queue.send({ runId }, delaySeconds);
}

export async function isOnItsWay(services: Services, runId: string): Promise<boolean> {
  const queued = await services.storage.documents.read<Queued>(`queued/${runId}.json`);
  return queued !== null && services.now().getTime() - Date.parse(queued.at) < onItsWayMs;
}
