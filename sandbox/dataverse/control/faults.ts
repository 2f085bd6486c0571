import { z } from 'zod';

const faultSchema = z.strictObject({
  method: z.string().optional(),
  pathContains: z.string().optional(),
  times: z.int().positive().default(1),
  status: z.int().min(100).max(599).optional(),
  body: z.unknown().optional(),
  headers: z.record(z.string(), z.string()).default({}),
  /** Cut the connection instead of answering. */
  reset: z.boolean().default(false),
  /** Do what was asked, and only then fail. */
  afterApply: z.boolean().default(false),
});

export type Fault = z.infer<typeof faultSchema>;

/** Failures that the next matching requests meet. */
export class Faults {
  private waiting: Fault[] = [];

  add(fault: unknown): void {
    this.waiting.push(faultSchema.parse(fault));
  }

  clear(): void {
    this.waiting = [];
  }

  take(method: string, url: string): Fault | null {
    const fault = this.waiting.find(
      (fault) =>
        (fault.method === undefined || fault.method.toUpperCase() === method) &&
        (fault.pathContains === undefined || url.includes(fault.pathContains)),
    );
    if (fault === undefined) return null;
    fault.times--;
    if (fault.times === 0) this.waiting = this.waiting.filter((other) => other !== fault);
    return fault;
  }
}

const usual: Readonly<Record<number, [string, string]>> = {
  429: ['0x80072322', 'Number of requests exceeded the limit of 6000 over time window of 300 seconds.'],
  500: ['0x80040216', 'An unexpected error occurred.'],
  503: ['0x80072324', 'Too many concurrent requests detected.'],
};

export function faultBody(fault: Fault): string {
  if (typeof fault.body === 'string') return fault.body;
  if (fault.body !== undefined) return JSON.stringify(fault.body);
  const [code, message] = usual[fault.status ?? 500] ?? ['0x80044150', 'Generic SQL error.'];
  return JSON.stringify({ error: { code, message } });
}
