/**
 * Applies one chunk of a plan: who leaves before who joins, because a no must never wait for anything else; then the rows that
 * say what each side now says. A person that is refused is written down as refused and stops nobody else.
 */

import type { RecordRefusal } from '../dataverse/port';
import type { Applying } from './applying';
import { changeNamesInMailchimp, joinMailchimp, leaveMailchimp } from './change-mailchimp';
import { keepPlaceOnList, type PersonPlan, type PlanTarget } from './person-plan';
import { settleDoubts } from './settle-doubts';

export async function applyChunk(applying: Applying, plans: PersonPlan[], inDoubt: boolean): Promise<void> {
  if (inDoubt) await settleDoubts(applying, plans);
  await leaveList(applying, plans);
  await leaveMailchimp(applying, plans);
  await createPeople(applying, plans);
  await joinList(applying, plans);
  await recordConfirmations(applying, plans);
  await joinMailchimp(applying, plans);
  await changeNamesInCrm(applying, plans);
  await changeNamesInMailchimp(applying, plans);
  await recordRows(applying, plans);
}

async function leaveList({ crm, target }: Applying, plans: PersonPlan[]): Promise<void> {
  const leaving = plans.filter((plan) => plan.crm === 'leave' && plan.personId !== null);
  if (leaving.length === 0) return;
  const refused = byId(
    await crm.removeFromList(
      target.list.id,
      target.type,
      leaving.map((plan) => plan.personId!),
    ),
  );
  for (const plan of leaving) if (refused.has(plan.personId!)) keepPlaceOnList(plan, refusedByCrm);
}

async function createPeople(applying: Applying, plans: PersonPlan[]): Promise<void> {
  const { crm, target } = applying;
  const strangers = plans.filter((plan) => plan.create !== null);
  if (strangers.length === 0) return;
  await applying.whileNobodyElseCreates(async () => {
    await adoptOwnersWhoAppeared(applying, strangers);
    const missing = strangers.filter((plan) => plan.create !== null);
    const refused = byId(
      await crm.createPeople(
        target.type,
        missing.map((plan) => plan.create!),
      ),
    );
    for (const plan of missing) {
      if (!refused.has(plan.create!.id)) continue;
      plan.personId = null;
      plan.crm = 'nothing';
      keepPlaceOnList(plan, refusedByCrm);
      for (const address of plan.addresses) Object.assign(address.row, { personId: null, addressColumn: null });
    }
  });
}

/** Somebody may have created the person since the plan was made, by hand or in a run of another audience: then that record is it. */
async function adoptOwnersWhoAppeared({ crm, target }: Applying, strangers: PersonPlan[]): Promise<void> {
  const owners = await crm.peopleByAddress(
    target.type,
    strangers.map((plan) => plan.create!.address),
  );
  const oldestFirst = owners.toSorted((a, b) => a.createdOn.localeCompare(b.createdOn) || a.id.localeCompare(b.id));
  const byAddress = new Map<string, string>();
  for (const owner of oldestFirst) {
    for (const address of Object.values(owner.addresses)) {
      const key = address?.trim().toLowerCase();
      if (key && !byAddress.has(key)) byAddress.set(key, owner.id);
    }
  }
  for (const plan of strangers) {
    const owner = byAddress.get(plan.create!.address.trim().toLowerCase());
    if (!owner) continue;
    plan.personId = owner;
    plan.create = null;
    for (const address of plan.addresses) address.row.personId = owner;
  }
}

async function joinList({ crm, target }: Applying, plans: PersonPlan[]): Promise<void> {
  const joining = plans.filter(
    (plan) => (plan.crm === 'join' || plan.crm === 'create-and-join') && plan.personId !== null,
  );
  if (joining.length === 0) return;
  const refused = byId(
    await crm.addToList(target.list.id, target.type, [...new Set(joining.map((plan) => plan.personId!))]),
  );
  for (const plan of joining) if (refused.has(plan.personId!)) keepPlaceOnList(plan, refusedByCrm);
}

/** Written down before Mailchimp is told to ask: a crash in between must leave a person unasked rather than asked twice. */
async function recordConfirmations(applying: Applying, plans: PersonPlan[]): Promise<void> {
  const asked = plans.filter((plan) =>
    plan.addresses.some(({ move }) => (move.do === 'add' || move.do === 'restore') && move.status === 'pending'),
  );
  await recordRows(applying, asked);
}

async function changeNamesInCrm({ crm, target }: Applying, plans: PersonPlan[]): Promise<void> {
  const inCrm = plans.filter((plan) => plan.names !== null && plan.personId !== null);
  if (inCrm.length > 0) {
    const refused = byId(
      await crm.changePeople(
        target.type,
        inCrm.map((plan) => ({ id: plan.personId!, ...plan.names })),
      ),
    );
    for (const plan of inCrm) {
      if (!refused.has(plan.personId!)) continue;
      for (const address of plan.addresses)
        Object.assign(address.row, { outcome: 'attention', reason: 'refused-by-crm' });
    }
  }
}

async function recordRows({ crm, target }: Applying, plans: PersonPlan[]): Promise<void> {
  const addresses = plans.flatMap((plan) => plan.addresses);
  const fresh = addresses.filter((one) => one.rowIs === 'new');
  const changed = addresses.filter((one) => one.rowIs === 'changed');
  if (fresh.length > 0) {
    await crm.createMemberRows(
      { id: target.audience.id, ...ownerOf(target) },
      target.runId,
      fresh.map((one) => one.row),
    );
    // Written once, they are only ever changed from here on.
    for (const one of fresh) one.rowIs = 'changed';
  }
  if (changed.length > 0)
    await crm.changeMemberRows(
      target.runId,
      changed.map((one) => one.row),
    );
}

const ownerOf = ({ list }: PlanTarget) => ({ ownerId: list.ownerId, ownerType: list.ownerType });

const refusedByCrm = { outcome: 'attention', reason: 'refused-by-crm' } as const;

const byId = (refusals: RecordRefusal[]) => new Map(refusals.map((refusal) => [refusal.id, refusal]));
