import type { Clock } from '../clock';
import type { Model } from './metadata/model';
import type { Table } from './metadata/table';
import type { Row } from './store/row';
import type { Store } from './store/store';
import type { TableRows } from './store/table-rows';
import type { Faults } from './control/faults';
import type { Switches } from './control/switches';
import type { Background } from './events/background';
import type { EventQueue } from './events/event-queue';
import type { InstalledSolutions } from './solution/installed-solutions';
import type { StagedSolutions } from './solution/staged-solutions';
import type { PrivilegeUsage } from './security/privilege-usage';
import type { Operation, User } from './users';

/** One Dataverse environment in memory. */
export interface Environment {
  readonly organizationId: string;
  readonly model: Model;
  readonly store: Store;
  readonly clock: Clock;
  readonly switches: Switches;
  readonly faults: Faults;
  readonly users: User[];
  /** What teams may do with single rows, by the team's id. */
  readonly teams: Map<string, { rows: Record<string, Operation[]> }>;
  readonly events: EventQueue;
  readonly background: Background;
  readonly staged: StagedSolutions;
  readonly installed: InstalledSolutions;
  readonly usage: PrivilegeUsage;
  /** An import is under way. */
  importing: boolean;
}

export interface Caller {
  readonly env: Environment;
  /** In whose name the work is done. */
  readonly user: User;
  /** Who signed in; another one than `user` when impersonating. */
  readonly authenticated: User;
}

/** One operation: a request of its own, or one part of a batch. */
export interface Call {
  readonly env: Environment;
  readonly caller: Caller;
  readonly method: string;
  /** What follows /api/data/v9.2/, still percent-encoded, without the query. */
  readonly path: string;
  /** The query as it was sent, without the question mark. */
  readonly query: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** Scheme and host as the client named them: links are built from it. */
  readonly origin: string;
  /** The store's version when the request arrived. */
  readonly arrivedAt: number;
  readonly correlationId: string;
  readonly inBatch: boolean;
  /** `?tag=` of a write, handed on to the events that it raises. */
  readonly tag?: string;
  /** True where the caller bypasses the registered steps. */
  readonly silent?: boolean;
}

export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export const apiRoot = '/api/data/v9.2/';

export const serviceRoot = (call: Call): string => call.origin + apiRoot;

export const rowsOf = (env: Environment, table: Table | string): TableRows =>
  env.store.rows(typeof table === 'string' ? env.model.table(table) : table);

export const findRow = (env: Environment, table: string, id: string): Row | undefined => {
  const known = env.model.find(table);
  return known === undefined ? undefined : env.store.rows(known).get(id);
};

/** Second precision, as everywhere in Dataverse. */
export function timestamp(at: Date): string {
  const second = Math.floor(at.getTime() / 1000);
  if (second !== last.second) last = { second, text: `${at.toISOString().slice(0, 19)}Z` };
  return last.text;
}

/** Thousands of rows are written in one second. */
let last = { second: Number.NaN, text: '' };

export const now = (env: Environment): string => timestamp(env.clock.now());
