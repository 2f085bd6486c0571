/** What somebody was like before a run changed them, and what the run made of it: enough to tell later who moved since. */

import { z } from 'zod';

import type { CarriedOut } from './carried-out';
import { otherCrmLines, otherMailchimpLines } from './other-lines';

const change = z.object({ from: z.string(), to: z.string() });
const names = z.object({ firstName: change.optional(), lastName: change.optional() });
const status = z.enum(['subscribed', 'unsubscribed', 'cleaned', 'pending', 'transactional', 'archived', 'absent']);

export const beforeImageShape = z.object({
  version: z.literal(1),
  type: z.enum(['contact', 'lead']),
  listId: z.string(),
  personId: z.string().nullable(),
  name: z.string(),
  /** The run created the record. */
  created: z.boolean(),
  /** What the run did about the list. */
  list: z.enum(['joined', 'left']).nullable(),
  /** Since when the person was on the list or off it before. */
  listChangedOn: z.string().nullable(),
  names,
  /** Changes of other kinds, which an undo leaves: fields beside the names, tags, further lists, addresses, flags. */
  others: z.number().default(0),
  addresses: z.array(
    z.object({
      rowId: z.string(),
      address: z.string(),
      memberId: z.string().nullable(),
      wasIn: z.boolean(),
      status: z.object({ from: status, to: status }).nullable(),
      names,
    }),
  ),
});

export type BeforeImage = z.infer<typeof beforeImageShape>;

/** Null where nothing of the person was changed. */
export function beforeImage(
  { planned, after, created, list, namesToCrm, addresses }: CarriedOut,
  listId: string,
): BeforeImage | null {
  const [first] = planned.addresses;
  const image: BeforeImage = {
    version: 1,
    type: planned.type,
    listId,
    personId: after.personId,
    name: first?.row.personName ?? '',
    created,
    list,
    listChangedOn: first?.before.last.crm?.changedOn ?? null,
    others: otherChanges(planned, after),
    names: namesToCrm ? changed(first?.read.crm, planned.names) : {},
    addresses: after.addresses.map(({ row }, index) => {
      const plan = planned.addresses[index];
      const { moved = false, names: named = false } = addresses[index] ?? {};
      return {
        rowId: row.id,
        address: row.address,
        memberId: row.memberId,
        wasIn: plan?.before.wasIn ?? false,
        status: moved ? { from: plan?.read.mailchimp?.status ?? 'absent', to: row.status } : null,
        names: named ? changed(plan?.read.mailchimp, plan?.names ?? null) : {},
      };
    }),
  };
  const touched =
    created ||
    list !== null ||
    image.others > 0 ||
    Object.keys(image.names).length > 0 ||
    image.addresses.some((one) => one.status !== null || Object.keys(one.names).length > 0);
  return touched ? image : null;
}

const otherChanges = (planned: CarriedOut['planned'], after: CarriedOut['after']): number =>
  otherCrmLines(planned, after).length +
  planned.addresses.reduce(
    (sum, address, index) => sum + otherMailchimpLines(address, after.addresses[index]).length,
    0,
  );

interface Names {
  firstName: string;
  lastName: string;
}

function changed(before: Names | null | undefined, to: Partial<Names> | null): BeforeImage['names'] {
  const part = (name: keyof Names) =>
    to?.[name] === undefined ? {} : { [name]: { from: before?.[name] ?? '', to: to[name] } };
  return { ...part('firstName'), ...part('lastName') };
}
