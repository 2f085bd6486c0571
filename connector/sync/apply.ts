/**
 * Applies one chunk of a plan: who leaves before who joins, because a no must never wait for anything else; then the rows that
 * say what each side now says. A person that is refused is written down as refused and stops nobody else.
 */

import type { RecordRefusal } from '../dataverse/port';
import type { MailchimpAccount, Member, Refusal, RefusalKind } from '../mailchimp/port';
import type { Outcome } from '../reconcile/decision';
import type { ReasonCode } from '../reconcile/reasons';
import type { Applying } from './applying';
import { keepMailchimp, keepPlaceOnList, type AddressPlan, type PersonPlan, type PlanTarget } from './person-plan';
import { settleDoubts } from './settle-doubts';

export async function applyChunk(applying: Applying, plans: PersonPlan[], inDoubt: boolean): Promise<void> {
  if (inDoubt) await settleDoubts(applying, plans);
  await leaveList(applying, plans);
  await leaveMailchimp(applying, plans);
  await createPeople(applying, plans);
  await joinList(applying, plans);
  await recordConfirmations(applying, plans);
  await joinMailchimp(applying, plans);
  await changeNames(applying, plans);
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

async function leaveMailchimp({ mailchimp, target }: Applying, plans: PersonPlan[]): Promise<void> {
  await Promise.all(
    addressesMoving(plans, 'archive', 'unsubscribe').map(async (address) => {
      const { memberId } = address.row;
      if (memberId === null) return;
      const answer =
        address.move.do === 'archive'
          ? await mailchimp.archive(target.audience.listId, memberId)
          : await mailchimp.setStatus(target.audience.listId, memberId, 'unsubscribed');
      if (answer && isRefusal(answer)) noteRefusal(address, answer, null);
    }),
  );
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

async function joinMailchimp({ mailchimp, target, retryAt }: Applying, plans: PersonPlan[]): Promise<void> {
  const { listId } = target.audience;
  await Promise.all(
    addressesMoving(plans, 'restore').map(async (address) => {
      if (address.move.do !== 'restore' || address.row.memberId === null) return;
      const answer = await mailchimp.setStatus(listId, address.row.memberId, address.move.status);
      if (isRefusal(answer)) noteRefusal(address, answer, retryAt);
      else takeOver(address, answer);
    }),
  );

  const adding = new Map(addressesMoving(plans, 'add').map((address) => [keyOf(address.row.address), address]));
  if (adding.size === 0) return;
  const { added, refused } = await mailchimp.addMembers(
    listId,
    [...adding.values()].flatMap(({ row, move }) =>
      move.do === 'add' ? [{ address: row.address, status: move.status, ...namesOf(row) }] : [],
    ),
  );
  for (const member of added) {
    const address = adding.get(keyOf(member.address));
    if (address) takeOver(address, member);
  }
  await learnContactIds(
    mailchimp,
    listId,
    [...adding.values()].filter(({ row }) => row.memberId !== null && !row.mailchimpContactId),
  );
  for (const refusal of refused) {
    const address = adding.get(keyOf(refusal.address));
    if (!address) continue;
    if (refusal.kind === 'exists') await readAgain(mailchimp, listId, address);
    else noteRefusal(address, refusal, retryAt);
  }
}

/**
 * The answer to a bulk addition does not name Mailchimp's contact id, which alone survives a change of address; the members that
 * have just changed do. https://mailchimp.com/developer/marketing/api/lists/batch-subscribe-or-unsubscribe/
 */
async function learnContactIds(mailchimp: MailchimpAccount, listId: string, added: AddressPlan[]): Promise<void> {
  const byMember = new Map(added.map((address) => [address.row.memberId, address]));
  const changed = added.flatMap(({ row }) =>
    row.mailchimpChangedOn === null ? [] : [Date.parse(row.mailchimpChangedOn)],
  );
  if (changed.length === 0) return;
  const since = new Date(changed.reduce((earliest, one) => Math.min(earliest, one)) - 1000).toISOString();
  for await (const { members } of mailchimp.members(listId, { archived: false, sinceLastChanged: since })) {
    for (const { id, contactId, webId } of members) {
      const address = byMember.get(id);
      if (!address) continue;
      Object.assign(address.row, { mailchimpContactId: contactId, webId });
      byMember.delete(id);
    }
    if (byMember.size === 0) return;
  }
}

/** Somebody was faster: nothing is sent, the next run decides with what Mailchimp says now. */
async function readAgain(mailchimp: MailchimpAccount, listId: string, address: AddressPlan): Promise<void> {
  const member = await mailchimp.member(listId, address.row.address);
  if (member?.status === 'subscribed') takeOver(address, member);
  else keepMailchimp(address, { outcome: 'attention', reason: 'refused-by-mailchimp' });
}

async function changeNames({ crm, mailchimp, target }: Applying, plans: PersonPlan[]): Promise<void> {
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
  const inMailchimp = plans
    .flatMap((plan) => plan.addresses)
    .filter((one) => one.names !== null && one.row.memberId !== null);
  await Promise.all(
    inMailchimp.map(async (address) => {
      const answer = await mailchimp.setNames(target.audience.listId, address.row.memberId!, address.names!);
      if (isRefusal(answer))
        Object.assign(address.row, { outcome: 'attention', reason: 'fields-refused' satisfies ReasonCode });
    }),
  );
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

function takeOver(address: AddressPlan, member: Member): void {
  Object.assign(address.row, {
    memberId: member.id,
    mailchimpContactId: member.contactId,
    webId: member.webId,
    status: member.status,
    mailchimpChangedOn: member.timestampOpt ?? member.lastChanged,
  });
  address.row.last = {
    ...address.row.last,
    mailchimp: {
      status: member.status,
      changedOn: member.timestampOpt ?? member.lastChanged,
      by: 'us',
      firstName: member.firstName,
      lastName: member.lastName,
    },
  };
}

const whatARefusalMeans: Record<RefusalKind, { outcome: Outcome; reason: ReasonCode }> = {
  exists: { outcome: 'attention', reason: 'refused-by-mailchimp' },
  compliance: { outcome: 'left-out', reason: 'said-no' },
  forgotten: { outcome: 'left-out', reason: 'forgotten' },
  'fake-address': { outcome: 'attention', reason: 'address-refused' },
  'too-many-signups': { outcome: 'waiting', reason: 'retry-later' },
  'merge-fields': { outcome: 'attention', reason: 'fields-refused' },
  'cannot-archive': { outcome: 'left-out', reason: 'not-subscribed' },
  other: { outcome: 'attention', reason: 'refused-by-mailchimp' },
};

/** A no that Mailchimp tells by refusing is remembered like any other. */
function noteRefusal(address: AddressPlan, refusal: Refusal, retryAt: string | null): void {
  const meaning = whatARefusalMeans[refusal.kind];
  keepMailchimp(address, {
    ...meaning,
    ...(refusal.kind === 'too-many-signups' && retryAt ? { retryDue: retryAt } : {}),
  });
  if (refusal.kind !== 'compliance' && refusal.kind !== 'forgotten') return;
  const seenOn = address.row.no?.seenOn ?? retryAt ?? new Date(0).toISOString();
  address.row.no = {
    kind: refusal.kind === 'forgotten' ? 'forgotten' : 'unsubscribed',
    since: address.row.no?.since ?? seenOn,
    seenOn,
    ...(address.row.no?.askedOn ? { askedOn: address.row.no.askedOn } : {}),
  };
}

const refusedByCrm = { outcome: 'attention', reason: 'refused-by-crm' } as const;

const byId = (refusals: RecordRefusal[]) => new Map(refusals.map((refusal) => [refusal.id, refusal]));

export const isRefusal = (answer: Member | Refusal): answer is Refusal => 'kind' in answer;

const keyOf = (address: string) => address.trim().toLowerCase();

const namesOf = (row: { last: { crm: { firstName: string; lastName: string } | null } }) => ({
  firstName: row.last.crm?.firstName ?? '',
  lastName: row.last.crm?.lastName ?? '',
});

export const addressesMoving = (plans: PersonPlan[], ...moves: AddressPlan['move']['do'][]): AddressPlan[] =>
  plans.flatMap((plan) => plan.addresses).filter((address) => moves.includes(address.move.do));
