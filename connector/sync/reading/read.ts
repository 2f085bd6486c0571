/** Reads both sides, and what we know of them, as they are now. Nothing is concluded from a side that was not read to its end. */

import type { ListEvent, MemberRow, Person } from '../../dataverse/port';
import type { AudienceInfo, MailchimpAccount, Member } from '../../mailchimp/port';
import { ServiceError } from '../../service-error';
import type { FurtherMoves } from '../labels/further-counts';

export interface Snapshot {
  /** Both sides were read to their end; else this holds only people of whom something changed. */
  complete: boolean;
  /** Mailchimp's own clock when the reading began (ISO). */
  readAt: string;
  /** Archived members included. */
  members: Member[];
  rows: MemberRow[];
  /** Who is on the list, and since when. */
  addedOn: Map<string, string>;
  /** The latest event of each person who joined or left the list, as the marketing-list plug-in stored it. */
  events: Map<string, ListEvent>;
  /** People on the list, people we know a row of, and people who own an address of a member. */
  people: Person[];
  /** Lower-cased addresses of unknown members that belong to a record of the other type. */
  ownedByOtherType: Set<string>;
  /** Who moved on further lists since the last run; only where it was asked for. */
  furtherMoves?: ReadonlyMap<string, FurtherMoves>;
}

export interface ReadingProgress {
  (sentence: string): Promise<void>;
}

export async function existingAudience(mailchimp: MailchimpAccount, listId: string): Promise<AudienceInfo> {
  const audience = await mailchimp.audience(listId);
  if (audience) return audience;
  throw new ServiceError(
    'refused',
    'The audience does not exist in Mailchimp any more. Nothing was changed; untie it in Manage.',
  );
}

/** Two queries, because archived members hide from the first. With more than `most` members it stops early. */
export async function readMembers(
  mailchimp: MailchimpAccount,
  listId: string,
  query: { sinceLastChanged?: string },
  told: (count: number) => Promise<void>,
  most = Number.POSITIVE_INFINITY,
): Promise<{ members: Member[]; readAt: string }> {
  const byContact = new Map<string, Member>();
  let readAt: string | null = null;
  for (const archived of [false, true]) {
    for await (const page of mailchimp.members(listId, { ...query, archived })) {
      readAt ??= page.serverTime;
      for (const member of page.members) keepNewer(byContact, member);
      await told(byContact.size);
      if (byContact.size > most) break;
    }
  }
  return { members: [...byContact.values()], readAt: readAt ?? new Date(0).toISOString() };
}

/** A member that was archived between the two queries stands in both: the later word counts. */
export function keepNewer(byContact: Map<string, Member>, member: Member): void {
  const key = member.contactId || member.id;
  const known = byContact.get(key);
  if (!known || known.lastChanged <= member.lastChanged) byContact.set(key, member);
}

/** Mailchimp embeds at most 50 tags in a member. Of somebody who has gone meanwhile the others say nothing any more. */
export async function completeTags(mailchimp: MailchimpAccount, listId: string, members: Member[]): Promise<void> {
  for (const member of members) {
    if (member.tagsCount <= member.tags.length) continue;
    member.tags = (await mailchimp.tagsOfMember(listId, member.id)) ?? member.tags;
  }
}

export function latestEvents(events: ListEvent[]): Map<string, ListEvent> {
  const latest = new Map<string, ListEvent>();
  for (const event of events) {
    const known = latest.get(event.personId);
    if (!known || known.occurredOn <= event.occurredOn) latest.set(event.personId, event);
  }
  return latest;
}

export function mergeSurvivors(people: Map<string, Person>): string[] {
  const survivors = [...people.values()].map((person) => person.masterId);
  return [...new Set(survivors)].filter((id): id is string => id !== null && !people.has(id));
}

/** Members that neither a stored link nor an address of somebody we have read leads to, and those whose address was changed. */
export function addressesWithoutOwner(members: Member[], rows: MemberRow[], people: Map<string, Person>): string[] {
  const settled = new Map(
    rows
      .filter((row) => row.personId !== null && people.has(row.personId) && !row.addressBase)
      .flatMap(({ mailchimpContactId, memberId, address }) => [
        [mailchimpContactId, address.trim().toLowerCase()],
        [memberId, address.trim().toLowerCase()],
      ]),
  );
  const owned = new Set([...people.values()].flatMap(addressesOf));
  const isSettled = ({ contactId, id, address }: Member) =>
    (settled.get(contactId) ?? settled.get(id)) === address.trim().toLowerCase();
  return members
    .filter((member) => !isSettled(member))
    .map((member) => member.address.trim().toLowerCase())
    .filter((address) => !owned.has(address));
}

/** Of members who got another address before anybody was tied to their row: the record may have the one that the row has. */
export function formerAddresses(members: Member[], rows: MemberRow[], people: Map<string, Person>): string[] {
  const inMailchimp = new Set(members.flatMap(({ id, contactId }) => [id, contactId]));
  const known = new Set([
    ...members.map(({ address }) => address.trim().toLowerCase()),
    ...[...people.values()].flatMap(addressesOf),
    '',
  ]);
  return rows
    .filter(({ personId }) => personId === null || !people.has(personId))
    .filter(({ mailchimpContactId, memberId }) =>
      [mailchimpContactId, memberId].some((id) => id !== null && inMailchimp.has(id)),
    )
    .map(({ address }) => address.trim().toLowerCase())
    .filter((address) => !known.has(address));
}

export const addressesOf = (person: Person): string[] =>
  Object.values(person.addresses)
    .filter((address): address is string => address !== null)
    .map((address) => address.trim().toLowerCase());

export async function all<T>(pages: AsyncIterable<T[]>): Promise<T[]> {
  const found: T[] = [];
  for await (const page of pages) found.push(...page);
  return found;
}
