/** Keeps something that was read fresh: often while something is under way, seldom otherwise, never while nobody looks. */
import { useCallback, useEffect, useRef, useState } from 'react';
import { refusalFrom, type Refusal } from '../web-api';
import { useSurroundings } from './surroundings';

export type Polled<Value> =
  | { kind: 'loading' }
  | { kind: 'refused'; refusal: Refusal }
  | { kind: 'ready'; value: Value; now: Date; /** What is shown is older than it should be. */ stale: boolean };

/** 'over' is looked at again only when somebody asks. */
export type Pace = 'busy' | 'quiet' | 'over';

export interface Poll<Value> {
  state: Polled<Value>;
  /** Reads now. */
  refresh: () => void;
  /** Shows what was written a moment ago, and reads. */
  change: (change: (value: Value) => Value) => void;
}

/** How much longer than `pollMs` the pause may grow while nothing changes, and how long it is when nothing runs. */
const slowest = 2.5;
const idle = 7.5;
const troubled = 15;

/**
 * `read` and `paceOf` must stay the same functions from one rendering to the next. A new `read` starts from the beginning,
 * or, with `keep`, shows what the old one found until it has found something itself.
 */
export function usePoll<Value>(
  read: () => Promise<Value>,
  paceOf: (value: Value) => Pace,
  { keep = false }: { keep?: boolean } = {},
): Poll<Value> {
  const { api, pollMs } = useSurroundings();
  const [seen, setSeen] = useState<{ state: Polled<Value>; of: () => Promise<Value> }>({ state: loading, of: read });
  const wake = useRef<() => void>(() => undefined);

  useEffect(() => {
    let stopped = false;
    let reading = false;
    let again = false;
    let over = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let pause = pollMs;
    let print = '';

    const look = async (): Promise<void> => {
      reading = true;
      again = false;
      try {
        const value = await read();
        if (stopped) return;
        const now = JSON.stringify(value);
        const pace = paceOf(value);
        over = pace === 'over';
        pause = pace !== 'busy' ? pollMs * idle : now === print ? Math.min(pause * 1.3, pollMs * slowest) : pollMs;
        print = now;
        setSeen({ of: read, state: { kind: 'ready', value, now: api.now(), stale: false } });
      } catch (error) {
        if (stopped) return;
        pause = Math.min(pause * 2, pollMs * troubled);
        const refusal = refusalFrom(error);
        setSeen(({ of, state }) => ({
          of: read,
          state:
            (of === read || keep) && state.kind === 'ready' && refusal.status !== 403 && refusal.status !== 404
              ? { ...state, now: api.now(), stale: true }
              : { kind: 'refused', refusal },
        }));
      } finally {
        reading = false;
        if (again || !over) schedule(again ? 0 : pause);
      }
    };

    const schedule = (delay: number): void => {
      clearTimeout(timer);
      if (stopped || document.hidden) return;
      timer = setTimeout(() => void look(), delay);
    };

    const lookNow = (): void => {
      pause = pollMs;
      if (reading) again = true;
      else schedule(0);
    };

    const onVisibility = (): void => {
      if (!over) lookNow();
    };

    wake.current = () => {
      over = false;
      lookNow();
    };
    document.addEventListener('visibilitychange', onVisibility);
    lookNow();
    return () => {
      stopped = true;
      clearTimeout(timer);
      document.removeEventListener('visibilitychange', onVisibility);
    };
  }, [api, keep, paceOf, pollMs, read]);

  const refresh = useCallback(() => wake.current(), []);
  const change = useCallback((change: (value: Value) => Value) => {
    setSeen(({ of, state }) => ({
      of,
      state: state.kind === 'ready' ? { ...state, value: change(state.value) } : state,
    }));
    wake.current();
  }, []);
  return { state: seen.of === read || keep ? seen.state : loading, refresh, change };
}

const loading = { kind: 'loading' } as const;
