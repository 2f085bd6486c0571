/** Looks at one run until it is over or cannot be read: often at first, never while nobody looks at the page. */
import { refusalFrom, type Refusal, type WebApi } from '../web-api';
import { isOver, readRun, type Run } from './run';

export interface Follower {
  onRead: (run: Run) => void;
  onRefusal?: (refusal: Refusal) => void;
}

/** Answers how to stop. */
export function followRun(api: WebApi, runId: string, pollMs: number, { onRead, onRefusal }: Follower): () => void {
  let stopped = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let pause = pollMs;

  const read = async (): Promise<void> => {
    let over = false;
    try {
      const run = await readRun(api, runId);
      if (stopped) return;
      over = isOver(run.status);
      pause = Math.min(pause * 1.2, pollMs * 2.5);
      onRead(run);
    } catch (error) {
      if (stopped) return;
      const refusal = refusalFrom(error);
      over = refusal.status === 403 || refusal.status === 404;
      pause = Math.min(pause * 2, pollMs * 15);
      onRefusal?.(refusal);
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
}
