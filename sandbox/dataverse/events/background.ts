/** Work that goes on after its request was answered. */
export class Background {
  private readonly running = new Set<Promise<void>>();

  run(work: Promise<void>): void {
    const tracked = work.finally(() => this.running.delete(tracked));
    this.running.add(tracked);
  }

  async idle(): Promise<void> {
    while (this.running.size > 0) await Promise.allSettled(this.running);
  }
}
