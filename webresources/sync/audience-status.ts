/**
 * The status that a row shows. The service writes the audience's own status; a request that it has not seen yet, or a
 * tie that the user has just changed, is known only from the run and the tie, so these come first.
 */
import { formatTime } from '../formats';
import { silentAfterMinutes, statusSentence, type SyncStatus } from '../standing/status-words';
import { inUserLanguage } from '../texts/service-words';
import { t } from '../texts/texts';
import { openRun, type Audience, type Board } from './board';

export interface AudienceStatus {
  status: SyncStatus;
  sentence: string;
  /** Percent; null unless a run is under way. */
  progress: number | null;
  startedOn: Date | null;
  /** The sync service has left the request alone for too long. */
  silent: boolean;
}

export function audienceStatus(audience: Audience, board: Board, now: Date): AudienceStatus {
  const run = openRun(board, audience.id);
  const status = run === null ? settledStatus(audience) : run.status === 'requested' ? 'requested' : 'in-progress';
  const silentSince = status === 'requested' ? silence(audience, board, run?.requestedOn ?? null, now) : null;
  const facts = {
    leftOut: audience.leftOut ?? 0,
    attention: audience.attention ?? 0,
    requestedAt: run?.requestedOn ? formatTime(run.requestedOn, now) : null,
    silentSince: silentSince === null ? null : formatTime(silentSince, now),
  };
  const written = writtenSentence(audience, status, status === 'in-progress' ? (run?.sentence ?? null) : null);
  return {
    status,
    sentence: written ?? statusSentence(status, facts),
    progress: status === 'in-progress' ? (run?.progress ?? null) : null,
    startedOn: status === 'in-progress' ? (run?.startedOn ?? null) : null,
    silent: silentSince !== null,
  };
}

/** The status while nothing is under way. */
function settledStatus(audience: Audience): SyncStatus {
  if (audience.tie === 'not-tied' || audience.tie === 'paused') return audience.tie;
  if (audience.tie === 'ready') return beforeFirstRun.has(audience.status) ? 'ready' : audience.status;
  return staleWhenRunning.has(audience.status) ? 'synced' : audience.status;
}

/** What a tie that waits for its start may still carry from before, against what a first run under way has written. */
const beforeFirstRun: ReadonlySet<SyncStatus> = new Set<SyncStatus>([
  'not-tied',
  'ready',
  'requested',
  'synced',
  'synced-with-issues',
  'paused',
]);
const staleWhenRunning: ReadonlySet<SyncStatus> = new Set<SyncStatus>(['not-tied', 'ready', 'paused', 'requested']);

function writtenSentence(audience: Audience, status: SyncStatus, runSentence: string | null): string | null {
  if (status === 'requested' || status === 'not-tied' || status === 'ready') return null;
  const written = runSentence ?? (audience.status === status ? audience.sentence : null);
  if (written !== null && isUndoReport(written)) return t('sync.sentence.paused.undone');
  return written === null ? null : inUserLanguage(written);
}

/** What an undo did is told by its own page, in more sentences than a row has room for. */
const isUndoReport = (sentence: string): boolean => sentence.endsWith(' The audience is paused; resume it in Manage.');

/** The last sign of life, when a request has waited too long; null while waiting is normal. */
function silence(audience: Audience, board: Board, requestedOn: Date | null, now: Date): Date | null {
  if (requestedOn === null) return null;
  if (now.getTime() - requestedOn.getTime() <= silentAfterMinutes * 60_000) return null;
  const account = board.accounts.find(({ id }) => id === audience.accountId);
  const heartbeat = account?.heartbeat ?? null;
  return heartbeat !== null && heartbeat < requestedOn ? heartbeat : requestedOn;
}
