/** Puts together what is known about one person, asks what shall be done, and says what that means for both sides and our rows. */

import type { ListEvent, MarketingList, MemberRow, NewPerson, Person } from '../../dataverse/port';
import type { Member } from '../../mailchimp/port';
import { decideMembership } from '../../reconcile/decide-membership';
import { decideReturn } from '../../reconcile/decide-return';
import type { AddressDecision, Decision } from '../../reconcile/decision';
import { fold, type PersonGroup } from '../../reconcile/match-people';
import { notAsked } from '../../reconcile/remember-no';
import { outcomeOf } from '../../reconcile/outcome-of';
import type { MappedField } from '../../reconcile/fields';
import { namesOfNewPerson, type Names } from '../../reconcile/new-person-names';
import { complaint, readMailchimpWord } from '../../reconcile/read-mailchimp-word';
import { standsUndone } from '../../reconcile/stands-undone';
import type {
  AddressSituation,
  BeforeArchiving,
  CrmWord,
  PersonSituation,
  PersonType,
  Rules,
  RunTerms,
  Situation,
} from '../../reconcile/situation';
import type { PersonPlan } from '../run/person-plan';
import { fullName, planAddress } from './plan-address';
import { addressToPush, isCorrected, planAddressChanges, returnsCorrected } from './plan-address-changes';
import { optedOutByPeople, planOptOut, type Elsewhere } from './plan-opt-out';
import { fieldsThatFlow, type Flowing } from './flow-fields';
import { fieldsAtRest, fieldsOfNewMember, fieldsOfNewPerson, type PlannedFields } from './plan-fields';
import type { Snapshot } from '../reading/read';

export interface PlanTerms {
  rules: Rules;
  run: RunTerms;
  fields: readonly MappedField[];
  /** The topic of leads that are created. */
  audienceName: string;
  list: MarketingList;
  type: PersonType;
  /** Mailchimp's clock when the reading began: the date of what a side is seen to say for the first time. */
  readAt: string;
  /** The clock of Dynamics 365 at that time. */
  crmReadAt: string;
  newId(): string;
}

export type Group = PersonGroup<Member, MemberRow, Person>;

/** What the activity of archived members says, by Mailchimp's contact id; only asked where it matters. */
export type BeforeArchive = ReadonlyMap<string, BeforeArchiving>;

/** Ids of people whom a further list alone brings; they stand in `addedOn`, with the date of that list. */
export interface Brought {
  brought: ReadonlySet<string>;
}

export interface PlannedPerson {
  /** For the guard, which weighs decisions. */
  decision: Decision;
  plan: PersonPlan;
}

export function planPerson(
  terms: PlanTerms,
  group: Group,
  snapshot: Pick<Snapshot, 'addedOn' | 'events'> & Brought,
  beforeArchive: BeforeArchive,
  elsewhere?: Elsewhere,
): PlannedPerson {
  const record = group.person;
  const crmNow = crmWord(group.personId, snapshot, group, terms.readAt);
  const entries = group.entries.map((entry) => ({
    ...entry,
    situation: addressSituation(group, entry, beforeArchive),
  }));
  const situation: Situation = {
    rules: terms.rules,
    run: terms.run,
    person: personSituation(group, record, terms.type, elsewhere),
    crm: { now: crmNow, last: latestCrmWord(group), byFurtherList: snapshot.brought.has(group.personId ?? '') },
    addresses: entries.map((entry) => entry.situation),
    preferredAddress: addressToPush(group, entries),
    now: terms.readAt,
    crmNow: terms.crmReadAt,
  };
  const returns = !crmNow.onList && returnsCorrected(group, entries);
  const decided = returns ? decideReturn(situation) : decideMembership(situation);
  const membership = standsUndone(isUndone(group), situation, sharing(group, decided));
  const changes = planAddressChanges(group, entries, situation, membership);
  const optOut = planOptOut(group, situation, changes.decision, elsewhere);
  const decision: Decision =
    optOut === 'set' || optOut === 'clear' ? { ...changes.decision, optOut } : changes.decision;
  const markAt = placeOfMark(entries, decision);
  const creation = decision.crm === 'create-and-join' ? newPerson(terms, group, situation) : null;
  const create = creation?.person ?? null;
  const willBeOnList = decision.crm === 'nothing' ? crmNow.onList : decision.crm !== 'leave';
  const place = placeAfterMerge(group, willBeOnList, decision.crm === 'leave');
  const flowing = fieldsThatFlow(terms, record, entries, decision);
  const after = record ? { ...namesOf(record), ...flowing.toCrm.names } : create;

  const plan: PersonPlan = {
    type: terms.type,
    personId: create?.id ?? group.personId,
    create,
    crm: decision.crm,
    names: flowing.toCrm.names,
    fields: flowing.toCrm.fields,
    ...(flowing.toCrm.fields ? { fieldsBefore: flowing.toCrm.before } : {}),
    ...(flowing.overwrites.length > 0 ? { overwrites: flowing.overwrites } : {}),
    newAddresses: changes.newAddresses,
    ...(changes.newAddresses && record ? { addressesBefore: record.addresses } : {}),
    optOut: decision.optOut
      ? { move: decision.optOut, index: markAt, before: entries[markAt]?.row?.optOut ?? null }
      : null,
    place,
    folds: changes.decision.addressChanges?.folds ?? 0,
    wasOnList: crmNow.onList,
    ...surplusOf(group),
    addresses: decision.addresses.map((wanted, index) => {
      const entry = entries[index] ?? { member: null, row: null, situation: strange(wanted) };
      const refused = refusedBefore(entry.row, wanted, after, terms.readAt);
      const decided = refused ?? wanted;
      return planAddress({
        rowId: entry.row?.id ?? terms.newId(),
        known: entry.row,
        member: entry.member,
        situation: entry.situation,
        decision: decided,
        flags: { stands: decision.stands, open: decision.open || refused !== null },
        person: after && {
          id: create?.id ?? group.personId ?? '',
          type: terms.type,
          record,
          firstName: after.firstName,
          lastName: after.lastName,
        },
        crm: { now: crmNow, willBeOnList, isPutThere: place?.add === true || (willBeOnList && !crmNow.onList) },
        fields: fieldsOf(terms, { index, flowing, creation, record, entry, decided }),
        change: changes.outcomes[index] ?? null,
        optOut: index === markAt && optOut !== 'nothing' ? { did: markOf[optOut], on: terms.crmReadAt } : null,
        readAt: terms.readAt,
      });
    }),
  };
  return { decision: plan.overwrites ? { ...decision, overwrites: true } : decision, plan };
}

