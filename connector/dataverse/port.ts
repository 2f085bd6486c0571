/**
 * Everything that is said to Dynamics 365. Ids are lower-case guids, dates ISO strings in UTC with seconds, an absent value is
 * null. A record that is refused is data; everything else that goes wrong is a `ServiceError`.
 */

import type { Outcome } from '../reconcile/decision';
import type { AddressBase } from '../reconcile/change-address';
import type { OptOutMark } from '../reconcile/opt-out';
import type { ColumnKind } from '../reconcile/field-kinds';
import type { ReasonCode } from '../reconcile/reasons';
import type { CrmWord, MailchimpWord, MemberStatus, PersonType, RememberedNo } from '../reconcile/situation';
import type { PersonCopy } from './people-copies';
import type { Choice } from './schema.generated';

export interface AccountRow {
  id: string;
  name: string;
  mailchimpAccountId: string;
  secretName: string;
  organizationId: string | null;
  connectionStatus: Choice<'mcs_connectionstatus'>;
}

export interface AudienceRow {
  id: string;
  name: string;
  listId: string;
  accountId: string;
  marketingListId: string | null;
  /** systemuser or team that owns the row, for ownership of what a run creates. */
  ownerId: string;
  tieState: Choice<'mcs_tiestate'>;
  direction: Choice<'mcs_direction'>;
  createPeople: boolean;
  trustOverride: Choice<'mcs_trustoverride'>;
  removalRule: Choice<'mcs_removalrule'>;
  resubscribeRule: Choice<'mcs_resubscriberule'>;
  newMemberRule: Choice<'mcs_newmemberrule'>;
  optOutRule: Choice<'mcs_optoutrule'>;
  limitPercent: number;
  limitPeople: number;
  limitMost: number;
  /** 0 = only by hand. */
  scheduleMinutes: number;
  syncStatus: Choice<'mcs_syncstatus'>;
  lastSynced: string | null;
  nextCheck: string | null;
  doubleOptIn: boolean;
  consentConfirmedOn: string | null;
  consentConfirmedBy: string | null;
  /** The merge fields of Mailchimp as JSON, as they were written down last. */
  mergeFields: string | null;
  /** What a person reads about the audience's webhook. */
  webhookState: string | null;
  /** Null before the first complete run. */
  watermarks: Watermarks | null;
  counts: AudienceCounts;
}

/** Up to where both sides have been read, by the services' own clocks (ISO). */
export interface Watermarks {
  mailchimp: string;
  crm: string;
  /** When a run last began that read both sides whole. */
  full: string;
  /** Fingerprint of the settings that were applied; others want a full run. */
  settings: string;
}

/** As the last run wrote them; an incremental run goes on from these. */
export interface AudienceCounts {
  audience: number;
  list: number;
  inSync: number;
  mailable: number;
  waiting: number;
  leftOut: number;
  attention: number;
  byReason: Partial<Record<ReasonCode, number>>;
}

/** The columns of an audience that the service writes. Undefined = leave alone. */
export interface AudienceChange {
  name?: string;
  tieState?: Choice<'mcs_tiestate'>;
  trustOverride?: Choice<'mcs_trustoverride'>;
  syncStatus?: Choice<'mcs_syncstatus'>;
  statusSentence?: string;
  lastSynced?: string;
  nextCheck?: string | null;
  counts?: AudienceCounts;
  watermarks?: Watermarks;
  doubleOptIn?: boolean;
  consentConfirmedBy?: string;
  consentConfirmedOn?: string;
  mergeFields?: string;
  webhookState?: string;
}

export interface MarketingList {
  id: string;
  name: string;
  memberType: 'account' | 'contact' | 'lead';
  dynamic: boolean;
  locked: boolean;
  active: boolean;
  memberCount: number;
  ownerId: string;
  ownerType: 'systemuser' | 'team';
  /** The tag that people receive whom this list brings into its audience: a row of mcs_tag. */
  tagId: string | null;
  /** The audience lookup as it stands on the list. */
  audienceId: string | null;
}

export interface ListMember {
  personId: string;
  addedOn: string;
}

