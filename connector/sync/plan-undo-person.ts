/**
 * How one person is put back to what they were before a run: each thing that the run changed, unless somebody changed it again
 * since, and never against the law: nobody with a no or an opt-out is subscribed. What the rows say afterwards is what both
 * sides agree on, so that the next run does not do it all again.
 */

import type { MemberRow, Person } from '../dataverse/port';
import type { Member } from '../mailchimp/port';
import type { MailchimpMove } from '../reconcile/decision';
import { outcomeOf } from '../reconcile/outcome-of';
import { reasonOfNo } from '../reconcile/push-person';
import type { ReasonCode } from '../reconcile/reasons';
import type { MemberStatus } from '../reconcile/situation';
import type { BeforeImage } from './before-image';
import { columnsBack, mergeFieldsBack, withSaid } from './fields-back';
import type { AddressPlan, NameChange, PersonPlan } from './person-plan';
import { fullName } from './plan-address';
import { fingerprintOf } from './row-fingerprint';

/** What cannot be put back, and why. */
export interface UndoNumbers {
  /** People of whom something is put back. */
  people: number;
  /** Changed since by somebody else, or gone: left alone. */
  moved: number;
  /** A no or an opt-out stands against subscribing again. */
  law: number;
  /** Records that the run created: they leave the list and stay. */
  created: number;
  /** Confirmation mails that Mailchimp has sent. */
  mails: number;
  /** Mailchimp has no way back to it. */
  impossible: number;
  /** Fields beside the names, tags, further lists, addresses and flags: they stay. */
  others: number;
}

export const nothingUndone: UndoNumbers = {
  people: 0,
  moved: 0,
  law: 0,
  created: 0,
  mails: 0,
  impossible: 0,
  others: 0,
};

export interface PersonNow {
  person: Person | null;
  /** Since when on the list; null when not on it. */
  addedOn: string | null;
  /** All rows of the person in the audience. */
  rows: MemberRow[];
  /** By row id; null for an address that is not in Mailchimp, undefined where nobody asked. */
  members: ReadonlyMap<string, Member | null>;
}

export function planUndoOfPerson(
  image: BeforeImage,
  now: PersonNow,
  readAt: string,
): { plan: PersonPlan; numbers: UndoNumbers } {
  const numbers = { ...nothingUndone, others: image.others };
  const wasOnList = now.addedOn !== null;
  const crm = placeOnList(image, now, numbers);
  const willBeOnList = crm === 'nothing' ? wasOnList : crm === 'join';
  const names = namesBack(image.names, now.person, numbers);
  const columns = columnsBack(image.fields, now.person, numbers);
  const person = now.person && { ...now.person, ...names };

  const addresses = now.rows.map((row): AddressPlan => {
    const was = image.addresses.find(({ rowId }) => rowId === row.id);
    const member = now.members.get(row.id);
    const move = was?.status ? moveBack(was.status, row, member ?? null, now, numbers) : nothing;
    const named = was && member ? mailchimpNamesBack(was.names, member, numbers) : null;
    const merged = was && member ? mergeFieldsBack(was.fields, member, numbers) : { fields: null, said: {} };
    const status = statusAfter(move, member === undefined ? row.status : (member?.status ?? 'absent'));
    const after: MemberRow = {
      ...row,
      personName: person ? fullName(person) : row.personName,
      status,
      onList: willBeOnList,
      listChangedOn: crm === 'nothing' ? row.listChangedOn : readAt,
      wasIn:
        was && (was.status !== null || image.list !== null) ? was.wasIn || (isIn(status) && willBeOnList) : row.wasIn,
      retryDue: null,
      last: {
        crm: row.last.crm && {
          ...row.last.crm,
          ...names,
          ...withSaid(row.last.crm, columns.said),
          onList: willBeOnList,
          changedOn: crm === 'leave' ? image.listChangedOn : crm === 'join' ? readAt : row.last.crm.changedOn,
        },
        mailchimp: row.last.mailchimp && {
          ...row.last.mailchimp,
          ...named,
          ...withSaid(row.last.mailchimp, merged.said),
          ...(move.do === 'nothing' ? {} : { status, changedOn: readAt, by: 'us' as const }),
        },
      },
    };
    const reason = reasonAfter(after, now.person);
    const moved = crm !== 'nothing' || move.do !== 'nothing';
    return {
      ...untouched,
      row: moved ? { ...after, reason, outcome: outcomeOf(reason) } : after,
      stored: fingerprintOf(row),
      move,
      names: named,
      fields: merged.fields,
      read: readNow(row, now, member),
      before: { last: row.last, wasIn: row.wasIn },
    };
  });
  const plan: PersonPlan = {
    ...untouchedPerson,
    type: image.type,
    personId: image.personId,
    create: null,
    crm,
    names,
    fields: columns.fields,
    wasOnList,
    addresses,
  };
  const touched =
    crm !== 'nothing' ||
    names !== null ||
    columns.fields !== null ||
    addresses.some((one) => one.move.do !== 'nothing' || one.names !== null || Boolean(one.fields));
  numbers.people = touched ? 1 : 0;
  numbers.created = image.created && now.person ? 1 : 0;
  return { plan, numbers };
}

