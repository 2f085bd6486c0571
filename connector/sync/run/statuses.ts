/** The one place where the status of a run and of its audience is written, so that the two never tell different stories. */

import type { AudienceChange, AudienceRow, RunChange } from '../../dataverse/port';
import type { Choice } from '../../dataverse/schema.generated';
import { unmarkFormerLists } from './former-lists';
import type { Services } from './services';

type RunStatus = Choice<'mcs_runstatus'>;
type SyncStatus = Choice<'mcs_syncstatus'>;

const statusOfAudience: Partial<Record<RunStatus, SyncStatus>> = {
  requested: 'requested',
  'in-progress': 'in-progress',
  'needs-approval': 'needs-approval',
  completed: 'synced',
  'completed-with-issues': 'synced-with-issues',
  failed: 'error',
};

export interface StatusChange {
  status: RunStatus;
  sentence: string;
  run?: Omit<RunChange, 'status' | 'sentence'>;
  /** Status and sentence where the audience has more to say than the run. */
  audience?: AudienceChange;
}

/**
 * A preview, and a refresh, leave the audience's status alone: nothing has been synced by them. The row of a run begins first and
 * ends last: whatever is killed in between is called again, and says the same again.
 */
export async function writeStatus(
  services: Services,
  of: { runId: string; audience: AudienceRow | null; silent?: boolean },
  change: StatusChange,
): Promise<void> {
  const { status, sentence } = change;
  const writeRun = () => services.crm.changeRun(of.runId, { ...change.run, status, sentence });
  const begins = status === 'in-progress';
  if (begins) await writeRun();
  const syncStatus = statusOfAudience[status];
  if (of.audience && !of.silent && syncStatus) {
    await services.crm.changeAudience(of.audience.id, { syncStatus, statusSentence: sentence, ...change.audience });
  }
  if (!begins) await writeRun();
}

/** A run waits for its turn; one that works already, and a tie that has not been started, go on saying what they say. */
export async function writeRequested(services: Services, audienceId: string | null): Promise<void> {
  const audience = audienceId === null ? null : await services.crm.audience(audienceId);
  if (!audience || audience.tieState !== 'running' || audience.syncStatus === 'in-progress') return;
  await services.crm.changeAudience(audience.id, {
    syncStatus: 'requested',
    statusSentence: 'Waiting for the sync service.',
  });
}

/**
 * What an audience says of itself where its tie was changed by hand: tied, paused, resumed or untied. Whoever runs next writes it,
 * because people write the tie and only the service writes the status.
 */
export async function writeRestingStatus(services: Services, audience: AudienceRow): Promise<void> {
  const resting = restingStatus(audience);
  if (resting === null || resting.syncStatus === audience.syncStatus) return;
  await services.crm.changeAudience(audience.id, resting);
  if (audience.tieState === 'not-tied') await unmarkFormerLists(services, audience);
}

type Resting = Pick<AudienceChange, 'syncStatus' | 'statusSentence'>;

/** Null where the last run's word stands. */
export function restingStatus({ tieState, syncStatus }: Pick<AudienceRow, 'tieState' | 'syncStatus'>): Resting | null {
  switch (tieState) {
    case 'not-tied':
      return { syncStatus: 'not-tied', statusSentence: 'Choose the marketing list that belongs to this audience.' };
    case 'ready':
      return {
        syncStatus: 'ready',
        statusSentence: 'Nothing has been changed yet. Look at the numbers, then start.',
      };
    case 'paused':
      return { syncStatus: 'paused', statusSentence: 'Paused. Nobody joins or leaves until it is resumed.' };
    case 'running':
      return syncStatus === 'paused'
        ? { syncStatus: 'synced', statusSentence: 'Resumed. The next check is on its way.' }
        : null;
  }
}
