/** Keeps the page's rows fresh: often while something is under way, seldom otherwise, never while nobody looks. */
import { useCallback, useEffect, useRef, useState } from 'react';
import { Refusal, type WebApi } from '../web-api';
import { isOpen, readBoard, type Board, type Run } from './board';

export type BoardState =
  | { kind: 'loading' }
  | { kind: 'refused'; refusal: Refusal }
  | { kind: 'ready'; board: Board; now: Date; /** The rows shown are older than they should be. */ stale: boolean };

export interface BoardSource {
  state: BoardState;
  /** Reads now. */
  refresh: () => void;
  /** Shows a run that was created a moment ago, before the next reading finds it. */
  noteRun: (run: Run) => void;
}

/** How much longer than `pollMs` the pause may grow while nothing changes, and how long it is when nothing runs. */
const slowest = 2.5;
const idle = 7.5;

export function useBoard(api: WebApi, pollMs: number): BoardSource {
  const [state, setState] = useState<BoardState>({ kind: 'loading' });
  const wake = useRef<() => void>(() => undefined);

  useEffect(() => {
    let stopped = false;
    let reading = false;
    let again = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let pause = pollMs;
    let seen = '';

    const read = async (): Promise<void> => {
      reading = true;
      again = false;
      try {
        const board = await readBoard(api);
        if (stopped) return;
        const print = JSON.stringify(board);
        const active = board.runs.some(isOpen);
        pause = !active ? pollMs * idle : print === seen ? Math.min(pause * 1.3, pollMs * slowest) : pollMs;
        seen = print;
        setState({ kind: 'ready', board, now: api.now(), stale: false });
      } catch (error) {
        if (stopped) return;
        pause = Math.min(pause * 2, pollMs * 15);
        setState((before) =>
          before.kind === 'ready'
            ? { ...before, now: api.now(), stale: true }
            : { kind: 'refused', refusal: refusalFrom(error) },
        );
      } finally {
        reading = false;
        schedule(again ? 0 : pause);
      }
    };

    const schedule = (delay: number): void => {
      clearTimeout(timer);
      if (stopped || document.hidden) return;
      timer = setTimeout(() => void read(), delay);
    };

    const readNow = (): void => {
      pause = pollMs;
      if (reading) again = true;
      else schedule(0);
    };

    wake.current = readNow;
    document.addEventListener('visibilitychange', readNow);
    readNow();
    return () => {
      stopped = true;
      clearTimeout(timer);
      document.removeEventListener('visibilitychange', readNow);
    };
  }, [api, pollMs]);

  const refresh = useCallback(() => wake.current(), []);
  const noteRun = useCallback((run: Run) => {
    setState((before) => {
      if (before.kind !== 'ready') return before;
      const runs = [...before.board.runs.filter(({ id }) => id !== run.id), run];
      return { ...before, board: { ...before.board, runs } };
    });
    wake.current();
  }, []);
  return { state, refresh, noteRun };
}

export function refusalFrom(error: unknown): Refusal {
  return error instanceof Refusal
    ? error
    : new Refusal(0, 'The page met a problem of its own. Reload it and try again.', null);
}