/** A page of a reading that may go on in another process: `next` leads to the one behind it, and is null at the end. */
export interface PageOf<T> {
  items: T[];
  next: string | null;
}

export interface ListEvent {
  personId: string;
  kind: 'added' | 'removed';
  occurredOn: string;
}

export interface StoredListEvent extends ListEvent {
  id: string;
  /** Null where the list was deleted. */
  marketingListId: string | null;
}

export interface NewListEvent extends ListEvent {
  marketingListId: string;
  personType: PersonType;
  byUserId: string;
  operationId: string;
}

export type AddressColumn = 'emailaddress1' | 'emailaddress2' | 'emailaddress3';

export interface Person {
  id: string;
  type: PersonType;
  firstName: string;
  lastName: string;
  addresses: Record<AddressColumn, string | null>;
  state: 'active' | 'inactive' | 'qualified' | 'disqualified';
  /** Merged away: the surviving record. */
  masterId: string | null;
  /** donotbulkemail or donotemail, whoever set it. */
  optedOut: boolean;
  /** donotbulkemail and nothing else: it may be one that a run set. */
  onlyBulkOptedOut: boolean;
  /** Values of the columns that were asked for by `readingColumns`, by column or path. */
  columns?: Readonly<Record<string, unknown>>;
  createdOn: string;
  modifiedOn: string;
}

export interface NewPerson {
  /** Chosen by the plan, so that a repeated creation meets its own record. */
  id: string;
  firstName: string;
  lastName: string;
  address: string;
  /** Leads only: the topic (`subject`). */
  topic?: string;
  /** Further columns. */
  columns?: Readonly<Record<string, unknown>>;
  ownerId: string;
  ownerType: 'systemuser' | 'team';
}

export interface PersonChange {
  id: string;
  addresses?: Partial<Record<AddressColumn, string>>;
  /** donotbulkemail. */
  noBulkEmail?: boolean;
  /** Further columns. */
  columns?: Readonly<Record<string, unknown>>;
  firstName?: string;
  lastName?: string;
}

export interface RecordRefusal {
  id: string;
  code: string;
  /** Dynamics 365's own words. */
  message: string;
}

/** One row of mcs_audiencemember as the run keeps it in memory. */
export interface MemberRow {
  id: string;
  address: string;
  memberId: string | null;
  mailchimpContactId: string | null;
  webId: string | null;
  personId: string | null;
  personType: PersonType | null;
  personName: string;
  addressColumn: AddressColumn | null;
  status: MemberStatus;
  onList: boolean;
  listChangedOn: string | null;
  mailchimpChangedOn: string | null;
  tags: string[];
  outcome: Outcome;
  reason: ReasonCode;
  last: LastWords;
  no: RememberedNo | null;
  /** A row that shows that this member was once in. */
  wasIn: boolean;
  retryDue: string | null;
  /** What both sides agreed on before the address was changed on one of them, until they agree again. */
  addressBase?: AddressBase<AddressColumn>;
  /** What a run did about the person's flag "no bulk e-mail". */
  optOut?: OptOutMark;
  /** Fingerprint of the row as it is stored, where the one at hand was told less than that. */
  asStored?: string;
  /** Absent where both sides never agreed on any. */
  labels?: LastLabels;
  /** The tags are those that were read: they are not written, so that nothing is lost that somebody types meanwhile. */
  tagsAsRead?: true;
  /** Somebody typed the tags otherwise than they are written, `; VIP; Press;`, by which views are filtered. */
  untidyTags?: true;
  /** Somebody asks for another try of what was refused; not stored. */
  tryAgain?: true;
  /**
   * What was remembered cannot be read any more. The row then says the careful thing: no last words, never in, and a no as of
   * the row's last change.
   */
  unreadable?: true;
}

export interface LastWords {
  crm: (CrmWord & SaidFields) | null;
  mailchimp: (MailchimpWord & SaidFields) | null;
}

