/** One row of the table: the audience, its status at this moment, and what waits for a person. */
import { audienceStatus, type AudienceStatus } from './audience-status';
import type { Audience, Board } from './board';
import type { SyncStatus } from './status-words';

export interface AudienceLine {
  audience: Audience;
  state: AudienceStatus;
  /** The run that waits for approval, where there is one. */
  approvalRunId: string | null;
  now: Date;
}

/** What the user asked to see. Null and the empty text mean everything. */
export interface Filter {
  status: SyncStatus | null;
  accountId: string | null;
  text: string;
}

export const noFilter: Filter = { status: null, accountId: null, text: '' };

export function audienceLines(board: Board, now: Date): AudienceLine[] {
  return board.audiences.map((audience) => ({
    audience,
    state: audienceStatus(audience, board, now),
    approvalRunId:
      board.runs.find((run) => run.audienceId === audience.id && run.status === 'needs-approval')?.id ?? null,
    now,
  }));
}

export function filterLines(lines: readonly AudienceLine[], { status, accountId, text }: Filter): AudienceLine[] {
  const words = text.trim().toLocaleLowerCase();
  return lines.filter(({ audience, state }) => {
    if (status !== null && state.status !== status) return false;
    if (accountId !== null && audience.accountId !== accountId) return false;
    const names = `${audience.name}\n${audience.list?.name ?? ''}`.toLocaleLowerCase();
    return names.includes(words);
  });
}
