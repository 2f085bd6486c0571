/** The rows of the page, kept fresh. */
import { useCallback, useEffect, useState } from 'react';
import { useSurroundings } from '../frame/surroundings';
import { usePoll, type Pace, type Polled } from '../frame/use-poll';
import { isOpen, type Run } from '../requests/run';
import type { Filter } from './audience-condition';
import { readBoard, type Board, type BoardPage } from './board';

export interface BoardSource {
  state: Polled<BoardPage>;
  /** Reads now. */
  refresh: () => void;
  /** Shows a run that was created a moment ago, before the next reading finds it. */
  noteRun: (run: Run) => void;
  /** Reads further audiences, too; null where all are there. */
  showMore: (() => void) | null;
}

export const audiencesAtOnce = 50;

/**
 * As long as all audiences fit, the page narrows them itself; beyond that the server does. `alsoId` names an audience that
 * is needed wherever it stands.
 */
export function useBoard(filter: Filter, alsoId: string | null): BoardSource {
  const { api } = useSurroundings();
  const [limit, setLimit] = useState(audiencesAtOnce);
  const [many, setMany] = useState(false);
  const settled = useSettled(filter);
  // None of the reading's business while the page has all rows.
  const narrowing = many ? settled : null;
  const read = useCallback(async () => {
    const board = await readBoard(api, { filter: narrowing, limit, alsoId });
    if (board.more) setMany(true);
    return board;
  }, [alsoId, api, limit, narrowing]);
  const { change, refresh, state } = usePoll(read, paceOf, { keep: true });
  const more = state.kind === 'ready' && state.value.more;

  const noteRun = useCallback(
    (run: Run) => change((board) => ({ ...board, runs: [...board.runs.filter(({ id }) => id !== run.id), run] })),
    [change],
  );
  return {
    state,
    refresh,
    noteRun,
    showMore: more ? () => setLimit((before) => before + audiencesAtOnce) : null,
  };
}

const paceOf = ({ runs }: Board): Pace => (runs.some(isOpen) ? 'busy' : 'quiet');

/** The filter once nobody types any more. */
function useSettled(filter: Filter): Filter {
  const [settled, setSettled] = useState(filter);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(filter), pauseBetweenKeys);
    return () => clearTimeout(timer);
  }, [filter]);
  return settled;
}

const pauseBetweenKeys = 300;