const nothing: MailchimpMove = { do: 'nothing' };

/** Steps that an undo never takes. */
const untouched = { rename: null, base: null };
const untouchedPerson = { newAddresses: null, optOut: null, place: null, folds: 0 };

function placeOnList(image: BeforeImage, { person, addedOn }: PersonNow, numbers: UndoNumbers): PersonPlan['crm'] {
  if (image.list === null) return 'nothing';
  const stillSo = (addedOn !== null) === (image.list === 'joined');
  if (person && stillSo) {
    if (image.list === 'joined') return 'leave';
    if (person.state === 'active') return 'join';
  }
  numbers.moved += 1;
  return 'nothing';
}

function moveBack(
  { from, to }: { from: MemberStatus; to: MemberStatus },
  row: MemberRow,
  member: Member | null,
  { person, rows }: PersonNow,
  numbers: UndoNumbers,
): MailchimpMove {
  if (to === 'pending') numbers.mails += 1;
  if ((member?.status ?? 'absent') !== to || row.memberId === null) {
    numbers.moved += 1;
    return nothing;
  }
  if (from === 'subscribed') {
    const saysNo = row.no !== null || rows.some(({ no }) => no !== null && no.kind !== 'bounced');
    if (!saysNo && person?.state === 'active' && !person.optedOut) return { do: 'restore', status: 'subscribed' };
    numbers.law += 1;
    return nothing;
  }
  // Mailchimp refuses to archive a pending member, and nobody becomes pending without another mail.
  if (from === 'absent' || from === 'archived') return to === 'pending' ? { do: 'unsubscribe' } : { do: 'archive' };
  if (from === 'unsubscribed') return { do: 'unsubscribe' };
  numbers.impossible += 1;
  return nothing;
}

function namesBack(names: BeforeImage['names'], person: Person | null, numbers: UndoNumbers): NameChange | null {
  const back: NameChange = {};
  for (const name of ['firstName', 'lastName'] as const) {
    const change = names[name];
    if (!change) continue;
    if (person && person[name] === change.to) back[name] = change.from;
    else numbers.moved += 1;
  }
  return Object.keys(back).length > 0 ? back : null;
}

/** A field of Mailchimp is not emptied: a blank is never sent. */
function mailchimpNamesBack(names: BeforeImage['names'], member: Member, numbers: UndoNumbers): NameChange | null {
  const back: NameChange = {};
  for (const name of ['firstName', 'lastName'] as const) {
    const change = names[name];
    if (!change) continue;
    if (member[name] !== change.to) numbers.moved += 1;
    else if (change.from === '') numbers.impossible += 1;
    else back[name] = change.from;
  }
  return Object.keys(back).length > 0 ? back : null;
}

function statusAfter(move: MailchimpMove, now: MemberStatus): MemberStatus {
  switch (move.do) {
    case 'nothing':
      return now;
    case 'archive':
      return 'archived';
    case 'unsubscribe':
      return 'unsubscribed';
    case 'add':
    case 'restore':
      return move.status;
  }
}

function reasonAfter({ status, onList, no }: MemberRow, person: Person | null): ReasonCode {
  // A no stands above the flag in the record, which a run may have set because of it.
  if (!isIn(status) && no) return reasonOfNo[no.kind];
  if (person?.optedOut) return 'opted-out';
  if (isIn(status) !== onList) return 'undone';
  return onList ? 'agreed' : 'not-subscribed';
}

const isIn = (status: MemberStatus) => status === 'subscribed' || status === 'pending';

function readNow(
  row: MemberRow,
  { person, addedOn }: PersonNow,
  member: Member | null | undefined,
): AddressPlan['read'] {
  return {
    crm: {
      onList: addedOn !== null,
      changedOn: addedOn ?? row.listChangedOn,
      firstName: person?.firstName ?? '',
      lastName: person?.lastName ?? '',
    },
    mailchimp:
      member === undefined
        ? row.last.mailchimp
        : {
            status: member?.status ?? 'absent',
            changedOn: member?.lastChanged ?? null,
            by: row.last.mailchimp?.by ?? 'unknown',
            firstName: member?.firstName ?? '',
            lastName: member?.lastName ?? '',
          },
  };
}
