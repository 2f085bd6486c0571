/**
 * The first run of a tie, from its beginning to its end: until it has ended, whoever it did not come to has never been looked at
 * in this tie, whatever was said about them and a former list.
 */

import type { RunRow } from '../../dataverse/port';
import type { Services } from './services';
import { isApproval } from './wish';

export interface Start {
  runId: string;
  /** When it ended, by the clock of Dynamics 365; null while it works, and where it failed or was cancelled. */
  until: string | null;
}

const path = (audienceId: string) => `audiences/${audienceId}/start.json`;

export const startOf = ({ storage }: Services, audienceId: string): Promise<Start | null> =>
  storage.documents.read<Start>(path(audienceId));

export const noteStart = ({ storage }: Services, audienceId: string, runId: string): Promise<void> =>
  storage.documents.write(path(audienceId), { runId, until: null } satisfies Start);

/** Once everybody is written, and again once the run's row says so, which alone tells when that was. */
export async function noteEndOfStart(
  { storage }: Services,
  audienceId: string,
  run: Pick<RunRow, 'id' | 'modifiedOn'> | null,
): Promise<void> {
  if (run === null) return;
  await storage.documents.write(path(audienceId), { runId: run.id, until: run.modifiedOn } satisfies Start);
}

/** The tie is running, but no run has come to the end of its start yet: this one is the first still. */
export async function isStillStarting(services: Services, audienceId: string, run: RunRow): Promise<boolean> {
  if ((run.mode !== 'sync' && run.mode !== 'full') || isApproval(run)) return false;
  return (await startOf(services, audienceId))?.until === null;
}
