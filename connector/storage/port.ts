/** What a run keeps outside the two services: who may work, what is planned, and who is told to go on. */

import type { Readable } from 'node:stream';

export interface Lease {
  /** False once the lease was lost (expired, or taken over): nothing may be written after that. */
  readonly held: boolean;
  /** Throws `LeaseLost` when it is not held any more; to be called before every chunk. */
  check(): Promise<void>;
  release(): Promise<void>;
}

export class LeaseLost extends Error {
  override readonly name = 'LeaseLost';
}

export interface Leases {
  /** Atomic, with expiry and heartbeat; null while somebody else holds it. A dead holder is taken over after the expiry (30 s). */
  acquire(name: string): Promise<Lease | null>;
}

/** Durable JSON documents and line files by path, e.g. `runs/<id>/state.json`, `runs/<id>/plan/00001.jsonl`. */
export interface Documents {
  read<T>(path: string): Promise<T | null>;
  write(path: string, value: unknown): Promise<void>;
  readLines<T>(path: string): Promise<T[]>;
  writeLines(path: string, values: readonly unknown[]): Promise<void>;
  /** A file as it comes, whatever its size. */
  writeFile(path: string, content: Readable): Promise<void>;
  removeAll(prefix: string): Promise<void>;
  /** Of the documents and folders that lie in this folder itself, e.g. `runs/`. */
  namesIn(folder: string): Promise<string[]>;
}

export interface RunMessage {
  runId: string;
}

export interface RunQueue {
  /** Ids only; a delay makes the message invisible for so many seconds. */
  send(message: RunMessage, delaySeconds?: number): Promise<void>;
  /** Messages that failed five times (`<queue>-poison`). */
  poisonCount(): Promise<number>;
}

export interface Storage {
  leases: Leases;
  documents: Documents;
  queue: RunQueue;
}