const markOf = { set: 'set', claim: 'set', clear: 'left', note: 'left' } as const;

/** One row remembers what was done about the flag: the one that does already, else the one that heard the no. */
function placeOfMark(entries: readonly { row: MemberRow | null }[], { addresses }: Decision): number {
  const marked = entries.findIndex(({ row }) => row?.optOut !== undefined);
  if (marked >= 0) return marked;
  return Math.max(
    0,
    addresses.findIndex(({ no }) => no?.kind === 'unsubscribed' || no?.kind === 'complained'),
  );
}

/** Dynamics 365 leaves a place on a list with the record that was merged away; it moves to the one that survived. */
function placeAfterMerge(
  { personId, person, listedAs }: Group,
  staysOnList: boolean,
  leaves: boolean,
): PersonPlan['place'] {
  const remove = listedAs.filter((id) => id !== personId);
  if (remove.length === 0 || person === null) return null;
  const dropped = listedAs.length - 1;
  if (leaves) return { add: false, remove, dropped };
  return staysOnList ? { add: !listedAs.includes(person.id), remove, dropped } : null;
}

/** Nothing that remembers a no is thrown away. */
function surplusOf({ surplusRows }: Group): Pick<PersonPlan, 'surplus'> {
  const surplus = surplusRows.filter(({ no }) => no === null).map(({ id }) => id);
  return surplus.length > 0 ? { surplus } : {};
}

const isUndone = ({ entries }: Group) => entries.some(({ row }) => row?.reason === 'undone');

/** A person without an address of their own: another record with the same one is synced in their place. */
function sharing(group: Group, decision: Decision): Decision {
  if (group.sharedWith === null) return decision;
  return {
    ...decision,
    addresses: decision.addresses.map((one) =>
      one.reason === 'no-address' ? { ...one, outcome: outcomeOf('shared-address'), reason: 'shared-address' } : one,
    ),
  };
}

/** On the list since when, or off it since when; null where the list never knew the person. */
function crmWord(
  personId: string | null,
  { addedOn, events }: Pick<Snapshot, 'addedOn' | 'events'>,
  group: Group,
  readAt: string,
): CrmWord {
  const nowhere: CrmWord = { onList: false, changedOn: null };
  if (personId === null) return nowhere;
  // After a merge the place on the list is the other record's.
  const since = [personId, ...group.listedAs].map((id) => addedOn.get(id)).find((date) => date !== undefined);
  if (since !== undefined) return { onList: true, changedOn: since };
  const event: ListEvent | undefined = events.get(personId);
  if (event?.kind === 'removed') return { onList: false, changedOn: event.occurredOn };
  const last = latestCrmWord(group);
  if (last && !last.onList) return last;
  // Known to have been on the list, and nobody told us when it ended: seen now.
  return last?.onList || event ? { onList: false, changedOn: readAt } : nowhere;
}

