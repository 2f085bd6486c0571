/**
 * Everything that is said to one Mailchimp account. Shapes are ours, dates are ISO strings in UTC, an absent value is null;
 * what a member is refused for is data, everything else that goes wrong is a `ServiceError`.
 */

import type { MergeKind } from '../reconcile/field-kinds';
import type { MailchimpStatus } from '../reconcile/situation';
import type { MemberCopy } from './member-copies';

export interface MailchimpAccountInfo {
  accountId: string;
  name: string;
}

export interface AudienceInfo {
  listId: string;
  name: string;
  doubleOptIn: boolean;
  memberCount: number;
  dateCreated: string;
}

export interface Member {
  /** MD5 of the lower-cased address as Mailchimp returned it. */
  id: string;
  /** Stable across a change of address. Empty, like `webId`, in the answer to an addition: Mailchimp leaves it out there. */
  contactId: string;
  webId: string;
  address: string;
  status: MailchimpStatus;
  unsubscribeReason: string | null;
  firstName: string;
  lastName: string;
  /** By merge tag, as Mailchimp says them; absent where Mailchimp was not asked, because nothing has changed there. */
  mergeFields?: Readonly<Record<string, unknown>>;
  timestampOpt: string | null;
  lastChanged: string;
  /** Names; Mailchimp embeds at most 50, `tagsCount` is the full number. */
  tags: string[];
  tagsCount: number;
  /** Whether the member has each interest, by its id; absent where it was not asked. */
  interests?: Record<string, boolean>;
}

export interface MemberPage {
  members: Member[];
  /** All matches of the query, whatever the page. */
  total: number;
  /** Mailchimp's own clock (Date header) when it answered. */
  serverTime: string;
  /** Where the reading goes on behind this page, in another process if need be; null at the end. */
  next: MemberCursor | null;
}

export interface MemberCursor {
  /** The second behind which the next page begins; null at the very beginning. */
  since: string | null;
  /** How many behind it have been read. */
  skip: number;
  last: { contactId: string; lastChanged: string };
  /** How many members of these seconds have been read. */
  seen: Record<string, number>;
  /** Whether `since` itself belongs to the answer. */
  inclusive: boolean;
}

export interface MemberQuery {
  /** Archived members are only returned when asked for. */
  archived: boolean;
  /** Treated as exclusive or inclusive by the service: callers read with an overlap and deduplicate. */
  sinceLastChanged?: string;
  /** Goes on behind a page that was read before. Some members may be returned once more. */
  from?: MemberCursor;
}

export interface NewMember {
  address: string;
  status: 'subscribed' | 'pending';
  /** By merge tag. */
  fields?: Readonly<Record<string, unknown>>;
}

export type MemberChange = { memberId: string } & (
  | { do: 'archive' }
  /** Sends nothing but the status. */
  | { do: 'status'; status: 'subscribed' | 'unsubscribed' | 'pending' }
  /** Sends nothing but the new address; only a subscribed member takes one. */
  | { do: 'address'; address: string }
  /** Sends nothing but the names, which are not sent where they are blank, and these merge fields. */
  | { do: 'names'; names: { firstName?: string; lastName?: string }; fields?: Readonly<Record<string, unknown>> }
  /** Sends nothing but these interests. */
  | { do: 'interests'; interests: Record<string, boolean> }
);

export type RefusalKind =
  | 'exists'
  | 'compliance'
  | 'forgotten'
  | 'fake-address'
  | 'too-many-signups'
  | 'merge-fields'
  | 'cannot-archive'
  | 'other';

export interface Refusal {
  address: string;
  kind: RefusalKind;
  /** Mailchimp's own words, with the address taken out. */
  message: string;
  /** Merge tags whose values are wrong, where Mailchimp names them. */
  fields?: string[];
}

export interface MergeField extends MergeKind {
  tag: string;
  name: string;
  /** New members need a value. */
  required: boolean;
}

export interface TagInfo {
  tagId: string;
  name: string;
  memberCount: number;
}

export interface InterestInfo {
  interestId: string;
  category: string;
  name: string;
  memberCount: number;
}

/** Who gets a tag and who loses it, by address. */
export interface TagChange {
  name: string;
  add: string[];
  remove: string[];
}

export interface ActivityEntry {
  type: string;
  createdAt: string;
  /** An unsubscribe that an administrator made, as far as Mailchimp says. */
  byAdmin?: boolean;
  /** Why somebody unsubscribed, in the words of Mailchimp or of the person. */
  reason?: string;
  /** A bounce after which Mailchimp goes on mailing. */
  isSoftBounce?: boolean;
}

export interface Webhook {
  id: string;
  url: string;
  /** It tells of everything that people and administrators do to members, and of nothing that the API does. */
  asWanted: boolean;
}

export interface NewWebhook {
  id: string;
  /** Told this once; null where Mailchimp does not sign. */
  signingSecret: string | null;
}

export interface Traffic {
  requests: number;
  /** Records changed (members added, updated, archived), not requests. */
  writes: number;
  peakConnections: number;
}

export interface MailchimpAccount {
  /** GET / : who the key belongs to. Throws ServiceError 'misconfigured' when the key is refused. */
  account(): Promise<MailchimpAccountInfo>;
  audiences(): Promise<AudienceInfo[]>;
  /** Null when the audience does not exist (any more). */
  audience(listId: string): Promise<AudienceInfo | null>;
  /** Pages of up to 1,000, by last_changed ascending, complete and without gaps even while members change. */
  members(listId: string, query: MemberQuery): AsyncIterable<MemberPage>;
  /** Like `members`, with all that Mailchimp tells of each. */
  memberCopies(listId: string, query: { archived: boolean }): AsyncIterable<MemberCopy[]>;
  /** Null when absent. Archived members are returned with status archived. */
  member(listId: string, address: string): Promise<Member | null>;
  /** New members only, in calls of up to 500 with update_existing false; existing ones come back as refusals of kind 'exists'. */
  addMembers(listId: string, members: NewMember[]): Promise<{ added: Member[]; refused: Refusal[] }>;
  /**
   * Up to ten by a call each, more as batches of up to 1,000, each member at most once. Answers in the order of the changes;
   * null where somebody is archived now, or was already.
   */
  changeMembers(listId: string, changes: readonly MemberChange[]): Promise<(Member | Refusal | null)[]>;
  mergeFields(listId: string): Promise<MergeField[]>;
  createMergeField(listId: string, field: Omit<MergeField, 'required'>): Promise<void>;
  tags(listId: string): Promise<TagInfo[]>;
  /** Of all categories. */
  interests(listId: string): Promise<InterestInfo[]>;
  /** Tag by tag, 500 people at a time; an unknown tag is created. Answers by tag the addresses that were refused. */
  tagMembers(listId: string, changes: readonly TagChange[]): Promise<{ name: string; refused: string[] }[]>;
  /** All tags of a member, for members with more than 50; null when the member is not there any more. */
  tagsOfMember(listId: string, memberId: string): Promise<string[] | null>;
  /** The last 50 activities, newest first; null when the member is not there any more. */
  activity(listId: string, memberId: string): Promise<ActivityEntry[] | null>;
  webhooks(listId: string): Promise<Webhook[]>;
  /** Mailchimp tries the address first; throws `ServiceError` (refused) when nobody answers there. */
  addWebhook(listId: string, webhook: { url: string }): Promise<NewWebhook>;
  removeWebhook(listId: string, id: string): Promise<void>;
  traffic(): Traffic;
}
