/** What a row says of tags, interests and further lists, and what is said to Mailchimp about them: planned, written, or kept. */

import type { LastLabels, MemberRow } from '../../dataverse/port';
import type { AddressPlan } from './person-plan';

/** What is said to Mailchimp about the tags and interests of one address. */
export interface LabelPlan {
  addTags: string[];
  removeTags: string[];
  interests: Record<string, boolean>;
  /** What the row keeps where it is not carried out. */
  before: RowLabels;
  /** It was not carried out. */
  kept?: true;
}

export interface RowLabels {
  tags: string[];
  labels: LastLabels | null;
  /** The text says the same already. */
  asRead: boolean;
}

export interface FurtherMove {
  listId: string;
  do: 'join' | 'leave';
  /** It was not carried out. */
  refused?: true;
}

export function rowLabels(known: MemberRow | null, tags: string[], labels: LastLabels | null): RowLabels {
  const read = known?.tags ?? [];
  const asRead =
    known !== null &&
    !known.untidyTags &&
    read.length === tags.length &&
    read.every((tag, index) => tag === tags[index]);
  return { tags, labels, asRead };
}

export function labelsFrom(
  tags: readonly string[],
  lists: readonly string[],
  apart: LastLabels['apart'] = { tags: [], lists: [] },
): LastLabels | null {
  const isApart = apart.tags.length > 0 || apart.lists.length > 0;
  if (tags.length === 0 && lists.length === 0 && !isApart) return null;
  return { tags: [...tags], lists: [...lists], ...(isApart ? { apart } : {}) };
}

export function writeLabels({ row }: AddressPlan, { tags, labels, asRead }: RowLabels): void {
  row.tags = tags;
  if (asRead) row.tagsAsRead = true;
  else delete row.tagsAsRead;
  if (labels === null) delete row.labels;
  else row.labels = labels;
}

/** What was to be done about an address was not done. */
export function keepLabels(address: AddressPlan): void {
  if (!address.labels) return;
  writeLabels(address, address.labels.before);
  address.labels.kept = true;
}
