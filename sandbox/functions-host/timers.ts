/** Runs timer functions when their schedule says so; a run that is not over holds the next one back, as in Azure. */
import type { RegisteredFunction } from './core-stand-in';
import { nextOccurrence } from './schedule';
import { resolveSettings } from './host-settings';

export interface Timers {
  close(): void;
}

/** The longest wait of a JavaScript timer is 24 days; a schedule beyond a day is looked up again then. */
const LONGEST_WAIT = 86_400_000;

export function startTimers(
  functions: readonly RegisteredFunction[],
  env: NodeJS.ProcessEnv,
  run: (called: RegisteredFunction) => Promise<unknown>,
): Timers {
  const waiting = new Map<string, NodeJS.Timeout>();
  let closed = false;
  const plan = (called: RegisteredFunction): void => {
    if (closed) return;
    const due = nextOccurrence(resolveSettings(called.trigger.schedule ?? '', env), new Date());
    const wait = due === null ? LONGEST_WAIT : Math.max(due.getTime() - Date.now(), 0);
    waiting.set(
      called.name,
      setTimeout(() => {
        if (due === null) plan(called);
        else void run(called).finally(() => plan(called));
      }, wait),
    );
  };
  for (const called of functions) if (called.trigger.type === 'timerTrigger') plan(called);
  return {
    close: () => {
      closed = true;
      for (const timer of waiting.values()) clearTimeout(timer);
    },
  };
}

/** What the host hands to a timer function. */
export const timerData = JSON.stringify({
  Schedule: { AdjustForDST: true },
  ScheduleStatus: null,
  IsPastDue: false,
});
