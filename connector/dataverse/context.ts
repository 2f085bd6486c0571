/** What every part of the adapter works with. */

import type { PersonType } from '../reconcile/situation';
import type { DataverseClient } from './client';

export interface DataverseContext {
  client: DataverseClient;
  /** Counts records changed for the sync itself. */
  countWrites(this: void, records: number): void;
  /** People of this type are read with these columns as well. */
  wanted?: { type: PersonType; columns: readonly string[] };
}