/** Of two records that were merged since, one may have been on the list. */
function latestCrmWord(group: Group): CrmWord | null {
  const words = group.entries.flatMap(({ row }) => row?.last.crm ?? []);
  const word = words.find(({ onList }) => onList) ?? words[0];
  return word ? { onList: word.onList, changedOn: word.changedOn } : null;
}

function addressSituation(
  group: Group,
  { address, member, row }: Group['entries'][number],
  beforeArchive: BeforeArchive,
): AddressSituation {
  const last = row?.last.mailchimp ?? null;
  return {
    address,
    now: readMailchimpWord(member, last),
    last,
    no: row?.no ?? null,
    wasIn: row?.wasIn ?? false,
    ...(isCorrected(group, { member, row }) ? { isCorrected: true } : {}),
    ...(complaint.test(member?.unsubscribeReason ?? '') ? { complained: true } : {}),
    beforeArchive: (member && beforeArchive.get(member.contactId)) ?? null,
  };
}

/** What was refused is not sent again before its cause has changed, or its time has come. */
function refusedBefore(
  row: MemberRow | null,
  wanted: AddressDecision,
  names: Names | null,
  now: string,
): AddressDecision | null {
  if (!row || row.tryAgain === true || (wanted.mailchimp.do !== 'add' && wanted.mailchimp.do !== 'restore'))
    return null;
  const waits = row.reason === 'retry-later' && row.retryDue !== null && Date.parse(row.retryDue) > Date.parse(now);
  // What a field needs may have come from elsewhere.
  if ((row.outcome !== 'attention' && !waits) || row.reason === 'fields-refused') return null;
  const same = fold(row.address) === fold(wanted.address) && row.personName === (names ? fullName(names) : '');
  if (!same) return null;
  return {
    ...wanted,
    mailchimp: { do: 'nothing' },
    outcome: row.outcome,
    reason: row.reason,
    no: notAsked(wanted.no, now),
  };
}

/** The address that a decision added: it is not in Mailchimp and nobody has seen it before. */
const strange = ({ address, no }: AddressDecision): AddressSituation => ({
  address,
  now: readMailchimpWord(null, null),
  last: null,
  no,
  wasIn: false,
  beforeArchive: null,
});

/**
 * A person whom a row of ours knows and Dynamics 365 does not have any more was deleted there. Whose place on the list is still
 * there is there as well: a role or a business unit may hide people from the service, and nobody leaves because of that.
 */
function personSituation(
  group: Group,
  record: Person | null,
  type: PersonType,
  elsewhere: Elsewhere | undefined,
): PersonSituation | null {
  if (record) return { type, state: record.state, optedOut: optedOutByPeople(group, elsewhere) };
  if (group.personId === null) return null;
  return { type, state: group.listedAs.length > 0 ? 'unseen' : 'deleted', optedOut: false };
}

interface Creation {
  person: NewPerson;
  /** The address that it is created for. */
  signedUp: number;
  fields: PlannedFields;
}

function newPerson(terms: PlanTerms, group: Group, { addresses }: Situation): Creation {
  const signedUp = addresses.findIndex(({ now }) => now.status === 'subscribed');
  const address = addresses[signedUp]?.address ?? '';
  const member = group.entries[signedUp]?.member ?? null;
  const { columns, ...fields } = fieldsOfNewPerson(terms.fields, member);
  const { firstname: _first, lastname: _last, ...further } = columns;
  const person = {
    id: terms.newId(),
    address,
    ...namesOfNewPerson(member ? namesOf(member) : { firstName: '', lastName: '' }, address),
    ownerId: terms.list.ownerId,
    ownerType: terms.list.ownerType,
    ...(Object.keys(further).length > 0 ? { columns: further } : {}),
    ...(terms.type === 'lead' ? { topic: terms.audienceName } : {}),
  };
  return { person, signedUp, fields };
}

function fieldsOf(
  { fields }: PlanTerms,
  of: {
    index: number;
    flowing: Flowing;
    creation: Creation | null;
    record: Person | null;
    entry: { row: MemberRow | null };
    decided: AddressDecision;
  },
): PlannedFields {
  const { index, flowing, creation, record, entry, decided } = of;
  const planned = flowing.ofAddress.get(index);
  if (planned) return planned;
  if (creation && index === creation.signedUp) return creation.fields;
  if (record && decided.mailchimp.do === 'add') return fieldsOfNewMember(fields, { record, row: entry.row });
  return fieldsAtRest(entry.row);
}

const namesOf = ({ firstName, lastName }: Names): Names => ({ firstName, lastName });
