/** What shall be done about one person, and why. */

import type { ReasonCode } from './reasons';
import type { RememberedNo } from './situation';

/** What is said to Mailchimp about one address. `add` is for absent, `restore` for archived or unsubscribed members. */
export type MailchimpMove =
  | { do: 'nothing' }
  | { do: 'add'; status: 'subscribed' | 'pending' }
  | { do: 'restore'; status: 'subscribed' | 'pending' }
  | { do: 'archive' }
  | { do: 'unsubscribe' };

export type CrmMove = 'nothing' | 'join' | 'leave' | 'create-and-join';

export type Outcome = 'in-sync' | 'waiting' | 'left-out' | 'attention';

export interface AddressDecision {
  address: string;
  mailchimp: MailchimpMove;
  outcome: Outcome;
  reason: ReasonCode;
  /** The memory to keep from now on: kept, newly learnt, or ended (null). */
  no: RememberedNo | null;
}

export interface Decision {
  crm: CrmMove;
  /** Neither side moved and nothing is done: the outcome and reason recorded earlier may stand (see `recordedOrDecided`). */
  stands: boolean;
  /**
   * What was decided cannot be done yet (agreement not confirmed, direction or creation switched off): the last words must
   * stay as they were, so that it is decided anew when the cause is gone. The same goes for whatever the guard holds.
   */
  open: boolean;
  /** How many of the addresses are changed; a fold archives one of the person's members, which is no leaving. */
  addressChanges?: { renames: number; folds: number; rewrites: number };
  /** A value of a mapped field is written over another one, on either side. */
  overwrites?: boolean;
  /** What becomes of the person's flag "no bulk e-mail". */
  optOut?: 'set' | 'clear';
  /**
   * One per address of the situation, in its order; behind them one for `preferredAddress` when it is none of them and is
   * pushed, or when there are no others; one with address '' for a person without any.
   */
  addresses: AddressDecision[];
}