/** What one side last said in the fields that are kept in step. */
export interface SaidFields {
  firstName: string;
  lastName: string;
  /** The other fields, by merge tag; long ones by their digest. */
  fields?: Readonly<Record<string, string>>;
  /** Merge tags of values that this side refused, or cannot hold. */
  refused?: readonly string[];
}

/** Which column belongs to which merge field, as people chose it. */
export interface FieldMappingRow {
  name: string;
  tag: string;
  column: string;
  direction: Choice<'mcs_direction'>;
  blank: Choice<'mcs_blankrule'>;
  conflict: Choice<'mcs_conflictrule'>;
  default: string;
  createMissing: boolean;
}

export interface MappableColumn {
  /** Null: a kind of column that cannot be kept in step. */
  kind: ColumnKind | null;
  /** A path through a lookup, what the platform computes and what is only shown as a text can only be read. */
  writable: boolean;
  /** By what else than its name people are read with it: a lookup, and several choices at once, as the text that people see. */
  readAs?: string;
}

/** On what both sides last agreed. */
export interface LastLabels {
  tags: string[];
  /** Ids of the further marketing lists that the person was on, having their tag or interest. */
  lists: string[];
  /** Tags and lists about which both sides differ since a run was undone; `tags` and `lists` then say what Mailchimp says. */
  apart?: { tags: string[]; lists: string[] };
}

/** A tag or an interest of an audience. */
export interface LabelRow {
  id: string;
  kind: 'tag' | 'interest';
  audienceId: string | null;
  /** Of the tag or the interest. */
  mailchimpId: string;
  name: string;
  memberCount: number;
  /** The further marketing list that it is tied to. */
  furtherListId: string | null;
  /** Whether joining that list subscribes somebody who is not in the audience. */
  subscribeStrangers: boolean;
  /** How the tie stands. */
  sentence: string | null;
  /** Who wrote the row last. */
  changedBy: string;
}

export interface RunRow {
  id: string;
  audienceId: string | null;
  mode: Choice<'mcs_runmode'>;
  trigger: Choice<'mcs_runtrigger'>;
  status: Choice<'mcs_runstatus'>;
  /** systemuser who created the row. */
  requestedBy: string;
  requestedByName: string;
  createdOn: string;
  /** The server's own clock at the last write of the row. */
  modifiedOn: string;
  consentConfirmed: boolean;
  proposedSettings: string | null;
  attempts: number;
  sentence: string | null;
  /** What `RunChange.counts` wrote; null before the end. */
  counts: unknown;
}

export interface RunChange {
  status?: Choice<'mcs_runstatus'>;
  progress?: number;
  counts?: Record<string, unknown>;
  sentence?: string;
  startedOn?: string;
  finishedOn?: string;
  attempts?: number;
  correlationId?: string;
}

export interface NewRun {
  audienceId: string | null;
  mode: Choice<'mcs_runmode'>;
  trigger: Choice<'mcs_runtrigger'>;
  consentConfirmed: boolean;
  name: string;
  /** JSON: what `mcs_proposedsettings` holds. */
  proposedSettings?: string;
}

/** A file on a run. */
export interface NewNote {
  subject: string;
  filename: string;
  mimetype: string;
  body: Buffer;
  /** Who may read it with rights to own notes; the service itself where nobody is named, or that one may own none. */
  owner?: Pick<MarketingList, 'ownerId' | 'ownerType'> | null;
}

export interface RunNote extends Omit<NewNote, 'body' | 'owner'> {
  id: string;
  size: number;
  createdOn: string;
}

/** Shown to one user in the app until it is dismissed, or its time is over. */
export interface NewNotification {
  userId: string;
  /** The same words about the same are one notification. */
  about: string;
  title: string;
  body: string;
  icon: 'info' | 'failure' | 'warning';
  /** Within the app, like `?pagetype=...`. */
  link: { title: string; url: string };
  seconds: number;
}

export interface CrmTraffic {
  requests: number;
  /** Records changed for the sync itself: people, places on lists, member rows, tags; not the run's or the audience's own row. */
  writes: number;
  peakConnections: number;
}

export interface Crm {
  /** WhoAmI. */
  me(): Promise<{ userId: string; organizationId: string }>;

