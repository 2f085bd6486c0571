/** What the row of one address will say once its part of the plan has succeeded, and what has to be done for that. */

import { tables } from '../../dataverse/schema.generated';
import { addressColumns } from '../../dataverse/standard-tables';
import type { AddressColumn, LastWords, MemberRow, Person } from '../../dataverse/port';
import type { Member } from '../../mailchimp/port';
import type { AddressDecision, MailchimpMove } from '../../reconcile/decision';
import { outcomeOf, recordedOrDecided, type Recorded } from '../../reconcile/outcome-of';
import type { AddressSituation, CrmWord, MemberStatus, PersonType } from '../../reconcile/situation';
import type { OptOutMark } from '../../reconcile/opt-out';
import type { AddressPlan, MergeChanges, NameChange } from '../run/person-plan';
import type { AddressOutcome } from './plan-address-changes';
import type { PlannedFields } from './plan-fields';
import { fingerprintOf } from '../run/row-fingerprint';

export interface AddressFacts {
  rowId: string;
  known: MemberRow | null;
  member: Member | null;
  situation: AddressSituation;
  decision: AddressDecision;
  person: { id: string; type: PersonType; record: Person | null; firstName: string; lastName: string } | null;
  /** `isPutThere`: by this run, whether or not a record merged into it was there before. */
  crm: { now: CrmWord; willBeOnList: boolean; isPutThere: boolean };
  /** As the decision says: what was recorded may stand, or the last words must stay as they were. */
  flags: { stands: boolean; open: boolean };
  fields: PlannedFields;
  /** The address itself was changed on one side. */
  change: AddressOutcome | null;
  /** What this run does about the person's flag, where this row remembers it. */
  optOut: OptOutMark | null;
  readAt: string;
}

export function planAddress(facts: AddressFacts): AddressPlan {
  const { known, decision } = facts;
  const read = wordsAsRead(facts);
  const row = rowAfter(facts, read);
  return {
    row,
    stored: known && (known.asStored ?? fingerprintOf(known)),
    move: decision.mailchimp,
    ...toSend(facts),
    ...(facts.fields.toMailchimp && facts.fields.before ? { fieldsBefore: facts.fields.before.mailchimp } : {}),
    rename: facts.change?.rename ?? null,
    read,
    before: { last: lastWordsOf(known), wasIn: known?.wasIn ?? false },
    ...(known && known.tags.length > 0 ? { tagsBefore: known.tags } : {}),
    base: known ? baseOf(known) : null,
  };
}

const baseOf = ({ addressBase, addressColumn, address }: MemberRow): AddressPlan['base'] =>
  addressBase ?? (addressColumn && { column: addressColumn, address });

const lastWordsOf = (known: MemberRow | null): LastWords => known?.last ?? { crm: null, mailchimp: null };

function rowAfter(facts: AddressFacts, read: LastWords): MemberRow {
  const { known, member, situation, decision, person, crm, change } = facts;
  const optOut = facts.optOut ?? known?.optOut;
  const status = statusAfter(decision.mailchimp, situation.now.status);
  const personId = person?.id ?? known?.personId ?? null;
  return {
    id: facts.rowId,
    address: change?.rename?.to ?? situation.address,
    memberId: member?.id ?? known?.memberId ?? null,
    mailchimpContactId: member?.contactId ?? known?.mailchimpContactId ?? null,
    webId: member?.webId ?? known?.webId ?? null,
    personId,
    personType: person?.type ?? known?.personType ?? null,
    personName: fullName(person ?? member ?? { firstName: '', lastName: '' }),
    addressColumn:
      change?.column ?? (person ? columnOf(person.record, situation.address) : (known?.addressColumn ?? null)),
    status,
    onList: crm.willBeOnList,
    listChangedOn: crm.willBeOnList === crm.now.onList ? crm.now.changedOn : facts.readAt,
    mailchimpChangedOn: status === situation.now.status ? situation.now.changedOn : facts.readAt,
    tags: member?.tags ?? known?.tags ?? [],
    ...(isIn(status) ? withRefusedFields(facts.fields, told(facts)) : told(facts)),
    last: facts.flags.open ? lastWordsOf(known) : wordsAfter(facts, read, status),
    no: decision.no,
    wasIn: (known?.wasIn ?? false) || (isIn(status) && crm.willBeOnList),
    // Whoever is not tried yet keeps the time of the next try.
    retryDue: decision.reason === 'retry-later' || change?.reason === 'retry-later' ? (known?.retryDue ?? null) : null,
    ...(change?.base ? { addressBase: change.base } : {}),
    ...(optOut ? { optOut } : {}),
  };
}

