/** The one place where the status of a run and of its audience is written, so that the two never tell different stories. */

import type { AudienceChange, AudienceRow, RunChange } from '../dataverse/port';
import type { Choice } from '../dataverse/schema.generated';
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
  audience?: Omit<AudienceChange, 'syncStatus' | 'statusSentence'>;
}

/** A preview, and a refresh, leave the audience's status alone: nothing has been synced by them. */
export async function writeStatus(
  services: Services,
  of: { runId: string; audience: AudienceRow | null; silent?: boolean },
  change: StatusChange,
): Promise<void> {
  await services.crm.changeRun(of.runId, { ...change.run, status: change.status, sentence: change.sentence });
  const syncStatus = statusOfAudience[change.status];
  if (!of.audience || of.silent || !syncStatus) return;
  await services.crm.changeAudience(of.audience.id, {
    ...change.audience,
    syncStatus,
    statusSentence: change.sentence,
  });
}

/** What an audience says of itself while no run works on it and none has ended. */
export function restingStatus(
  audience: Pick<AudienceRow, 'tieState' | 'lastSynced'>,
): { syncStatus: SyncStatus; statusSentence: string } | null {
  switch (audience.tieState) {
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
      return null;
  }
}
