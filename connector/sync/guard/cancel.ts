/**
 * A run of mode cancel: drops what another run holds for approval, takes back one that has not begun, and stops one that works
 * at its next chunk. It needs no turn on the account, because it must get through while the other run works.
 */

import type { AudienceRow, RunRow } from '../../dataverse/port';
import { ServiceError } from '../../service-error';
import type { Documents } from '../../storage/port';
import { refuseWithoutRights } from '../run/claim';
import { forgetHeld, waitingOf } from './held';
import { readState } from '../run/run-state';
import type { Services } from '../run/services';
import { keepOnly, writeStatusAfterWaiting } from './waiting-changes';
import { wishOf } from '../run/wish';

interface Cancellation {
  by: string;
}

const path = (runId: string) => `runs/${runId}/cancelled.json`;

/** Whether somebody wants the run to stop, and who. */
export const cancellationOf = (documents: Documents, runId: string) => documents.read<Cancellation>(path(runId));

export async function cancelRun(services: Services, run: RunRow): Promise<void> {
  const wish = wishOf(run);
  const target = wish.kind === 'cancel' ? await services.crm.run(wish.runId) : null;
  const audience = target?.audienceId ? await services.crm.audience(target.audienceId) : null;
  if (!target) throw new ServiceError('refused', 'The run that was to be cancelled does not exist.');
  if (audience) {
    const list = audience.marketingListId ? await services.crm.marketingList(audience.marketingListId) : null;
    await refuseWithoutRights(services, run, audience, list);
  }
  const sentence = await cancel(services, run, target, audience);
  await services.crm.changeRun(run.id, {
    status: 'completed',
    sentence,
    progress: 100,
    finishedOn: services.now().toISOString(),
  });
}

async function cancel(services: Services, run: RunRow, target: RunRow, audience: AudienceRow | null): Promise<string> {
  const { documents } = services.storage;
  const ended = `Cancelled by ${run.requestedByName}.`;
  switch (target.status) {
    case 'needs-approval': {
      const waiting = audience && (await waitingOf(documents, audience.id)).find(({ runId }) => runId === target.id);
      const ending = `${ended} What waited was dropped; the next full sync decides anew.`;
      if (audience && waiting) await keepOnly(services, audience.id, waiting, ending, () => false);
      else await services.crm.changeRun(target.id, { status: 'cancelled', sentence: ending });
      await forgetHeld(documents, target.id);
      if (audience) await writeStatusAfterWaiting(services, audience, ending);
      return 'What waited for approval was dropped.';
    }
    case 'requested':
    case 'in-progress': {
      const begun = await readState(documents, target.id);
      if (target.status === 'in-progress' || begun) {
        await documents.write(path(target.id), { by: run.requestedByName } satisfies Cancellation);
        return 'The run stops before the next part of its people.';
      }
      const ending = `${ended} It had not begun.`;
      await services.crm.changeRun(target.id, {
        status: 'cancelled',
        sentence: ending,
        finishedOn: services.now().toISOString(),
      });
      if (audience?.syncStatus === 'requested') await writeStatusAfterWaiting(services, audience, ending);
      return 'The run was taken back before it began.';
    }
    case 'completed':
    case 'completed-with-issues':
    case 'failed':
    case 'cancelled':
  }
  throw new ServiceError('refused', 'That run is over already; to take back what it did, undo it.');
}
