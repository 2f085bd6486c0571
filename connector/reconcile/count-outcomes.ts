/** The numbers of an audience: rows by outcome and reason, and people both sides agree on out of those who may be mailed. */

import type { Outcome } from './decision';
import type { ReasonCode } from './reasons';
import type { MemberStatus } from './situation';

export interface CountedRow {
  /** Null where nobody in the CRM owns the address; the row then counts as a person of its own. */
  personId: string | null;
  status: MemberStatus;
  onList: boolean;
  outcome: Outcome;
  reason: ReasonCode;
}

export interface OutcomeCounts {
  /** People on the list and in Mailchimp. */
  inSync: number;
  /** People on either side whom nothing forbids to mail. */
  mailable: number;
  /** Rows, as are the following. */
  waiting: number;
  leftOut: number;
  attention: number;
  byReason: Partial<Record<ReasonCode, number>>;
}

export function countOutcomes(rows: Iterable<CountedRow>): OutcomeCounts {
  const counts: OutcomeCounts = { inSync: 0, mailable: 0, waiting: 0, leftOut: 0, attention: 0, byReason: {} };
  const inSync = new Set<string>();
  const mailable = new Set<string>();
  for (const row of rows) {
    counts.byReason[row.reason] = (counts.byReason[row.reason] ?? 0) + 1;
    if (row.outcome === 'waiting') counts.waiting += 1;
    if (row.outcome === 'left-out') counts.leftOut += 1;
    if (row.outcome === 'attention') counts.attention += 1;

    if (!mayBeMailed(row)) continue;
    if (row.personId === null) {
      counts.mailable += 1;
    } else {
      mailable.add(row.personId);
      if (row.status === 'subscribed' && row.onList) inSync.add(row.personId);
    }
  }
  counts.inSync = inSync.size;
  counts.mailable += mailable.size;
  return counts;
}

/** Mailchimp mails whoever is subscribed; somebody on the list may follow unless there is a reason to leave them out. */
function mayBeMailed({ status, onList, outcome, reason }: CountedRow): boolean {
  if (status === 'subscribed') return reason !== 'opted-out';
  return onList && status !== 'pending' && outcome !== 'left-out';
}
