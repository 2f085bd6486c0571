/**
 * What becomes of an address that was changed on one side. Compared are three: what both sides last agreed on, what the column of
 * the record says now, and what the member says now. A member that is not subscribed is never given a new address.
 */

import { fold } from './address-owners';
import type { ReasonCode } from './reasons';
import type { MemberStatus, Rules } from './situation';

/** What both sides last agreed on; kept for as long as they do not agree again. */
export interface AddressBase<Column extends string = string> {
  column: Column;
  address: string;
  /** Mailchimp refused this address for the member; it is not sent again before the record says another one. */
  refused?: string;
  /** What the other side says since a run was undone; it is not carried over again before one of them says something else. */
  undone?: string;
}

export interface ChangedAddress<Column extends string = string> {
  /** Null where nobody knows which column the member's address came from. */
  base: AddressBase<Column> | null;
  /** The member's address stands in a column of the person, whichever. */
  isOwn: boolean;
  /** What the column of the base says now; null when it is blank or no address. */
  inCrm: string | null;
  member: { address: string; status: MemberStatus };
  /** When each side was last edited (ISO), where known: only read where both have another address now. */
  changedOn: { crm: string | null; mailchimp: string | null };
  direction: Rules['direction'];
  /** Another record has the member's new address. */
  isOfAnother: boolean;
  occupant: Occupant;
}

/**
 * Who has the record's address in the audience already: nobody; a member that is this person's and subscribed, that may become so
 * (`free`), that waits for an answer or for something else (`waiting`), or that may not be subscribed (`barred`); or a member that
 * is another person's.
 */
export type Occupant = 'nobody' | 'subscribed' | 'free' | 'waiting' | 'barred' | 'of-another';

export type AddressChange<Column extends string = string> =
  /** The base is kept where the difference shall be looked at again. */
  | { do: 'nothing'; base: AddressBase<Column> | null; reason: ReasonCode | null }
  /** The member gets the address of the record. */
  | { do: 'rename'; to: string; base: AddressBase<Column> }
  /** The record's address has a member already: that one stays, brought back where it may be, and this one is archived. */
  | { do: 'fold'; restore: boolean; base: AddressBase<Column> }
  /** The column of the record gets the address of the member. */
  | { do: 'rewrite'; column: Column; to: string; base: AddressBase<Column> };

export function changeAddress<Column extends string>(facts: ChangedAddress<Column>): AddressChange<Column> {
  const { base, inCrm, member, direction } = facts;
  const settled: AddressChange<Column> = { do: 'nothing', base: null, reason: null };
  if (base === null || facts.isOwn) return settled;
  const pinned = (reason: ReasonCode | null = null): AddressChange<Column> => ({ do: 'nothing', base, reason });

  const moved = (address: string) => fold(address) !== fold(base.address) && !isUndone(base, address);
  const crmChanged = inCrm !== null && moved(inCrm);
  const mailchimpChanged = moved(member.address);
  if (!crmChanged && !mailchimpChanged) {
    if (inCrm !== null && (isUndone(base, inCrm) || isUndone(base, member.address))) return pinned('undone');
    return inCrm === null ? pinned() : settled;
  }

  const mailchimpWins = mailchimpChanged && (!crmChanged || mailchimpIsLater(facts));
  if (mailchimpWins) {
    if (!editable.has(member.status)) return settled;
    if (direction === 'to-mailchimp') return pinned();
    if (facts.isOfAnother) return pinned('shared-address');
    // A column that was emptied is no address that Mailchimp could correct.
    return inCrm === null ? pinned() : { do: 'rewrite', column: base.column, to: member.address, base };
  }

  if (inCrm === null || member.status === 'pending') return pinned();
  if (member.status !== 'subscribed') return settled;
  if (direction === 'to-crm') return pinned();
  switch (facts.occupant) {
    case 'of-another':
      return pinned('shared-address');
    case 'waiting':
      return pinned();
    case 'subscribed':
    case 'barred':
      return { do: 'fold', restore: false, base };
    case 'free':
      return { do: 'fold', restore: true, base };
    case 'nobody':
  }
  const wasRefused = base.refused !== undefined && fold(base.refused) === fold(inCrm);
  return wasRefused ? pinned('address-refused') : { do: 'rename', to: inCrm.trim(), base };
}

const isUndone = ({ undone }: AddressBase, address: string): boolean =>
  undone !== undefined && fold(undone) === fold(address);

const editable: ReadonlySet<MemberStatus> = new Set<MemberStatus>(['subscribed', 'pending', 'unsubscribed']);

function mailchimpIsLater({ changedOn }: Pick<ChangedAddress, 'changedOn'>): boolean {
  if (changedOn.crm === null || changedOn.mailchimp === null) return false;
  return Date.parse(changedOn.mailchimp) > Date.parse(changedOn.crm);
}
