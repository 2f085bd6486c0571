/** Everything that one running stand-in holds. */

import type { Clock } from '../clock';
import type { Account } from './account';
import type { Counters } from './audience';
import { Batches } from './batch';
import { Deliveries } from './deliveries';
import { Faults } from './faults';
import { toInstant, type Instant } from './instant';
import type { Actor } from './member';
import { defaultSwitches, type Switches } from './switches';
import { Traffic } from './traffic';

export interface Confirmation {
  audience: string;
  email: string;
  at: string;
  /** Who caused the mail: the API, or the person by signing up. */
  by: Actor;
}

export class Service {
  readonly clock: Clock;
  readonly accounts = new Map<string, Account>();
  readonly counters: Counters = { changes: 0, lastId: 400_000_000 };
  readonly switches: Switches = defaultSwitches();
  readonly faults = new Faults();
  readonly traffic = new Traffic();
  readonly batches = new Batches();
  readonly deliveries: Deliveries;
  /** Where the stand-in itself is reached, for the addresses of results. */
  origin = '';
  /** Mails that asked somebody to confirm a subscription, oldest first. */
  readonly confirmations: Confirmation[] = [];

  constructor(clock: Clock) {
    this.clock = clock;
    this.deliveries = new Deliveries(clock, this.switches);
  }

  now(): Instant {
    return toInstant(this.clock.now());
  }

  accountOfKey(key: string): Account | undefined {
    return this.accounts.get(key);
  }
}
