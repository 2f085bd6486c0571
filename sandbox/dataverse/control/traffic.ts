/** Counts what clients ask, for tests and benches. */
export class Traffic {
  private requests = 0;
  private writes = 0;
  private records = 0;
  private peak = 0;
  private open = 0;
  private byOperation: Record<string, number> = {};

  begin(operation: string): void {
    this.requests++;
    this.open++;
    this.peak = Math.max(this.peak, this.open);
    this.byOperation[operation] = (this.byOperation[operation] ?? 0) + 1;
  }

  end(): void {
    this.open--;
  }

  /** A request that changed something; `records` is how many rows it touched. */
  wrote(records: number): void {
    this.writes++;
    this.records += records;
  }

  report(): Record<string, unknown> {
    return {
      requests: this.requests,
      writes: this.writes,
      records: this.records,
      peakConnections: this.peak,
      byOperation: this.byOperation,
    };
  }

  reset(): void {
    this.requests = 0;
    this.writes = 0;
    this.records = 0;
    this.peak = this.open;
    this.byOperation = {};
  }
}

/** `POST contacts/CreateMultiple`: method, set and message, without ids. */
export function operationName(method: string, path: string): string {
  const plain = path
    .replace(/\([^()]*(?:\([^()]*\))*[^()]*\)/g, '')
    .replaceAll('Microsoft.Dynamics.CRM.', '')
    .replace(/\/$/, '');
  return `${method} ${plain}`;
}
