/** One row of the table: the audience, its status at this moment, and what waits for a person. */
import type { Filter } from './audience-condition';
import { audienceStatus, type AudienceStatus } from './audience-status';
import type { Audience, Board, BoardPage } from './board';

export interface AudienceLine {
  audience: Audience;
  state: AudienceStatus;
  /** The run that waits for approval, where there is one. */
  approvalRunId: string | null;
  now: Date;
}

/** An audience that was asked for by its id stands first where the page does not hold it. */
export function audienceLines(board: BoardPage, now: Date): AudienceLine[] {
  const { also, audiences } = board;
  const all = also === null || audiences.some(({ id }) => id === also.id) ? audiences : [also, ...audiences];
  return all.map((audience) => lineOf(audience, board, now));
}

function lineOf(audience: Audience, board: Board, now: Date): AudienceLine {
  const state = audienceStatus(audience, board, now);
  const unsynced = state.status === 'not-tied' || state.status === 'ready';
  return {
    audience: unsynced ? { ...audience, ...noNumbers } : audience,
    state,
    approvalRunId:
      board.runs.find((run) => run.audienceId === audience.id && run.status === 'needs-approval')?.id ?? null,
    now,
  };
}

/** The numbers that an audience still carries are those of a list that it was tied to before. */
const noNumbers = { lastSynced: null, nextCheck: null, inSync: null, mailable: null, leftOut: null, attention: null };

export function filterLines(lines: readonly AudienceLine[], { status, accountId, text }: Filter): AudienceLine[] {
  const words = text.trim().toLocaleLowerCase();
  return lines.filter(({ audience, state }) => {
    if (status !== null && state.status !== status) return false;
    if (accountId !== null && audience.accountId !== accountId) return false;
    const names = `${audience.name}\n${audience.list?.name ?? ''}`.toLocaleLowerCase();
    return names.includes(words);
  });
}
