/** Counts what the stand-in was asked for, so that a run can be held to its number of requests. */

export class Traffic {
  #requests = 0;
  #writes = 0;
  #peak = 0;
  #open = 0;
  #byOperation = new Map<string, number>();

  opened(): void {
    this.#open += 1;
    this.#peak = Math.max(this.#peak, this.#open);
  }

  closed(): void {
    this.#open -= 1;
  }

  count(operation: string, wrote: boolean): void {
    this.#requests += 1;
    if (wrote) this.#writes += 1;
    this.#byOperation.set(operation, (this.#byOperation.get(operation) ?? 0) + 1);
  }

  reset(): void {
    this.#requests = 0;
    this.#writes = 0;
    this.#peak = this.#open;
    this.#byOperation = new Map();
  }

  report(): { requests: number; writes: number; peakConnections: number; byOperation: Record<string, number> } {
    return {
      requests: this.#requests,
      writes: this.#writes,
      peakConnections: this.#peak,
      byOperation: Object.fromEntries([...this.#byOperation].sort(([one], [other]) => (one < other ? -1 : 1))),
    };
  }
}
