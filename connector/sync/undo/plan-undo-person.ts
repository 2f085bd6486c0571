/**
 * How one person is put back to what they were before a run: each thing that the run changed, unless somebody changed it again
 * since, and never against the law: nobody with a no or an opt-out is subscribed. What the rows say afterwards is what both
 * sides agree on, so that the next run does not do it all again.
 */

import type { MemberRow, Person } from '../../dataverse/port';
import type { Member } from '../../mailchimp/port';
import { outcomeOf } from '../../reconcile/outcome-of';
import { reasonOfNo } from '../../reconcile/push-person';
import type { ReasonCode } from '../../reconcile/reasons';
import { addressBack, columnsOfAddressesBack, type AddressesTaken } from './addresses-back';
import type { BeforeImage } from '../recording/before-image';
import { columnsBack, mergeFieldsBack, namesBack, namesInMailchimpBack, withSaid } from './fields-back';
import { flagBack } from './flag-back';
import { labelsBack, type LabelsNow } from './labels-back';
import type { MemberStatus } from '../../reconcile/situation';
import { moveBack, statusAfter } from './member-back';
import type { AddressPlan, MergeChanges, PersonPlan } from '../run/person-plan';
import { fullName } from '../planning/plan-address';
import { optedOutByPeople, type Elsewhere } from '../planning/plan-opt-out';
import { fingerprintOf } from '../run/row-fingerprint';
import { nothingUndone, type UndoNumbers } from './undo-numbers';

export interface PersonNow {
  person: Person | null;
  /** Since when on the list; null when not on it. */
  addedOn: string | null;
  /** All rows of the person in the audience. */
  rows: MemberRow[];
  /** By row id; null for an address that is not in Mailchimp, undefined where nobody asked. */
  members: ReadonlyMap<string, Member | null>;
  /** Undefined where no other audience knows the person. */
  elsewhere: Elsewhere | undefined;
  /** Ids of rows whose members said no while, or since, the run archived them. */
  saidNo: ReadonlySet<string>;
}

export interface UndoTerms {
  labels: LabelsNow;
  taken: AddressesTaken;
  /** By Mailchimp's clock, and by the one of Dynamics 365. */
  readAt: string;
  crmReadAt: string;
}

export function planUndoOfPerson(
  image: BeforeImage,
  now: PersonNow,
  { labels, taken, readAt, crmReadAt }: UndoTerms,
): { plan: PersonPlan; numbers: UndoNumbers } {
  const numbers = nothingUndone();
  const wasOnList = now.addedOn !== null;
  const crm = placeOnList(image, now, numbers);
  const willBeOnList = crm === 'nothing' ? wasOnList : crm === 'join';
  const names = namesBack(image.names, now.person, numbers);
  const columns = columnsBack(image.fields, now.person, numbers);
  const newAddresses = columnsOfAddressesBack(image, now.person, taken, numbers);
  const flag = flagBack(image, now, crmReadAt, numbers);
  const person = now.person && {
    ...now.person,
    ...names,
    addresses: { ...now.person.addresses, ...newAddresses },
    optedOut: !flag && isOptedOut(now),
  };

  const addresses = now.rows.map((stored, index): AddressPlan => {
    const was = image.addresses.find(({ rowId }) => rowId === stored.id);
    const member = now.members.get(stored.id);
    const move = was?.status ? moveBack(was.status, stored, member ?? null, now, numbers) : { do: 'nothing' as const };
    const status = statusAfter(move, member === undefined ? stored.status : (member?.status ?? 'absent'));
    const stays = move.do === 'nothing' && member?.status === 'subscribed' ? member : null;
    const written = move.do === 'restore' ? (member ?? null) : stays;
    const fields = was ? inMailchimpBack(was, stored, written, move.do !== 'nothing', numbers) : noFields;
    const readdressed = addressBack(
      { row: stored, member: stays, was, rewritten: image.columns },
      person,
      taken,
      numbers,
    );
    const row = readdressed?.row ?? stored;
    const moved = crm !== 'nothing' || move.do !== 'nothing';
    const after: MemberRow = {
      ...row,
      personName: person ? fullName(person) : row.personName,
      status,
      onList: willBeOnList,
      listChangedOn: crm === 'nothing' ? row.listChangedOn : readAt,
      wasIn:
        was && (was.status !== null || image.list !== null) ? was.wasIn || (isIn(status) && willBeOnList) : row.wasIn,
      retryDue: moved ? null : row.retryDue,
      ...(flag?.index === index ? { optOut: flag.mark } : {}),
      last: {
        crm: row.last.crm && {
          ...row.last.crm,
          ...names,
          ...withSaid(row.last.crm, columns.said),
          onList: willBeOnList,
          changedOn: crm === 'leave' ? image.listChangedOn : crm === 'join' ? null : row.last.crm.changedOn,
        },
        mailchimp: row.last.mailchimp && {
          ...row.last.mailchimp,
          ...fields.said,
          ...(move.do === 'nothing' ? {} : { status, changedOn: readAt, by: 'us' as const }),
        },
      },
    };
    const takenOut = move.do === 'archive' || move.do === 'unsubscribe';
    const reason = reasonAfter(after, takenOut ? null : person);
    const told = moved ? { reason, outcome: outcomeOf(reason) } : readdressed ? afterReaddressing(after) : {};
    return {
      row: { ...after, ...told },
      stored: fingerprintOf(stored),
      move,
      names: fields.names,
      fields: fields.fields,
      fieldsBefore: fields.before,
      ...(stored.tags.length > 0 ? { tagsBefore: stored.tags } : {}),
      rename: readdressed?.plan.rename ?? null,
      base: readdressed?.plan.base ?? null,
      read: readNow(stored, now, member),
      before: { last: stored.last, wasIn: stored.wasIn },
    };
  });
  const further = labelsBack(
    image,
    addresses.map((address) => ({ address, member: now.members.get(address.row.id) ?? null })),
    { ...labels, mayJoin: now.person?.state === 'active' },
    numbers,
  );
  const plan: PersonPlan = {
    type: image.type,
    personId: image.personId,
    create: null,
    crm,
    names,
    fields: columns.fields,
    fieldsBefore: columns.before,
    newAddresses,
    ...(newAddresses && now.person ? { addressesBefore: now.person.addresses } : {}),
    optOut: flag && { move: flag.move, index: flag.index, before: flag.before },
    place: null,
    folds: 0,
    wasOnList,
    addresses,
    ...(further.length > 0 ? { further } : {}),
  };
  numbers.impossible += image.others;
  numbers.people = Object.values(numbers.back).some((count) => count > 0) ? 1 : 0;
  numbers.created = image.created && now.person ? 1 : 0;
  return { plan, numbers };
}

