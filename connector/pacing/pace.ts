/** How fast one service is spoken to: a bound on simultaneous calls, and one way of sending a failed call again. */

import pLimit from 'p-limit';
import { defaultRetryPolicy, delayBeforeNext, type Judgement, type RetryPolicy } from './retry';

export interface Pace {
  /** Runs the call when there is room, and again where the policy says so. Throws what `judge` makes of the last error. */
  run<T>(call: () => Promise<T>, options: { idempotent: boolean }): Promise<T>;
  /** Changes the number of simultaneous calls. */
  allow(connections: number): void;
  readonly connections: number;
  /** Calls made so far, repeated ones included. */
  readonly requests: number;
  /** The most calls that were under way at the same time. */
  readonly peakConnections: number;
}

export interface PaceOptions {
  connections: number;
  judge(this: void, error: unknown): Judgement;
  policy?: Partial<RetryPolicy>;
  sleep?(this: void, ms: number): Promise<void>;
  random?(this: void): number;
  now?(this: void): number;
}

export function createPace(options: PaceOptions): Pace {
  const limit = pLimit(options.connections);
  const policy = { ...defaultRetryPolicy, ...options.policy };
  const patience = policy.patienceMs + 1000;
  const sleep = options.sleep ?? ((ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms)));
  const random = options.random ?? Math.random;
  const now = options.now ?? Date.now;
  let requests = 0;
  let underWay = 0;
  let peakConnections = 0;
  // A service that says "too many" means all of our calls, not the one that happened to be told.
  let closedUntil = 0;
  let closedBecause: Error | null = null;

  /** One attempt: its value, or how long to wait before the next. */
  async function attempt<T>(call: () => Promise<T>, count: number, idempotent: boolean): Promise<Attempt<T>> {
    for (let wait = closedUntil - now(); wait > 0; wait = closedUntil - now()) {
      if (wait > patience && closedBecause !== null) throw closedBecause;
      await sleep(wait);
    }
    requests += 1;
    underWay += 1;
    peakConnections = Math.max(peakConnections, underWay);
    try {
      return { done: true, value: await call() };
    } catch (error) {
      const judgement = options.judge(error);
      const delay = delayBeforeNext(judgement, count, idempotent, policy, random());
      // Here, before somebody else takes the place that becomes free.
      if (judgement.again === 'always') {
        closedUntil = Math.max(closedUntil, now() + (delay ?? judgement.afterMs ?? 0));
        closedBecause = judgement.error;
      }
      if (delay === null) throw judgement.error;
      return { done: false, delay };
    } finally {
      underWay -= 1;
    }
  }

  return {
    async run(call, { idempotent }) {
      for (let count = 1; ; count += 1) {
        const result = await limit(() => attempt(call, count, idempotent));
        if (result.done) return result.value;
        await sleep(result.delay);
      }
    },
    allow(connections) {
      limit.concurrency = connections;
    },
    get connections() {
      return limit.concurrency;
    },
    get requests() {
      return requests;
    },
    get peakConnections() {
      return peakConnections;
    },
  };
}

type Attempt<T> = { done: true; value: T } | { done: false; delay: number };
