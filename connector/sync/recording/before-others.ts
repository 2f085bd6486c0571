/** What an undo has to know of tags, interests, further lists, addresses and the opt-out flag: what was changed, from what, to what. */

import { z } from 'zod';

import { addressColumns } from '../../dataverse/standard-tables';
import { keyOfName } from '../../reconcile/sets';
import type { CarriedOut } from './carried-out';
import type { AddressPlan } from '../run/person-plan';

const names = z.array(z.string());
const added = { added: names, removed: names };
const addressColumn = z.enum(['emailaddress1', 'emailaddress2', 'emailaddress3']);

export const changesOfPersonShape = {
  further: z.array(z.object({ listId: z.string(), do: z.enum(['join', 'leave']) })).exactOptional(),
  /** Columns of the record that got the address of a member. */
  columns: z.partialRecord(addressColumn, z.object({ from: z.string(), to: z.string() })).exactOptional(),
  /** The flag "no bulk e-mail", and the row that remembers it. */
  optOut: z.object({ rowId: z.string(), move: z.enum(['set', 'clear']) }).exactOptional(),
};

export const changesOfAddressShape = {
  /** In Mailchimp; of each interest whether the member has it now. */
  labels: z.object({ ...added, interests: z.record(z.string(), z.boolean()) }).exactOptional(),
  /** In the text of the row. */
  text: z.object(added).exactOptional(),
  rename: z.object({ from: z.string(), to: z.string() }).exactOptional(),
};

type ChangesOfPerson = z.infer<z.ZodObject<typeof changesOfPersonShape>>;
type ChangesOfAddress = z.infer<z.ZodObject<typeof changesOfAddressShape>>;

export function changesOfPerson({ planned, after, further, columns, flag }: CarriedOut): ChangesOfPerson {
  const rewritten = columns ? columnsChanged(planned) : {};
  const marked = planned.optOut && after.addresses[planned.optOut.index]?.row.id;
  return {
    ...(further.length > 0 ? { further: further.map(({ listId, do: move }) => ({ listId, do: move })) } : {}),
    ...(Object.keys(rewritten).length > 0 ? { columns: rewritten } : {}),
    ...(flag && planned.optOut && marked ? { optOut: { rowId: marked, move: planned.optOut.move } } : {}),
  };
}

export function changesOfAddress(
  planned: AddressPlan | undefined,
  after: AddressPlan,
  carried: CarriedOut['addresses'][number] | undefined,
): ChangesOfAddress {
  if (!planned) return {};
  const { addTags = [], removeTags = [], interests = {} } = (carried?.labels ? planned.labels : null) ?? {};
  const says = addTags.length + removeTags.length + Object.keys(interests).length > 0;
  const text = planned.stored === null ? null : textChanged(planned.tagsBefore ?? [], after.row.tags);
  const { rename } = planned;
  return {
    ...(says ? { labels: { added: addTags, removed: removeTags, interests } } : {}),
    ...(text ? { text } : {}),
    ...(rename && carried?.renamed ? { rename: { from: rename.from, to: rename.to } } : {}),
  };
}

export const hasChanges = (changes: ChangesOfPerson | ChangesOfAddress): boolean =>
  'further' in changes ||
  'columns' in changes ||
  'optOut' in changes ||
  'labels' in changes ||
  'text' in changes ||
  'rename' in changes;

function columnsChanged({
  newAddresses,
  addressesBefore,
}: CarriedOut['planned']): NonNullable<ChangesOfPerson['columns']> {
  const columns: NonNullable<ChangesOfPerson['columns']> = {};
  for (const column of addressColumns) {
    const [from, to] = [addressesBefore?.[column], newAddresses?.[column]];
    if (from && to !== undefined) columns[column] = { from, to };
  }
  return columns;
}

function textChanged(before: readonly string[], now: readonly string[]): ChangesOfAddress['text'] | null {
  const missingIn = (tags: readonly string[]) => {
    const keys = new Set(tags.map(keyOfName));
    return (tag: string) => !keys.has(keyOfName(tag));
  };
  const changed = { added: now.filter(missingIn(before)), removed: before.filter(missingIn(now)) };
  return changed.added.length + changed.removed.length > 0 ? changed : null;
}