/** A flag that a run set is no word of people, whatever the audience that it was set for. */
const isOptedOut = ({ person, rows, elsewhere }: PersonNow): boolean =>
  optedOutByPeople({ person, entries: rows.map((row) => ({ member: null, row })) }, elsewhere);

function placeOnList(image: BeforeImage, { person, addedOn }: PersonNow, numbers: UndoNumbers): PersonPlan['crm'] {
  if (image.list === null) return 'nothing';
  const stillSo = (addedOn !== null) === (image.list === 'joined');
  if (person && stillSo) {
    const back = image.list === 'joined' ? 'leave' : person.state === 'active' ? 'join' : 'nothing';
    if (back !== 'nothing') {
      numbers.back.list += 1;
      return back;
    }
  }
  numbers.moved += 1;
  return 'nothing';
}

interface MailchimpFieldsBack extends Pick<AddressPlan, 'names'> {
  fields: MergeChanges | null;
  before: MergeChanges;
  /** What Mailchimp is remembered to have said. */
  said: object;
}

const noFields: MailchimpFieldsBack = { names: null, fields: null, before: {}, said: {} };

/** Fields are written only to a member who is subscribed once the undo is carried out. */
function inMailchimpBack(
  was: BeforeImage['addresses'][number],
  row: MemberRow,
  member: Member | null,
  isTakenOut: boolean,
  numbers: UndoNumbers,
): MailchimpFieldsBack {
  if (member === null) {
    const changed = Object.keys(was.names).length + Object.keys(was.fields ?? {}).length;
    if (!isTakenOut) numbers.moved += changed;
    // Whoever is out again keeps what was sent when they came in; somebody who was not there had nothing to keep.
    else if (was.status?.from === 'unsubscribed') numbers.impossible += changed;
    return noFields;
  }
  const names = namesInMailchimpBack(was.names, member, numbers);
  const merged = mergeFieldsBack(was.fields, member, numbers);
  const fields = { ...names.blanks, ...merged.fields };
  return {
    names: names.names,
    fields: Object.keys(fields).length > 0 ? fields : null,
    before: { ...names.before, ...merged.before },
    said: { ...names.said, ...withSaid(row.last.mailchimp ?? noNames, merged.said) },
  };
}

const noNames = { firstName: '', lastName: '' };

/** Both sides may say the same address again, or another one each. */
function afterReaddressing({
  reason,
  outcome,
  addressBase,
  status,
  onList,
}: MemberRow): Pick<MemberRow, 'reason' | 'outcome'> {
  if (addressBase?.undone !== undefined) return { reason: 'undone', outcome: outcomeOf('undone') };
  if (reason !== 'undone' || !isIn(status) || !onList) return { reason, outcome };
  return { reason: 'agreed', outcome: outcomeOf('agreed') };
}

/** A flag that spoke against nothing when the run subscribed the person is not why an undo takes them out again. */
function reasonAfter({ status, onList, no }: MemberRow, person: Pick<Person, 'optedOut'> | null): ReasonCode {
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
      ...(row.last.crm?.fields ? { fields: row.last.crm.fields } : {}),
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
            ...(row.last.mailchimp?.fields ? { fields: row.last.mailchimp.fields } : {}),
          },
  };
}
