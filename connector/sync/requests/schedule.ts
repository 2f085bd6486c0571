/**
 * What the timer does every minute: audiences that are due get a run, runs whose messenger was lost are sent again, and
 * webhooks are kept, and old events of lists are forgotten.
 */

import type { AudienceRow, RunRow } from '../../dataverse/port';
import { keepWebhooks } from '../webhooks/keep-webhook';
import { forgetOldListEvents } from './forget-list-events';
import { sayWhoWaits } from './paused';
import { isOnItsWay, sendRun } from './request-run';
import type { Services } from '../run/services';
import { writeRestingStatus } from '../run/statuses';
import { followListChangedByHand } from '../run/tied-list';
import { dropWhatWaitedTooLong } from '../guard/waiting-changes';

export interface Scheduled {
  created: number;
  sentAgain: number;
}

export async function scheduleDueRuns(services: Services): Promise<Scheduled> {
  const open = await services.crm.openRuns();
  const sentAgain = await sendLostRuns(services, open);
  let created = 0;
  const audiences = await services.crm.audiences();
  for (const read of audiences) {
    if (open.some((run) => run.audienceId === read.id && run.mode !== 'preview')) continue;
    const audience = await followListChangedByHand(services, read);
    await writeRestingStatus(services, audience);
    await sayWhoWaits(services, audience);
    if (audience.syncStatus === 'needs-approval') await dropWhatWaitedTooLong(services, audience);
    if (!isDue(audience, services.now())) continue;
    // Dataverse tells sync-requested about the row, which queues it; where that message is lost, the next minute sends it.
    await services.crm.createRun({
      audienceId: audience.id,
      mode: 'sync',
      trigger: 'schedule',
      consentConfirmed: false,
      name: `Scheduled sync of ${audience.name}`,
    });
    created += 1;
  }
  services.telemetry.metric('queue.poison', await services.storage.queue.poisonCount());
  await keepWebhooks(services, audiences);
  await forgetOldListEvents(services, audiences);
  return { created, sentAgain };
}

/**
 * The first run of a tie is never automatic: only a running tie is due. When the next check is says the end of each run, not later
 * than the daily reading of both sides.
 */
export const isDue = (audience: AudienceRow, now: Date): boolean =>
  audience.tieState === 'running' &&
  audience.scheduleMinutes > 0 &&
  (audience.nextCheck === null || Date.parse(audience.nextCheck) <= now.getTime());

/** A run in progress that nobody works on has lost its process; claiming it decides which, so sending once too often does no harm. */
async function sendLostRuns(services: Services, open: RunRow[]): Promise<number> {
  let sent = 0;
  for (const run of open) {
    if (await isOnItsWay(services, run.id)) continue;
    await sendRun(services, run.id);
    sent += 1;
  }
  return sent;
}
