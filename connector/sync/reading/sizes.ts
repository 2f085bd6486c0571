/** How many people are on each side, now and after the last run, whether or not all of them were read. */

import type { Claim } from '../run/claim';
import type { Snapshot } from './read';

export interface Sizes {
  list: { now: number; before: number };
  mailchimp: { now: number; before: number };
}

export const noSizes: Sizes = { list: { now: 0, before: 0 }, mailchimp: { now: 0, before: 0 } };

export function addSizes(one: Sizes, other: Sizes): Sizes {
  const sum = (side: keyof Sizes) => ({
    now: one[side].now + other[side].now,
    before: one[side].before + other[side].before,
  });
  return { list: sum('list'), mailchimp: sum('mailchimp') };
}

export function sizesOf(
  { complete, members, rows, addedOn }: Snapshot,
  { audience, list }: Pick<Claim, 'audience' | 'list'>,
): Sizes {
  const subscribed = members.filter(({ status }) => status === 'subscribed').length;
  const subscribedBefore = rows.filter(({ last }) => last.mailchimp?.status === 'subscribed').length;
  if (complete) {
    const onListBefore = rows.filter(({ last }) => last.crm?.onList).length;
    return {
      list: { now: addedOn.size, before: onListBefore },
      mailchimp: { now: subscribed, before: subscribedBefore },
    };
  }
  const { counts } = audience;
  return {
    list: { now: list.memberCount, before: counts.list },
    mailchimp: { now: counts.audience - subscribedBefore + subscribed, before: counts.audience },
  };
}
