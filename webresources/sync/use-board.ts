/** The rows of the page, kept fresh. */
import { useCallback } from 'react';
import { useSurroundings } from '../frame/surroundings';
import { usePoll, type Pace, type Polled } from '../frame/use-poll';
import { isOpen, readBoard, type Board, type Run } from './board';

export interface BoardSource {
  state: Polled<Board>;
  /** Reads now. */
  refresh: () => void;
  /** Shows a run that was created a moment ago, before the next reading finds it. */
  noteRun: (run: Run) => void;
}

export function useBoard(): BoardSource {
  const { api } = useSurroundings();
  const read = useCallback(() => readBoard(api), [api]);
  const { change, refresh, state } = usePoll(read, paceOf);
  const noteRun = useCallback(
    (run: Run) => change((board) => ({ ...board, runs: [...board.runs.filter(({ id }) => id !== run.id), run] })),
    [change],
  );
  return { state, refresh, noteRun };
}

const paceOf = ({ runs }: Board): Pace => (runs.some(isOpen) ? 'busy' : 'quiet');
