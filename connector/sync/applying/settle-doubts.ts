/**
 * After a crash nobody knows how far the last chunk came. Both sides are asked, and what is done already is taken out of the
 * plan, so that nothing is sent twice.
 */

import type { PersonType } from '../../reconcile/situation';
import type { Applying } from './applying';
import { keepMailchimp, type AddressPlan, type PersonPlan } from '../run/person-plan';
import { settleColumns } from './settle-fields';
import { settleMembers } from './settle-members';

export async function settleDoubts(applying: Applying, plans: PersonPlan[]): Promise<void> {
  await settlePeople(applying, plans, applying.target.type);
  await settlePlacesOnList(applying, plans);
  await settleConsent(applying, plans);
  await settleMembers(applying, plans);
  await settleColumns(applying, plans);
  await settleRows(applying, plans);
}

async function settlePeople({ crm }: Applying, plans: PersonPlan[], type: PersonType): Promise<void> {
  const created = await crm.existing(
    type,
    plans.flatMap((plan) => (plan.create ? [plan.create.id] : [])),
  );
  for (const plan of plans) if (plan.create && created.has(plan.create.id)) plan.create = null;
}

/** What people did to the list since the reading stands: a place that they gave or took is not taken or given back. */
async function settlePlacesOnList({ crm, target, crmReadAt }: Applying, plans: PersonPlan[]): Promise<void> {
  const moving = plans.filter((plan) => plan.crm !== 'nothing' && plan.personId !== null);
  const ids = moving.map((plan) => plan.personId!);
  const addedOn = new Map((await crm.listMembersAmong(target.list.id, ids)).map((one) => [one.personId, one.addedOn]));
  const removed = new Set(
    (await crm.listEventsOf(target.list.id, ids))
      .filter(({ kind, occurredOn }) => kind === 'removed' && isAfter(occurredOn, crmReadAt))
      .map(({ personId }) => personId),
  );
  for (const plan of moving) {
    const since = addedOn.get(plan.personId!);
    const done = (since !== undefined) === (plan.crm !== 'leave');
    const undone =
      plan.crm === 'leave' ? since !== undefined && isAfter(since, crmReadAt) : removed.has(plan.personId!);
    if (!done && !undone) continue;
    plan.crm = 'nothing';
    if (undone) for (const address of plan.addresses) decideAnew(address, since !== undefined);
  }
}

const isAfter = (date: string, other: string): boolean => Date.parse(date) > Date.parse(other);

function decideAnew(address: AddressPlan, onList: boolean): void {
  address.row.onList = onList;
  Object.assign(address.row, address.before);
}

/** Somebody may have said since that a person wants no mail: then nothing is sent, and the next run decides. */
async function settleConsent({ crm, target }: Applying, plans: PersonPlan[]): Promise<void> {
  const adding = plans.filter(
    (plan) => plan.personId !== null && plan.addresses.some(({ move }) => move.do === 'add' || move.do === 'restore'),
  );
  const people = await crm.peopleById(
    target.type,
    adding.map((plan) => plan.personId!),
  );
  const mailable = new Set(people.filter(({ optedOut, state }) => !optedOut && state === 'active').map(({ id }) => id));
  for (const { personId, addresses } of adding) {
    if (mailable.has(personId!)) continue;
    for (const address of addresses) {
      address.move = { do: 'nothing' };
      keepMailchimp(address, { outcome: 'left-out', reason: 'opted-out' });
    }
  }
}

async function settleRows({ crm }: Applying, plans: PersonPlan[]): Promise<void> {
  const fresh = plans.flatMap((plan) => plan.addresses).filter(({ stored }) => stored === null);
  const written = await crm.existing(
    'mcs_audiencemember',
    fresh.map(({ row }) => row.id),
  );
  for (const address of fresh) if (written.has(address.row.id)) address.stored = 'written before the crash';
}
