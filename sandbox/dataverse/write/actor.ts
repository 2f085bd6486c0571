import type { Caller, Environment } from '../environment';

/** In whose name and under which operation rows are changed. */
export interface Actor {
  readonly env: Environment;
  readonly caller: Caller;
  readonly correlationId: string;
  /** The store's version when the request came in. */
  readonly arrivedAt: number;
  /** Put into the shared variables of every event of the request (`?tag=`). */
  readonly tag?: string;
  /** True where no events shall be raised (seeding). */
  readonly silent?: boolean;
}
