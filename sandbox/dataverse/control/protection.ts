import { DataverseError } from '../errors';
import type { Switches } from './switches';

/**
 * Service protection: a sliding window of requests and a limit of concurrent ones, per user. Measured in the machine's own time.
 * https://learn.microsoft.com/power-apps/developer/data-platform/api-limits
 */
export class Protection {
  private readonly recent = new Map<string, number[]>();
  private readonly spent = new Map<string, { at: number; seconds: number }[]>();
  private readonly open = new Map<string, number>();

  constructor(private readonly switches: Switches) {}

  /** Throws the refusal, or counts the request as open until `leave`. */
  enter(userId: string): void {
    const { requestsPerWindow, windowSeconds, concurrentRequests, executionSecondsPerWindow } = this.switches;
    const now = performance.now();
    const times = this.recent.get(userId) ?? [];
    while (times[0] !== undefined && times[0] < now - windowSeconds * 1000) times.shift();
    if (times.length >= requestsPerWindow) {
      throw new DataverseError(
        429,
        '0x80072322',
        `Number of requests exceeded the limit of ${requestsPerWindow} over time window of ${windowSeconds} seconds.`,
      );
    }
    const spent = (this.spent.get(userId) ?? []).filter((one) => one.at >= now - windowSeconds * 1000);
    this.spent.set(userId, spent);
    if (spent.reduce((sum, one) => sum + one.seconds, 0) > executionSecondsPerWindow) {
      throw new DataverseError(
        429,
        '0x80072321',
        `Combined execution time of incoming requests exceeded limit of ${executionSecondsPerWindow * 1000} milliseconds over time window of ${windowSeconds} seconds. Decrease number of concurrent requests or reduce the duration of requests and try again later.`,
      );
    }
    const open = this.open.get(userId) ?? 0;
    if (open >= concurrentRequests) {
      throw new DataverseError(
        429,
        '0x80072326',
        `Number of concurrent requests exceeded the limit of ${concurrentRequests}.`,
      );
    }
    times.push(now);
    this.recent.set(userId, times);
    this.open.set(userId, open + 1);
  }

  leave(userId: string, seconds: number): void {
    this.spent.get(userId)?.push({ at: performance.now(), seconds });
    this.open.set(userId, (this.open.get(userId) ?? 1) - 1);
  }

  remaining(userId: string): number {
    return this.switches.requestsPerWindow - (this.recent.get(userId)?.length ?? 0);
  }
}