  accounts(): Promise<AccountRow[]>;
  /** Upsert by Mailchimp's account id (alternate key); answers the row's id. */
  saveAccount(
    account: Omit<AccountRow, 'id'> & { datacentre: string; error: string | null; checkedOn: string },
  ): Promise<string>;
  heartbeat(accountId: string, at: string): Promise<void>;

  audiences(): Promise<AudienceRow[]>;
  audience(id: string): Promise<AudienceRow | null>;
  /** Upsert by Mailchimp's list id. New rows start as Not tied. */
  saveAudiences(
    accountId: string,
    audiences: { listId: string; name: string; doubleOptIn: boolean; memberCount: number }[],
  ): Promise<void>;
  changeAudience(id: string, change: AudienceChange): Promise<void>;
  /** Whether this user may write that row (RetrievePrincipalAccess). */
  mayWrite(userId: string, table: 'mcs_audience' | 'list', id: string): Promise<boolean>;

  marketingList(id: string): Promise<MarketingList | null>;
  /** Ids of the lists whose Audience lookup names this audience. */
  listsMarkedWith(audienceId: string): Promise<string[]>;
  /** Writes the Audience lookup of the list (null clears it). */
  markList(listId: string, audienceId: string | null): Promise<void>;
  /** Everybody on the list, or who joined it since, in pages of up to 5,000. */
  listMembers(listId: string, since?: string): AsyncIterable<ListMember[]>;
  listMemberPage(listId: string, from: string | null): Promise<PageOf<ListMember>>;
  /** Those of the given people who are on the list now. */
  listMembersAmong(listId: string, personIds: string[]): Promise<ListMember[]>;
  listEvents(listId: string, since?: string): AsyncIterable<ListEvent[]>;
  listEventPage(listId: string, from: string | null): Promise<PageOf<ListEvent>>;
  /** All that is known of these people on this list. */
  listEventsOf(listId: string, personIds: string[]): Promise<ListEvent[]>;
  /** Idempotent by (operation, person, kind). */
  saveListEvents(events: NewListEvent[]): Promise<void>;
  /** Of every list, the oldest first, in pages of up to 500. */
  oldListEvents(before: string, from: string | null): Promise<PageOf<StoredListEvent>>;
  deleteListEvents(ids: readonly string[]): Promise<void>;
  /** Adds or removes up to 1,000 at once; the ones refused come back. Already on it, or already off it, is no refusal. */
  addToList(listId: string, type: PersonType, personIds: string[]): Promise<RecordRefusal[]>;
  removeFromList(listId: string, type: PersonType, personIds: string[]): Promise<RecordRefusal[]>;

  /** The people on the list with their columns, or those of them who were changed since, in pages of up to 5,000. */
  peopleOnList(listId: string, type: PersonType, changedSince?: string): AsyncIterable<Person[]>;
  peopleOnListPage(listId: string, type: PersonType, from: string | null): Promise<PageOf<Person>>;
  peopleById(type: PersonType, ids: string[]): Promise<Person[]>;
  /** Everyone of the type who has one of the addresses in any of the three columns; compared without regard to case. */
  peopleByAddress(type: PersonType, addresses: string[]): Promise<Person[]>;
  /** Like `peopleOnList` and `peopleById`, with the columns that a copy holds; `further` are columns, paths or addresses. */
  peopleCopiesOnList(listId: string, type: PersonType, further: readonly string[]): AsyncIterable<PersonCopy[]>;
  peopleCopies(type: PersonType, ids: readonly string[], further: readonly string[]): AsyncIterable<PersonCopy[]>;
  fieldMappings(audienceId: string): Promise<FieldMappingRow[]>;
  /** Of contact or lead, by column (`jobtitle`), path through a lookup (`parentcustomerid_account.name`) or address (`address1_*`); those that do not exist are missing. */
  mappableColumns(type: PersonType, columns: readonly string[]): Promise<Map<string, MappableColumn>>;
  /** The same connection, whose people of this type come with these columns. */
  readingColumns(type: PersonType, columns: readonly string[]): Crm;
  /** All rows that a query of the Web API answers, for code that computes values of its own: `opportunities?$select=name`. */
  rows(query: string): Promise<Record<string, unknown>[]>;
  createPeople(type: PersonType, people: NewPerson[]): Promise<RecordRefusal[]>;
  changePeople(type: PersonType, changes: PersonChange[]): Promise<RecordRefusal[]>;

