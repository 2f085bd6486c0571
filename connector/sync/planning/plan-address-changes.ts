/** Addresses that were changed on one side: which members are renamed or folded, and which columns of the record are rewritten. */

import type { AddressColumn, MemberRow, Person } from '../../dataverse/port';
import type { Member } from '../../mailchimp/port';
import { fold } from '../../reconcile/address-owners';
import { changeAddress, type AddressBase, type AddressChange, type Occupant } from '../../reconcile/change-address';
import type { AddressDecision, Decision } from '../../reconcile/decision';
import { outcomeOf } from '../../reconcile/outcome-of';
import { pushPerson, reasonOfNo } from '../../reconcile/push-person';
import type { ReasonCode } from '../../reconcile/reasons';
import type { AddressSituation, Situation } from '../../reconcile/situation';

type Base = AddressBase<AddressColumn>;

interface Entry {
  member: Member | null;
  row: MemberRow | null;
  situation: AddressSituation;
}

interface Whose {
  personId: string | null;
  person: Person | null;
  free: readonly string[];
  ofOthers: readonly string[];
}

/** What becomes of the address of one entry. */
export interface AddressOutcome {
  rename: { from: string; to: string; base: Base } | null;
  /** The column that the row names, where the record does not say it (yet). */
  column: AddressColumn | null;
  base: Base | null;
  /** What the row tells instead of what was decided about the membership. */
  reason: ReasonCode | null;
}

export interface AddressChanges {
  decision: Decision;
  outcomes: (AddressOutcome | null)[];
  newAddresses: Partial<Record<AddressColumn, string>> | null;
}

export function planAddressChanges(
  whose: Whose,
  entries: readonly Entry[],
  situation: Situation,
  decision: Decision,
): AddressChanges {
  const { person } = whose;
  if (person?.state !== 'active') return { decision, outcomes: entries.map(keptBase), newAddresses: null };
  const addresses = [...decision.addresses];
  const outcomes: (AddressOutcome | null)[] = [];
  const newAddresses: Partial<Record<AddressColumn, string>> = {};
  const given = new Set<string>();
  const counts = { renames: 0, folds: 0, rewrites: 0 };

  for (const [index, entry] of entries.entries()) {
    const base = baseOf(whose, entry);
    if (base === null || entry.member === null) {
      outcomes.push(null);
      continue;
    }
    const inCrm = addressIn(person, base.column);
    const wanted = changeAddress({
      base,
      isOwn: isOwn(person, entry.member.address),
      inCrm,
      member: entry.member,
      changedOn: { crm: person.modifiedOn, mailchimp: entry.member.lastChanged },
      direction: situation.rules.direction,
      isOfAnother: whose.ofOthers.some((address) => fold(address) === fold(entry.member?.address ?? '')),
      occupant:
        inCrm === null
          ? 'nobody'
          : given.has(fold(inCrm))
            ? 'subscribed'
            : occupantOf(inCrm, whose, entries, situation, addresses),
    });
    const change = waitsStill(entry.row, wanted, situation.now) ?? wanted;
    const move = addresses[index]?.mailchimp.do;
    // Whoever leaves or comes back keeps the address; the column of the record can have it all the same.
    if (move !== 'nothing' && change.do !== 'rewrite') {
      outcomes.push(move === 'restore' ? laterOn(base, entry) : null);
      continue;
    }
    outcomes.push(outcomeOfChange(entry, change));
    switch (change.do) {
      case 'nothing':
        break;
      case 'rename':
        given.add(fold(change.to));
        counts.renames += 1;
        break;
      case 'rewrite':
        newAddresses[change.column] = change.to.trim();
        counts.rewrites += 1;
        break;
      case 'fold': {
        counts.folds += 1;
        const target = entries.findIndex(({ situation: { address } }) => fold(address) === fold(inCrm ?? ''));
        const isIn = change.restore || entries[target]?.member?.status === 'subscribed';
        const barred = isIn ? null : whyBarred(entries[target], addresses[target]);
        replace(addresses, index, { mailchimp: { do: 'archive' } }, barred ?? 'crm-moved');
        if (change.restore)
          replace(addresses, target, { mailchimp: { do: 'restore', status: 'subscribed' } }, 'crm-moved');
      }
    }
  }
  const changed = counts.renames + counts.folds + counts.rewrites > 0;
  return {
    decision: changed ? { ...decision, addresses, addressChanges: counts } : decision,
    outcomes,
    newAddresses: counts.rewrites > 0 ? newAddresses : null,
  };
}

/** Mailchimp takes the address later: it is not asked again before. */
function waitsStill(
  row: MemberRow | null,
  { do: wanted, base }: AddressChange<AddressColumn>,
  now: string,
): AddressChange<AddressColumn> | null {
  if (wanted !== 'rename' || row?.reason !== 'retry-later' || row.retryDue === null) return null;
  return Date.parse(row.retryDue) > Date.parse(now) ? { do: 'nothing', base, reason: 'retry-later' } : null;
}

/** Mail to the address bounces, and its record has another one by now: the bounce says nothing about the person's place on the list. */
export function isCorrected(whose: Whose, entry: { member: Member | null; row: MemberRow | null }): boolean {
  const base = baseOf(whose, entry);
  if (base === null || whose.person === null || entry.member?.status !== 'cleaned') return false;
  if (entry.row?.last.mailchimp?.status === 'cleaned' || isOwn(whose.person, entry.member.address)) return false;
  return addressIn(whose.person, base.column) !== null;
}

/**
 * A bounce took the person off the list, and nobody else did: with a new address in the record the cause is gone, as if somebody
 * had put the person on the list again.
 */
