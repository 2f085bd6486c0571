/** What every part of the adapter works with. */

import type { DataverseClient } from './client';

export interface DataverseContext {
  client: DataverseClient;
  /** Counts records changed for the sync itself. */
  countWrites(this: void, records: number): void;
}