  memberRows(audienceId: string): AsyncIterable<MemberRow[]>;
  memberRowPage(audienceId: string, from: string | null): Promise<PageOf<MemberRow>>;
  /** Rows of these members (by Mailchimp's ids) and these people. */
  memberRowsOf(
    audienceId: string,
    of: { mailchimpContactIds: string[]; memberIds: string[]; personIds: string[] },
  ): Promise<MemberRow[]>;
  /** Rows of these people in any audience. */
  memberRowsOfPeople(personIds: readonly string[]): Promise<{ audienceId: string; row: MemberRow }[]>;
  /** Rows whose time to be tried again has come. */
  memberRowsDue(audienceId: string, at: string): Promise<MemberRow[]>;
  /** Of the audience; others with these ids are none of its business. */
  memberRowsById(audienceId: string, ids: readonly string[]): Promise<MemberRow[]>;
  /** Whether one of these people has ever been seen in the audience. */
  hasMemberRowOf(audienceId: string, personIds: readonly string[]): Promise<boolean>;
  createMemberRows(
    audience: { id: string; ownerId: string; ownerType: 'systemuser' | 'team' },
    runId: string,
    rows: MemberRow[],
  ): Promise<RecordRefusal[]>;
  changeMemberRows(runId: string, rows: MemberRow[]): Promise<RecordRefusal[]>;
  /** Gone already is deleted, too. */
  deleteMemberRows(ids: readonly string[]): Promise<void>;
  /** Which of these ids exist already: for a chunk whose end was not recorded. */
  existing(table: 'contact' | 'lead' | 'mcs_audiencemember', ids: string[]): Promise<Set<string>>;

  /** Makes the tag rows of the audience equal to these; answers how many rows were written. */
  saveTags(audienceId: string, tags: { tagId: string; name: string; memberCount: number }[]): Promise<number>;
  saveInterests(
    audienceId: string,
    interests: { interestId: string; category: string; name: string; memberCount: number }[],
  ): Promise<number>;
  /** Tags and interests of the audience, and those of others that are tied to a list; the oldest first. */
  labels(audienceId: string): Promise<LabelRow[]>;
  saveLabelSentences(sentences: { kind: LabelRow['kind']; id: string; sentence: string | null }[]): Promise<void>;
  /** Audiences with a tag or interest that is tied to one of these lists. */
  audiencesTiedTo(listIds: readonly string[]): Promise<string[]>;
  /** Rows that somebody else than this service wrote since. */
  memberRowsEdited(audienceId: string, since: string): Promise<MemberRow[]>;
  /** Rows of people who are off the list, may be mailed all the same, and were changed since. */
  mailableRowsOffList(audienceId: string, type: PersonType, changedSince: string): Promise<MemberRow[]>;
  /** Rows whose text of tags names this one. */
  memberRowsTagged(audienceId: string, tag: string): Promise<MemberRow[]>;

  run(id: string): Promise<RunRow | null>;
  /** Runs that nobody has finished: requested or in progress, oldest first, people's before the schedule's. */
  openRuns(): Promise<RunRow[]>;
  createRun(run: NewRun): Promise<string>;
  changeRun(id: string, change: RunChange): Promise<void>;
  /** Runs of the audience, newest first. */
  runsOf(audienceId: string, most: number): Promise<RunRow[]>;
  /** Once per run and file name: the same file again changes nothing. */
  addNote(runId: string, note: NewNote): Promise<void>;
  /** Bytes that the file of a note may have in this environment. */
  noteLimit(): Promise<number>;
  addNotification(notification: NewNotification): Promise<void>;
  notes(runId: string): Promise<RunNote[]>;
  noteBody(noteId: string): Promise<Buffer>;

  traffic(): CrmTraffic;
}
