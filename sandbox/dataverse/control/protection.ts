import { DataverseError } from '../errors';
import type { Switches } from './switches';

/**
 * Service protection: a sliding window of requests and a limit of concurrent ones, per user. Measured in the machine's own time.
 * https://learn.microsoft.com/power-apps/developer/data-platform/api-limits
 */
export class Protection {
  private readonly recent = new Map<string, number[]>();
  private readonly open = new Map<string, number>();

  constructor(private readonly switches: Switches) {}

  /** Throws the refusal, or counts the request as open until `leave`. */
  enter(userId: string): void {
    const { requestsPerWindow, windowSeconds, concurrentRequests } = this.switches;
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

  leave(userId: string): void {
    this.open.set(userId, (this.open.get(userId) ?? 1) - 1);
  }

  remaining(userId: string): number {
    return this.switches.requestsPerWindow - (this.recent.get(userId)?.length ?? 0);
  }
}
