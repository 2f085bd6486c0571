/**
 * Batches: many operations in one request, carried out later and in an order of their own.
 * https://mailchimp.com/developer/marketing/guides/run-async-requests-batch-endpoint/
 */

import { createHash } from 'node:crypto';
import type { Account } from './account';
import type { Instant } from './instant';

export const batchMethods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;

export interface BatchOperation {
  method: (typeof batchMethods)[number];
  path: string;
  operationId: string | null;
  params: Readonly<Record<string, unknown>>;
  body: string;
}

export interface OperationResult {
  status_code: number;
  operation_id: string | null;
  response: string;
}

const states = ['pending', 'preprocessing', 'started', 'finalizing', 'finished'] as const;
export type BatchState = (typeof states)[number];

export interface Batch {
  id: string;
  account: Account;
  operations: BatchOperation[];
  submittedAt: Instant;
  /** Milliseconds since 1970, as the clock says. */
  submittedMs: number;
  state: BatchState;
  completedAt: Instant | null;
  /** Null until the operations were carried out. */
  results: OperationResult[] | null;
}

/** What a signed address leads to. */
interface Ticket {
  batch: Batch;
  until: Instant;
}

const ticketSeconds = 10 * 60;
const keptSeconds = 7 * 24 * 60 * 60;

export class Batches {
  #batches = new Map<string, Batch>();
  #tickets = new Map<string, Ticket>();
  #lastId = 0;
  #lastTicket = 0;

  add(account: Account, operations: BatchOperation[], now: Date): Batch {
    this.#lastId += 1;
    const batch: Batch = {
      id: digest(`batch ${this.#lastId}`).slice(0, 10),
      account,
      operations,
      submittedAt: Math.floor(now.getTime() / 1000),
      submittedMs: now.getTime(),
      state: 'pending',
      completedAt: null,
      results: null,
    };
    this.#batches.set(batch.id, batch);
    return batch;
  }

  of(account: Account): Batch[] {
    return [...this.#batches.values()].filter((batch) => batch.account === account);
  }

  unfinished(): Batch[] {
    return [...this.#batches.values()].filter(({ state }) => state !== 'finished');
  }

  find(account: Account, id: string): Batch | undefined {
    const batch = this.#batches.get(id);
    return batch?.account === account ? batch : undefined;
  }

  remove(batch: Batch): void {
    this.#batches.delete(batch.id);
  }

  /** A new address each time, null when there is nothing to fetch. */
  issueTicket(batch: Batch, now: Instant): string | null {
    if (batch.state !== 'finished' || batch.completedAt === null || now - batch.completedAt > keptSeconds) return null;
    for (const [token, { until }] of this.#tickets) if (until < now) this.#tickets.delete(token);
    this.#lastTicket += 1;
    const token = digest(`results ${batch.id} ${this.#lastTicket}`);
    this.#tickets.set(token, { batch, until: now + ticketSeconds });
    return token;
  }

  behindTicket(token: string, now: Instant): Batch | null {
    const ticket = this.#tickets.get(token);
    return ticket === undefined || ticket.until < now ? null : ticket.batch;
  }
}

/** `latencyMs` is spent in every state but the last. */
export function stateAfter(elapsedMs: number, latencyMs: number): BatchState {
  const passed = latencyMs <= 0 ? states.length : Math.floor(elapsedMs / latencyMs);
  return states[Math.max(0, Math.min(passed, states.length - 1))] ?? 'finished';
}

/** Without any relation to the order given, and the same in every run. */
export function shuffled(batch: Batch): BatchOperation[] {
  return batch.operations
    .map((operation, index) => ({ operation, rank: digest(`${batch.id} ${index}`) }))
    .sort((one, other) => (one.rank < other.rank ? -1 : 1))
    .map(({ operation }) => operation);
}

function digest(text: string): string {
  return createHash('md5').update(text).digest('hex');
}
