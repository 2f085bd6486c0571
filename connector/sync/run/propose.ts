/** A preview of settings that have not been saved: they take the place of those of the row in memory alone. */

import type { AudienceRow } from '../../dataverse/port';
import type { Wish } from './wish';

export function withProposed(audience: AudienceRow, wish: Wish): AudienceRow {
  if (wish.kind !== 'preview') return audience;
  const { settings, marketingListId } = wish;
  const { limits, ...rules } = settings;
  const given = Object.fromEntries(Object.entries(rules).filter(([, value]) => value !== undefined));
  // Another list is a new tie: its first run.
  const other = marketingListId !== null && marketingListId !== audience.marketingListId;
  return {
    ...audience,
    ...given,
    limitPercent: limits?.percent ?? audience.limitPercent,
    limitPeople: limits?.people ?? audience.limitPeople,
    limitMost: limits?.most ?? audience.limitMost,
    ...(other ? { marketingListId, tieState: 'ready' } : {}),
  };
}
