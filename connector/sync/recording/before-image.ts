/** What somebody was like before a run changed them, and what the run made of it: enough to tell later who moved since. */

import { z } from 'zod';

import {
  changesOfAddress,
  changesOfAddressShape,
  changesOfPerson,
  changesOfPersonShape,
  hasChanges,
} from './before-others';
import type { CarriedOut } from './carried-out';
import type { AddressPlan, PersonPlan } from '../run/person-plan';

const change = z.object({ from: z.string(), to: z.string() });
const names = z.object({ firstName: change.optional(), lastName: change.optional() });
/** `said` is what the side is remembered to have said before. */
const columns = z.record(z.string(), z.unknown());
const crmFields = z.record(z.string(), z.object({ from: columns, to: columns, said: z.string() }));
const mailchimpFields = z.record(z.string(), z.object({ from: z.unknown(), to: z.unknown(), said: z.string() }));
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
  /** Changes that have no way back. */
  others: z.number().default(0),
  /** By merge tag; absent where no further field was changed. */
  fields: crmFields.exactOptional(),
  ...changesOfPersonShape,
  addresses: z.array(
    z.object({
      rowId: z.string(),
      address: z.string(),
      memberId: z.string().nullable(),
      wasIn: z.boolean(),
      status: z.object({ from: status, to: status }).nullable(),
      names,
      fields: mailchimpFields.exactOptional(),
      ...changesOfAddressShape,
    }),
  ),
});

export type BeforeImage = z.infer<typeof beforeImageShape>;

/** Null where nothing of the person was changed. */
export function beforeImage(done: CarriedOut, listId: string): BeforeImage | null {
  const { planned, after, created, list, namesToCrm, fieldsToCrm, addresses } = done;
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
    // A record that was merged away does not come back to the list.
    others: planned.place?.dropped ?? 0,
    names: namesToCrm ? changed(first?.read.crm, planned.names) : {},
    ...withFields(crmChanges(planned, fieldsToCrm)),
    ...changesOfPerson(done),
    addresses: after.addresses.map((now, index) => {
      const { row } = now;
      const plan = planned.addresses[index];
      const { moved = false, names: named = false, fields = [] } = addresses[index] ?? {};
      return {
        rowId: row.id,
        address: row.address,
        memberId: row.memberId,
        wasIn: plan?.before.wasIn ?? false,
        status: moved ? { from: plan?.read.mailchimp?.status ?? 'absent', to: row.status } : null,
        names: named ? changed(plan?.read.mailchimp, plan?.names ?? null) : {},
        ...withFields(plan ? mailchimpChanges(plan, fields) : {}),
        ...changesOfAddress(plan, now, addresses[index]),
      };
    }),
  };
  const touched =
    created ||
    list !== null ||
    image.others > 0 ||
    Object.keys(image.names).length > 0 ||
    image.fields !== undefined ||
    hasChanges(image) ||
    image.addresses.some(
      (one) => one.status !== null || one.fields !== undefined || hasChanges(one) || Object.keys(one.names).length > 0,
    );
  return touched ? image : null;
}

const withFields = <T extends object>(fields: T): { fields?: T } => (Object.keys(fields).length > 0 ? { fields } : {});

function crmChanges({ fields, fieldsBefore, addresses }: PersonPlan, tags: readonly string[]) {
  const said = addresses[0]?.read.crm?.fields;
  return Object.fromEntries(
    tags.flatMap((tag) => {
      const [from, to] = [fieldsBefore?.[tag], fields?.[tag]];
      return from && to ? [[tag, { from, to, said: said?.[tag] ?? '' }] as const] : [];
    }),
  );
}

function mailchimpChanges({ fields, fieldsBefore, read }: AddressPlan, tags: readonly string[]) {
  return Object.fromEntries(
    tags
      .filter((tag) => fieldsBefore !== undefined && tag in fieldsBefore)
      .map((tag) => [tag, { from: fieldsBefore?.[tag], to: fields?.[tag], said: read.mailchimp?.fields?.[tag] ?? '' }]),
  );
}

interface Names {
  firstName: string;
  lastName: string;
}

function changed(before: Names | null | undefined, to: Partial<Names> | null): BeforeImage['names'] {
  const part = (name: keyof Names) =>
    to?.[name] === undefined ? {} : { [name]: { from: before?.[name] ?? '', to: to[name] } };
  return { ...part('firstName'), ...part('lastName') };
}
