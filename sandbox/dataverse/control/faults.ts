import { z } from 'zod';
import { DataverseError } from '../errors';

const faultSchema = z.strictObject({
  method: z.string().optional(),
  pathContains: z.string().optional(),
  times: z.int().positive().default(1),
  /** So many matching requests pass first. */
  after: z.int().min(0).default(0),
  /** Strikes the one record with this text, alone or in a bulk message, and in a batch its part only. */
  recordContains: z.string().min(1).optional(),
  /** Answers late; without a status the answer is the usual one. */
  delayMs: z.int().min(0).default(0),
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

  /** The failure of a request as a whole. */
  take(method: string, url: string): Fault | null {
    return this.next((fault) => fault.recordContains === undefined && meets(fault, method, url));
  }

  /** Throws where one operation carries a record that is to fail. */
  strike(method: string, path: string, body: string): void {
    const fault = this.next(
      (fault) =>
        fault.recordContains !== undefined &&
        meets(fault, method, path) &&
        (body.includes(fault.recordContains) || path.includes(fault.recordContains)),
    );
    if (fault === null) return;
    const { code, message } = refusalSchema.parse(fault.body ?? {});
    throw new DataverseError(fault.status ?? 400, code, message);
  }

  private next(matches: (fault: Fault) => boolean): Fault | null {
    const fault = this.waiting.find(matches);
    if (fault === undefined) return null;
    if (fault.after > 0) {
      fault.after--;
      return null;
    }
    fault.times--;
    if (fault.times === 0) this.waiting = this.waiting.filter((other) => other !== fault);
    return fault;
  }
}

const meets = (fault: Fault, method: string, url: string): boolean =>
  (fault.method === undefined || fault.method.toUpperCase() === method) &&
  (fault.pathContains === undefined || url.includes(fault.pathContains));

/** What a plug-in of somebody else's would say. */
const pluginError = { code: '0x80040265', message: 'ISV code aborted the operation.' };

const refusalSchema = z
  .object({ error: z.object({ code: z.string(), message: z.string() }).default(pluginError) })
  .transform(({ error }) => error);

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
