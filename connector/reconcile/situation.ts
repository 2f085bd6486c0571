/**
 * What is known about one person in one audience, and what is decided about it. Nothing here reads a clock or a service:
 * every date is an ISO 8601 string in UTC that one of the two services told us.
 */

export type MailchimpStatus = 'subscribed' | 'unsubscribed' | 'cleaned' | 'pending' | 'transactional' | 'archived';
export type MemberStatus = MailchimpStatus | 'absent';
export type PersonType = 'contact' | 'lead';

/** The choices a person makes in Manage. The defaults are the safe ones (see `defaultRules`). */
export interface Rules {
  direction: 'both' | 'to-mailchimp' | 'to-crm';
  /** Create contacts or leads for members whom nobody in the CRM owns. */
  createPeople: boolean;
  removal: 'archive' | 'unsubscribe' | 'untag';
  /** What an addition to the list means for somebody who said no before it. */
  resubscribe: 'leave-out' | 'ask' | 'subscribe';
  /** Only read where `doubleOptIn`. */
  newMembers: 'ask' | 'agreed';
  doubleOptIn: boolean;
  optOut: 'never' | 'all' | 'once';
}

export const defaultRules: Rules = {
  direction: 'both',
  createPeople: true,
  removal: 'archive',
  resubscribe: 'leave-out',
  newMembers: 'ask',
  doubleOptIn: false,
  optOut: 'all',
};

export interface RunTerms {
  /** The side that wins wherever the two differ, during one full run only. */
  trust: 'none' | 'crm' | 'mailchimp';
  /** The first run of a tie: an addition to the list is then no answer to a remembered no. */
  firstRun: boolean;
  /** Somebody confirmed that the people on the list agreed to the mailing; without it nobody is pushed to Mailchimp. */
  consentConfirmed: boolean;
}

/** A no that a person said, or that the mail system said for the address. It survives archiving, deletion and a new tie. */
export interface RememberedNo {
  kind: 'unsubscribed' | 'complained' | 'bounced' | 'unconfirmed' | 'forgotten';
  /** When Mailchimp says it was said, else when we first saw it. */
  since: string;
  /** When a run first saw it, by the clock of the CRM: only an addition to the list after this is an answer to it. */
  seenOn: string;
  /** A confirmation mail was asked for after this no (at most one). */
  askedOn?: string;
  /** Nobody is known to have said it: an archived member, whose activity nobody asked yet. */
  presumed?: true;
}

/** What Mailchimp says, or said when a run last wrote it down. */
export interface MailchimpWord {
  status: MemberStatus;
  /** Joined (subscribed: timestamp_opt, else last_changed) or left (last_changed); null when absent. */
  changedOn: string | null;
  /** Who made the member unsubscribed or archived, as far as Mailchimp or our own memory tells. */
  by: 'us' | 'admin' | 'person' | 'unknown';
}

/** What the CRM says about the person and the list, or said when a run last wrote it down. */
export interface CrmWord {
  onList: boolean;
  /** Date of the addition (listmember.createdon) or of the last known removal (list event); null when there is no history. */
  changedOn: string | null;
}

/** One address of the person in the audience: a Mailchimp member, or an address that is not there (yet). */
export interface AddressSituation {
  /** Trimmed, case as written; the key is `address.toLowerCase()`. */
  address: string;
  now: MailchimpWord;
  last: MailchimpWord | null;
  no: RememberedNo | null;
  /** A row of ours shows that this member was once in; only such members, or those with a dated removal, are ever removed. */
  wasIn: boolean;
  /** Mail to it bounces and its record has another address by now: the bounce is no word about the list. */
  isCorrected?: boolean;
  /** What Mailchimp gives as the reason of an unsubscribe tells a complaint. */
  complained?: boolean;
  /** What the activity of an archived member says last. Null where nobody asked. */
  beforeArchive: BeforeArchiving | null;
}

export type BeforeArchiving = 'unsubscribed' | 'complained' | 'bounced' | 'no-objection';

export interface PersonSituation {
  type: PersonType;
  /** Active: not inactive, not qualified or disqualified, not merged away, not deleted. Unseen: there, and may not be read. */
  state: 'active' | 'inactive' | 'qualified' | 'disqualified' | 'deleted' | 'unseen';
  /** donotbulkemail or donotemail as people set it. */
  optedOut: boolean;
}

export interface Situation {
  rules: Rules;
  run: RunTerms;
  /** Null when nobody in the CRM owns the address (a stranger). */
  person: PersonSituation | null;
  /** `byFurtherList`: a further list brings the person, whom nobody put on the audience's own list. */
  crm: { now: CrmWord; last: CrmWord | null; byFurtherList?: boolean };
  /** Usually one; several when one person has several addresses in the audience; none when the person has no address at all. */
  addresses: AddressSituation[];
  /** The address that would be pushed when none is in Mailchimp; null when the person has no usable address. */
  preferredAddress: string | null;
  /** Mailchimp's clock when the run began to read (ISO). */
  now: string;
  /** The clock of the CRM at that time (ISO): places on the list are dated by it, and so are answers to a no. */
  crmNow: string;
}
