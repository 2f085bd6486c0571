/** Follows one run until it is over, as a preview needs it. */
import { useEffect, useState } from 'react';
import { refusalFrom, type Refusal, type WebApi } from '../web-api';
import { isOpen, readRun, type Run } from './run';

export interface FollowedRun {
  run: Run | null;
  now: Date;
  refusal: Refusal | null;
}

export function useRun(api: WebApi, runId: string | null, pollMs: number): FollowedRun {
  const [followed, setFollowed] = useState<FollowedRun & { runId: string | null }>({ ...nothingYet(api), runId });

  useEffect(() => {
    if (runId === null) return undefined;
    let stopped = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let pause = pollMs;

    const read = async (): Promise<void> => {
      let over = false;
      try {
        const run = await readRun(api, runId);
        if (stopped) return;
        over = !isOpen(run);
        setFollowed({ runId, run, now: api.now(), refusal: null });
        pause = Math.min(pause * 1.2, pollMs * 2.5);
      } catch (error) {
        if (stopped) return;
        const refusal = refusalFrom(error);
        over = refusal.status === 403 || refusal.status === 404;
        pause = Math.min(pause * 2, pollMs * 15);
        setFollowed((before) => ({ ...(before.runId === runId ? before : nothingYet(api)), runId, refusal }));
      }
      if (!over) schedule();
    };
    const schedule = (): void => {
      clearTimeout(timer);
      if (!stopped && !document.hidden) timer = setTimeout(() => void read(), pause);
    };

    document.addEventListener('visibilitychange', schedule);
    void read();
    return () => {
      stopped = true;
      clearTimeout(timer);
      document.removeEventListener('visibilitychange', schedule);
    };
  }, [api, runId, pollMs]);

  return followed.runId === runId ? followed : nothingYet(api);
}

function nothingYet(api: WebApi): FollowedRun {
  return { run: null, now: api.now(), refusal: null };
}
