/**
 * Whether and when a failed call is sent again. Both services answer 429 before they touch anything, so such a call may always
 * be repeated; every other fault only where the caller says that doing it twice does no harm.
 */

export interface Judgement {
  /** What the caller gets to see when it is not sent again. */
  error: Error;
  again: 'always' | 'when-idempotent' | 'never';
  /** What the service asks for (Retry-After), in milliseconds. */
  afterMs?: number;
}

export interface RetryPolicy {
  /** Attempts in all, the first one included. */
  attempts: number;
  firstDelayMs: number;
  longestDelayMs: number;
  /** A longer wait than this is not waited for: the caller ends its slice and comes back. */
  patienceMs: number;
}

export const defaultRetryPolicy: RetryPolicy = {
  attempts: 6,
  firstDelayMs: 500,
  longestDelayMs: 20_000,
  patienceMs: 60_000,
};

/** Milliseconds to wait before the next attempt, or null when there shall be none. `random` is in [0, 1). */
export function delayBeforeNext(
  judgement: Judgement,
  attempt: number,
  idempotent: boolean,
  policy: RetryPolicy,
  random: number,
): number | null {
  const mayRepeat = judgement.again === 'always' || (judgement.again === 'when-idempotent' && idempotent);
  if (!mayRepeat || attempt >= policy.attempts) return null;
  if (judgement.afterMs !== undefined) {
    // A little more than asked, so that those who were told the same do not come back in the same instant.
    return judgement.afterMs > policy.patienceMs ? null : Math.round(judgement.afterMs + random * 250);
  }
  const backOff = Math.min(policy.longestDelayMs, policy.firstDelayMs * 2 ** (attempt - 1));
  return Math.round(backOff * (0.5 + random / 2));
}

/** A Retry-After header (seconds or an HTTP date) in milliseconds. */
export function retryAfterMs(header: unknown, now: number): number | undefined {
  if (typeof header !== 'string' || header.trim() === '') return undefined;
  const seconds = Number(header);
  if (Number.isFinite(seconds)) return Math.max(0, seconds * 1000);
  const date = Date.parse(header);
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}