/** What became of the address is told where the membership itself needs no telling. */
function told({ known, decision, flags, change }: AddressFacts): Pick<MemberRow, 'outcome' | 'reason'> {
  const quiet = decision.outcome === 'in-sync' && decision.mailchimp.do === 'nothing';
  if (change?.reason && quiet) return { outcome: outcomeOf(change.reason), reason: change.reason };
  // Undone was the address, and both sides say the same one again.
  const agreesAgain = known?.addressBase?.undone !== undefined && !change?.base;
  return recordedOrDecided(known, decision, flags.stands && decision.mailchimp.do === 'nothing' && !agreesAgain);
}

/** A new member gets everything at once; one that is there gets what has changed. */
function toSend({ fields, decision }: AddressFacts): Pick<AddressPlan, 'names' | 'fields'> {
  const { names, toMailchimp } = fields;
  const move = decision.mailchimp.do;
  if (move === 'add') return { names: null, fields: asMergeFields(names.toMailchimp, toMailchimp) };
  return move === 'nothing' || move === 'restore'
    ? { names: names.toMailchimp, fields: toMailchimp }
    : { names: null, fields: null };
}

function asMergeFields(names: NameChange | null, fields: MergeChanges | null): MergeChanges | null {
  if (!names && !fields) return null;
  return {
    ...(names?.firstName === undefined ? {} : { FNAME: names.firstName }),
    ...(names?.lastName === undefined ? {} : { LNAME: names.lastName }),
    ...fields,
  };
}

/** A value that one side cannot hold is said as long as it is wanted there, unless there is something more important to say. */
function withRefusedFields({ after }: PlannedFields, said: Recorded): Recorded {
  if (outcomeOf(said.reason) !== 'in-sync') return said;
  if (after.mailchimp.refused) return { outcome: 'attention', reason: 'fields-refused' };
  return after.crm.refused ? { outcome: 'attention', reason: 'refused-by-crm' } : said;
}

export const fullName = ({ firstName, lastName }: { firstName: string; lastName: string }): string =>
  [firstName, lastName].filter(Boolean).join(' ').slice(0, tables.mcs_audiencemember.columns.mcs_personname.maxLength);

const isIn = (status: MemberStatus) => status === 'subscribed' || status === 'pending';

function statusAfter(move: MailchimpMove, now: MemberStatus): MemberStatus {
  switch (move.do) {
    case 'nothing':
      return now;
    case 'add':
    case 'restore':
      return move.status;
    case 'archive':
      return 'archived';
    case 'unsubscribe':
      return 'unsubscribed';
  }
}

function wordsAsRead({ crm, member, situation, person, fields }: AddressFacts): LastWords {
  return {
    crm: {
      ...crm.now,
      firstName: person?.record?.firstName ?? '',
      lastName: person?.record?.lastName ?? '',
      ...fields.read.crm,
    },
    mailchimp: {
      ...situation.now,
      firstName: member?.firstName ?? '',
      lastName: member?.lastName ?? '',
      ...fields.read.mailchimp,
    },
  };
}

function wordsAfter(facts: AddressFacts, read: LastWords, status: MemberStatus): LastWords {
  const { crm, fields, person, decision, readAt } = facts;
  const names = fields.names.toMailchimp;
  const moved = decision.mailchimp.do !== 'nothing';
  return {
    crm: {
      onList: crm.willBeOnList,
      // Where we put somebody is no date of people: nobody has answered a no by it.
      changedOn: crm.isPutThere ? null : crm.willBeOnList === crm.now.onList ? crm.now.changedOn : readAt,
      firstName: person?.firstName ?? '',
      lastName: person?.lastName ?? '',
      ...fields.after.crm,
    },
    mailchimp: {
      status,
      changedOn: moved ? readAt : (read.mailchimp?.changedOn ?? null),
      by: moved ? 'us' : (read.mailchimp?.by ?? 'unknown'),
      firstName: names?.firstName ?? read.mailchimp?.firstName ?? '',
      lastName: names?.lastName ?? read.mailchimp?.lastName ?? '',
      ...fields.after.mailchimp,
    },
  };
}

/** A person that the run creates has the address in the first column. */
export function columnOf(person: Person | null, address: string): AddressColumn | null {
  if (!person) return address === '' ? null : 'emailaddress1';
  const wanted = address.trim().toLowerCase();
  return addressColumns.find((column) => person.addresses[column]?.trim().toLowerCase() === wanted) ?? null;
}
