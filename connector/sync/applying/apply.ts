/**
 * Applies one chunk of a plan: who leaves before who joins, because a no must never wait for anything else; then the rows that
 * say what each side now says. A person that is refused is written down as refused and stops nobody else.
 */

import type { RecordRefusal } from '../../dataverse/port';
import { fold } from '../../reconcile/match-people';
import type { Applying } from './applying';
import { changeFieldsInCrm, changeFieldsInMailchimp } from './carry-fields';
import { carryLabels } from './carry-labels';
import { changeRecords, movePlaces, renameMembers } from './carry-person-changes';
import { joinMailchimp, leaveMailchimp } from './change-mailchimp';
import { isUnwritten, keepPlaceOnList, type PersonPlan } from '../run/person-plan';
import { fingerprintOf } from '../run/row-fingerprint';
import { settleDoubts } from './settle-doubts';

/** Answers the people whom it left for the next run, because a record of theirs appeared since the plan was made. */
export async function applyChunk(applying: Applying, plans: PersonPlan[], inDoubt: boolean): Promise<PersonPlan[]> {
  if (inDoubt) await settleDoubts(applying, plans);
  await leaveList(applying, plans);
  await leaveMailchimp(applying, plans);
  await changeRecords(applying, plans);
  const appeared = await createPeople(applying, plans);
  const others = appeared.length === 0 ? plans : plans.filter((plan) => !appeared.includes(plan));
  await joinList(applying, others);
  await movePlaces(applying, others);
  await recordConfirmations(applying, others);
  await joinMailchimp(applying, others);
  await renameMembers(applying, others);
  await changeFieldsInCrm(applying, others);
  await changeFieldsInMailchimp(applying, others);
  await carryLabels(applying, others);
  await recordRows(applying, others);
  const surplus = others.flatMap((plan) => plan.surplus ?? []);
  if (surplus.length > 0) await applying.crm.deleteMemberRows(surplus);
  return appeared;
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
  keepRefused(leaving, refused);
}

async function createPeople(applying: Applying, plans: PersonPlan[]): Promise<PersonPlan[]> {
  const { crm, target } = applying;
  const strangers = plans.filter((plan) => plan.create !== null);
  if (strangers.length === 0) return [];
  return applying.whileNobodyElseCreates(async () => {
    const appeared = await whoseRecordAppeared(applying, strangers);
    const missing = strangers.filter((plan) => !appeared.includes(plan));
    const refused = byId(
      await crm.createPeople(
        target.type,
        missing.map((plan) => plan.create!),
      ),
    );
    for (const plan of missing) {
      const refusal = refused.get(plan.create!.id);
      if (!refusal) continue;
      plan.refusal = refusal.message;
      plan.personId = null;
      plan.crm = 'nothing';
      keepPlaceOnList(plan, refusedByCrm);
      for (const address of plan.addresses)
        Object.assign(address.row, { personId: null, personType: null, addressColumn: null });
    }
    return appeared;
  });
}

/** Made since by hand or by a run of another audience. What is to be done about them is for the next run to decide. */
async function whoseRecordAppeared({ crm, target }: Applying, strangers: PersonPlan[]): Promise<PersonPlan[]> {
  const owners = await crm.peopleByAddress(
    target.type,
    strangers.map((plan) => plan.create!.address),
  );
  const owned = new Set(owners.flatMap(({ addresses }) => Object.values(addresses).flatMap((one) => one && fold(one))));
  return strangers.filter((plan) => owned.has(fold(plan.create!.address)));
}

async function joinList({ crm, target }: Applying, plans: PersonPlan[]): Promise<void> {
  const joining = plans.filter(
    (plan) => (plan.crm === 'join' || plan.crm === 'create-and-join') && plan.personId !== null,
  );
  if (joining.length === 0) return;
  const refused = byId(
    await crm.addToList(target.list.id, target.type, [...new Set(joining.map((plan) => plan.personId!))]),
  );
  keepRefused(joining, refused);
}

/** Written down before Mailchimp is told to ask: a crash in between must leave a person unasked rather than asked twice. */
async function recordConfirmations(applying: Applying, plans: PersonPlan[]): Promise<void> {
  const asked = plans.filter((plan) =>
    plan.addresses.some(({ move }) => (move.do === 'add' || move.do === 'restore') && move.status === 'pending'),
  );
  await recordRows(applying, asked);
}

async function recordRows({ crm, target, unrecorded }: Applying, plans: PersonPlan[]): Promise<void> {
  const unwritten = plans.flatMap((plan) => plan.addresses).filter(isUnwritten);
  const fresh = unwritten.filter((one) => one.stored === null).map((one) => one.row);
  const changed = unwritten.filter((one) => one.stored !== null).map((one) => one.row);
  const audience = { id: target.audience.id, ownerId: target.list.ownerId, ownerType: target.list.ownerType };
  const refused = [
    ...(fresh.length > 0 ? await crm.createMemberRows(audience, target.runId, fresh) : []),
    ...(changed.length > 0 ? await crm.changeMemberRows(target.runId, changed) : []),
  ];
  const lost = byId(refused);
  for (const one of unwritten) if (!lost.has(one.row.id)) one.stored = fingerprintOf(one.row);
  if (refused.length > 0) unrecorded(refused);
}

function keepRefused(plans: readonly PersonPlan[], refused: ReadonlyMap<string, RecordRefusal>): void {
  for (const plan of plans) {
    const refusal = refused.get(plan.personId!);
    if (!refusal) continue;
    plan.refusal = refusal.message;
    keepPlaceOnList(plan, refusedByCrm);
  }
}

const refusedByCrm = { outcome: 'attention', reason: 'refused-by-crm' } as const;

const byId = (refusals: RecordRefusal[]) => new Map(refusals.map((refusal) => [refusal.id, refusal]));
