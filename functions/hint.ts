/** Where the functions that hear of changes say so: one look per process answers all that were heard meanwhile. */

import { bringForward, type BroughtForward, type Hint } from '../connector/sync/requests/bring-forward';
import { createGathering } from '../connector/sync/requests/gathering';
import { currentServices } from './services';

/** A bulk edit of 50,000 people sends as many events; Mailchimp waits ten seconds for an answer. */
const restMs = 2_000;

export const hint: (change: Hint) => Promise<BroughtForward[]> = createGathering(
  (changes: readonly Hint[]) => bringForward(currentServices(), changes),
  restMs,
);
