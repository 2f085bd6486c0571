/** The Mailchimp side of a chunk: who leaves, who joins and who is named. What Mailchimp answers is written into the plan. */

import type { SaidFields } from '../../dataverse/port';
import type { MailchimpAccount, Member, MemberChange, Refusal, RefusalKind } from '../../mailchimp/port';
import type { Outcome } from '../../reconcile/decision';
import type { ReasonCode } from '../../reconcile/reasons';
import type { Applying } from './applying';
import { keepValue, refusedTags } from './carry-fields';
import { keepMailchimp, type AddressPlan, type PersonPlan } from '../run/person-plan';

export async function leaveMailchimp(applying: Applying, plans: PersonPlan[]): Promise<void> {
  const answers = await changeEach(applying, plans, ({ move, row }) => {
    if (row.memberId === null) return null;
    if (move.do === 'archive') return { memberId: row.memberId, do: 'archive' };
    return move.do === 'unsubscribe' ? { memberId: row.memberId, do: 'status', status: 'unsubscribed' } : null;
  });
  for (const { address, answer } of answers) if (isRefusal(answer)) noteRefusal(address, answer, applying);
}

export async function joinMailchimp(applying: Applying, plans: PersonPlan[]): Promise<void> {
  await restoreMembers(applying, plans);
  await addMembers(applying, plans);
}

async function restoreMembers(applying: Applying, plans: PersonPlan[]): Promise<void> {
  const answers = await changeEach(applying, plans, ({ move, row }) =>
    move.do === 'restore' && row.memberId !== null
      ? { memberId: row.memberId, do: 'status', status: move.status }
      : null,
  );
  for (const { address, answer } of answers) {
    if (isRefusal(answer)) noteRefusal(address, answer, applying);
    else if (answer !== null) takeOver(address, answer);
  }
}

/** All changes of one kind at once, because Mailchimp takes many in few calls. */
export async function changeEach(
  { mailchimp, target }: Applying,
  plans: PersonPlan[],
  changeOf: (address: AddressPlan) => MemberChange | null,
): Promise<{ address: AddressPlan; answer: Member | Refusal | null }[]> {
  const wanted = plans
    .flatMap((plan) => plan.addresses)
    .flatMap((address) => {
      const change = changeOf(address);
      return change === null ? [] : [{ address, change }];
    });
  if (wanted.length === 0) return [];
  const answers = await mailchimp.changeMembers(
    target.audience.listId,
    wanted.map(({ change }) => change),
  );
  return wanted.map(({ address }, index) => ({ address, answer: answers[index] ?? null }));
}

async function addMembers(applying: Applying, plans: PersonPlan[]): Promise<void> {
  const { mailchimp } = applying;
  const { listId } = applying.target.audience;
  const adding = addressesMoving(plans, 'add');
  let rest = adding;
  for (let round = 1; rest.length > 0; round += 1) rest = await addSome(applying, rest, round === mostRounds);
  await learnContactIds(
    mailchimp,
    listId,
    adding.filter(({ row }) => row.memberId !== null && !row.mailchimpContactId),
  );
}

/** Mailchimp names one wrong value of a person at a time. */
const mostRounds = 5;

/** Answers those who are added again without a value that was refused. */
async function addSome(applying: Applying, adding: AddressPlan[], isLastRound: boolean): Promise<AddressPlan[]> {
  const { mailchimp } = applying;
  const { listId } = applying.target.audience;
  const byAddress = new Map(adding.map((address) => [keyOf(address.row.address), address]));
  const { added, refused } = await mailchimp.addMembers(
    listId,
    [...byAddress.values()].flatMap(({ row, move, fields }) =>
      move.do === 'add' ? [{ address: row.address, status: move.status, fields: fields ?? {} }] : [],
    ),
  );
  for (const member of added) {
    const address = byAddress.get(keyOf(member.address));
    if (address) takeOver(address, member);
  }
  const again: AddressPlan[] = [];
  for (const refusal of refused) {
    const address = byAddress.get(keyOf(refusal.address));
    if (!address) continue;
    const wrong = isLastRound ? [] : refusedTags(address, refusal);
    if (refusal.kind === 'exists') await readAgain(mailchimp, listId, address);
    else if (wrong.length === 0) noteRefusal(address, refusal, applying);
    else {
      address.refusal = refusal.message;
      for (const tag of wrong) keepValue(address, tag);
      again.push(address);
    }
  }
  return again;
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
      // Names that are planned are sent after this.
      firstName: address.names?.firstName ?? member.firstName,
      lastName: address.names?.lastName ?? member.lastName,
      ...saidFields(address.row.last.mailchimp),
    },
  };
}

const saidFields = (said: SaidFields | null): Pick<SaidFields, 'fields' | 'refused'> => ({
  ...(said?.fields ? { fields: said.fields } : {}),
  ...(said?.refused ? { refused: said.refused } : {}),
});

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
function noteRefusal(address: AddressPlan, refusal: Refusal, { readAt, retryAt }: Applying): void {
  address.refusal = refusal.message;
  const later = refusal.kind === 'too-many-signups' ? { retryDue: retryAt } : {};
  keepMailchimp(address, { ...whatARefusalMeans[refusal.kind], ...later });
  if (refusal.kind !== 'compliance' && refusal.kind !== 'forgotten') return;
  // A no answers what both sides said: it is not decided anew.
  address.row.last = address.read;
  const kind = refusal.kind === 'forgotten' ? 'forgotten' : 'unsubscribed';
  // The addition to the list that was refused has been answered by this.
  address.row.no = { since: readAt, ...address.row.no, kind, seenOn: readAt };
}

export const isRefusal = (answer: Member | Refusal | null): answer is Refusal => answer !== null && 'kind' in answer;

const keyOf = (address: string) => address.trim().toLowerCase();

const addressesMoving = (plans: PersonPlan[], ...moves: AddressPlan['move']['do'][]): AddressPlan[] =>
  plans.flatMap((plan) => plan.addresses).filter((address) => moves.includes(address.move.do));
