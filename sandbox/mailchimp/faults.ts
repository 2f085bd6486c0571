/** Failures that a test orders for the next matching requests. */

import { z } from 'zod';

export const faultOrder = z.strictObject({
  method: z.string().optional(),
  pathContains: z.string().optional(),
  times: z.int().positive().default(1),
  status: z.int().min(200).max(599).default(500),
  /** A text is sent as it is, anything else as a problem document; without one an ordinary problem of that status. */
  body: z.unknown().optional(),
  headers: z.record(z.string(), z.string()).default({}),
  /** Tears the connection instead of answering. */
  reset: z.boolean().default(false),
  /** The request takes effect, only its answer is lost. */
  afterApply: z.boolean().default(false),
});

export type Fault = z.infer<typeof faultOrder>;

export class Faults {
  #orders: Fault[] = [];

  order(fault: Fault): void {
    this.#orders.push(fault);
  }

  clear(): void {
    this.#orders = [];
  }

  /** The first order that matches, used up by one. */
  take(method: string, url: string): Fault | undefined {
    const fault = this.#orders.find(
      (order) =>
        (order.method === undefined || order.method.toUpperCase() === method) &&
        (order.pathContains === undefined || url.includes(order.pathContains)),
    );
    if (fault === undefined) return undefined;
    fault.times -= 1;
    if (fault.times <= 0) this.#orders = this.#orders.filter((order) => order !== fault);
    return fault;
  }
}