export function returnsCorrected(whose: Whose, entries: readonly Entry[]): boolean {
  const { person } = whose;
  if (person === null) return false;
  return entries.some((entry) => {
    const { row, member, situation } = entry;
    const base = baseOf(whose, entry);
    if (base === null || row === null || member?.status !== 'cleaned' || isOwn(person, member.address)) return false;
    const leftByBounce = row.last.crm?.onList === false && tookOffList.has(row.reason);
    return leftByBounce && situation.last?.status === 'cleaned' && addressIn(person, base.column) !== null;
  });
}

const tookOffList: ReadonlySet<ReasonCode> = new Set<ReasonCode>(['mailchimp-moved', 'mailchimp-later']);

/** A link that came from another record by a merge says nothing about the columns of this one. */
function baseOf({ personId }: Whose, { row }: { row: MemberRow | null }): Base | null {
  if (row === null || row.personId === null || row.personId !== personId) return null;
  if (row.addressBase) return row.addressBase;
  return row.addressColumn === null ? null : { column: row.addressColumn, address: row.address };
}

const laterOn = (base: Base, { member }: Entry): AddressOutcome | null =>
  member === null || fold(member.address) === fold(base.address)
    ? null
    : { rename: null, column: null, base, reason: null };

/** Where Mailchimp alone changed the address, the member that has the new one is pushed, and none beside it with the old one. */
export function addressToPush(
  whose: Whose & { preferredAddress: string | null },
  entries: readonly Entry[],
): string | null {
  const { preferredAddress } = whose;
  if (preferredAddress === null) return null;
  const renamed = entries.find((entry) => {
    const base = baseOf(whose, entry);
    return base !== null && fold(base.address) === fold(preferredAddress) && isRenamed(whose, entry, base);
  });
  const address = renamed?.member?.address ?? preferredAddress;
  return usableAddress.test(address) ? address : null;
}

function isRenamed({ ofOthers }: Whose, { member }: Entry, base: Base): boolean {
  if (member === null || !['subscribed', 'pending', 'unsubscribed'].includes(member.status)) return false;
  return ![base.address, base.undone, ...ofOthers].some(
    (one) => one !== undefined && fold(one) === fold(member.address),
  );
}

const keptBase = ({ row }: Entry): AddressOutcome | null =>
  row?.addressBase ? { rename: null, column: null, base: row.addressBase, reason: null } : null;

function outcomeOfChange({ situation }: Entry, change: AddressChange<AddressColumn>): AddressOutcome {
  switch (change.do) {
    case 'nothing':
      return { rename: null, column: null, base: change.base, reason: change.reason };
    case 'rename':
      return {
        rename: { from: situation.address, to: change.to, base: change.base },
        column: change.base.column,
        base: null,
        reason: 'crm-moved',
      };
    case 'rewrite':
      return { rename: null, column: change.column, base: null, reason: 'mailchimp-moved' };
    case 'fold':
      return { rename: null, column: null, base: null, reason: null };
  }
}

function replace(
  addresses: AddressDecision[],
  index: number,
  change: Pick<AddressDecision, 'mailchimp'>,
  reason: ReasonCode,
): void {
  const known = addresses[index];
  if (known) addresses[index] = { ...known, ...change, reason, outcome: outcomeOf(reason) };
}

/** The old member goes, and the new address is none to write to: from then on the person is left out because of it. */
function whyBarred(entry: Entry | undefined, decided: AddressDecision | undefined): ReasonCode {
  const no = decided?.no ?? entry?.row?.no;
  if (no) return reasonOfNo[no.kind];
  return entry?.member?.status === 'cleaned' ? 'bounced' : 'said-no';
}

function occupantOf(
  address: string,
  whose: Whose,
  entries: readonly Entry[],
  situation: Situation,
  decided: readonly AddressDecision[],
): Occupant {
  const index = entries.findIndex((entry) => fold(entry.situation.address) === fold(address));
  const { member } = entries[index] ?? { member: null };
  // A new address is no way around what was said at it before.
  const saysNo = (decided[index]?.no ?? entries[index]?.row?.no ?? null) !== null;
  if (member === null && saysNo) return 'barred';
  if (member === null) return whose.free.some((one) => fold(one) === fold(address)) ? 'nobody' : 'of-another';
  switch (member.status) {
    case 'subscribed':
      return decided[index]?.mailchimp.do === 'nothing' ? 'subscribed' : 'waiting';
    case 'pending':
    case 'transactional':
      return 'waiting';
    case 'cleaned':
      return 'barred';
    case 'archived':
    case 'unsubscribed':
  }
  // Somebody who is subscribed already is no newcomer under another address.
  const addresses = entries.map((entry, place) => ({
    ...entry.situation,
    wasIn: entry.situation.wasIn || place === index,
  }));
  const memories = entries.map((_, place) => decided[place]?.no ?? null);
  const push = pushPerson({ ...situation, addresses, preferredAddress: address }, addresses, memories);
  if ('blocked' in push) return openReasons.has(push.blocked) ? 'waiting' : 'barred';
  return push.move.status === 'subscribed' ? 'free' : 'waiting';
}

const openReasons: ReadonlySet<ReasonCode> = new Set<ReasonCode>(['direction-off', 'consent-not-confirmed']);

const isOwn = (person: Person, address: string): boolean =>
  Object.values(person.addresses).some((own) => own !== null && fold(own) === fold(address));

/** Null for what cannot be an address. */
function addressIn(person: Person, column: AddressColumn): string | null {
  const address = person.addresses[column]?.trim() ?? '';
  return usableAddress.test(address) ? address : null;
}

export const usableAddress = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;
