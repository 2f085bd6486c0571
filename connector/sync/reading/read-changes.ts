/**
 * Reads what changed on either side since the last run, and everything that belongs to the people whom it concerns. Its cost
 * follows the changes, whatever the size of the list. It concludes nothing from absence, and where the size of the list cannot
 * be explained by what it saw, it gives up, so that both sides are read whole.
 */

import { createHash } from 'node:crypto';

import type { AudienceCounts, Crm, MarketingList, MemberRow, Person, Watermarks } from '../../dataverse/port';
import type { MailchimpAccount, Member } from '../../mailchimp/port';
import { fold } from '../../reconcile/match-people';
import { explainsFurtherLists, type FurtherCounts } from '../labels/further-counts';
import { readLabelChanges } from './further-lists';
import { tagsAsLastSeen, type Labels } from '../labels/labels';
import {
  addressesOf,
  addressesWithoutOwner,
  all,
  completeTags,
  existingAudience,
  formerAddresses,
  latestEvents,
  mergeSurvivors,
  readMembers,
  type ReadingProgress,
  type Snapshot,
} from './read';

export interface ChangesOf {
  audienceId: string;
  listId: string;
  list: MarketingList;
  since: Watermarks;
  counts: AudienceCounts;
  /** People to look at although nothing of their own changed. */
  also?: readonly string[];
  /** Members, or people, whom somebody wants looked at: Mailchimp is asked for them, too. */
  named?: ReadonlySet<string>;
  labels: Labels;
  /** Of the last run. */
  furtherCounts: FurtherCounts | null;
}

/** What changed is read at one go and decided about at once; with more of it both sides are read whole, part by part. */
const mostChanges = 10_000;

/** Members that are asked for one by one; with more of them a full reading is cheaper. */
const mostSingleMembers = 50;

/** Null: what changed cannot be told from here, both sides have to be read whole. */
export async function readChanges(
  crm: Crm,
  mailchimp: MailchimpAccount,
  of: ChangesOf,
  progress: ReadingProgress,
): Promise<Snapshot | null> {
  const { list, since } = of;
  const type = list.memberType === 'lead' ? 'lead' : 'contact';
  await existingAudience(mailchimp, of.listId);
  const { members: changed, readAt } = await readMembers(
    mailchimp,
    of.listId,
    { sinceLastChanged: since.mailchimp },
    async (count) => {
      if (count > 0) await progress(`Reading what changed in Mailchimp, ${count.toLocaleString('en')} members.`);
    },
    mostChanges,
  );
  if (changed.length > mostChanges) return null;
  await completeTags(mailchimp, of.listId, changed);

  const joined = await all(crm.listMembers(list.id, since.crm));
  const events = await all(crm.listEvents(list.id, since.crm));
  const edited = await all(crm.peopleOnList(list.id, type, since.crm));
  // Somebody whom no list names may have opted out.
  const offList = await crm.mailableRowsOffList(of.audienceId, type, since.crm);
  if (Math.max(joined.length, events.length, edited.length, offList.length) > mostChanges) return null;
  const labelled = await readLabelChanges(crm, of.audienceId, since.crm, of.labels);
  if (!explainsFurtherLists(of.labels.ties, of.furtherCounts, labelled.moves)) return null;
  const concerned = new Set([...[...joined, ...events].map(({ personId }) => personId), ...labelled.personIds]);
  const namedRows = of.named?.size ? await crm.memberRowsById(of.audienceId, [...of.named]) : [];
  const namedPeople = new Set([...(of.named ?? []), ...namedRows.flatMap(({ personId }) => personId ?? [])]);
  for (const { id } of namedRows) namedPeople.delete(id);
  for (const id of [...(of.also ?? []), ...namedPeople, ...offList.flatMap(({ personId }) => personId ?? [])]) {
    concerned.add(id);
  }
  const people = new Map(edited.map((person) => [person.id, person]));
  const collect = (found: Person[]) => found.forEach((person) => people.set(person.id, person));
  collect(
    await crm.peopleById(
      type,
      [...concerned].filter((id) => !people.has(id)),
    ),
  );

  const rows = new Map<string, MemberRow>();
  const keep = (found: MemberRow[]) => found.forEach((row) => rows.set(row.id, row));
  keep(labelled.rows);
  keep(namedRows);
  keep(offList);
  keep(await crm.memberRowsDue(of.audienceId, readAt));
  keep(
    await crm.memberRowsOf(of.audienceId, {
      mailchimpContactIds: changed.map(({ contactId }) => contactId),
      memberIds: [...changed.map(({ id }) => id), ...[...people.values()].flatMap(addressesOf).map(memberIdOf)],
      personIds: [...new Set([...concerned, ...people.keys()])],
    }),
  );
  collect(await crm.peopleById(type, linkedTo([...rows.values()], people)));
  const known = [...rows.values()];
  const unowned = [...addressesWithoutOwner(changed, known, people), ...formerAddresses(changed, known, people)];
  collect(await crm.peopleByAddress(type, unowned));
  collect(await crm.peopleById(type, mergeSurvivors(people)));
  // A person's other addresses decide with them.
  keep(
    await crm.memberRowsOf(of.audienceId, {
      mailchimpContactIds: [],
      memberIds: [...people.values()].flatMap(addressesOf).map(memberIdOf),
      personIds: [...people.keys()],
    }),
  );

  const members = await withTheUnchanged(mailchimp, of, changed, [...rows.values()]);
  if (members === null) return null;
  const personIds = [...new Set([...concerned, ...people.keys()])];
  const addedOn = new Map((await crm.listMembersAmong(list.id, personIds)).map((one) => [one.personId, one.addedOn]));
  if (!explainsTheSize(of, [...rows.values()], addedOn)) return null;
  const strangers = addressesWithoutOwner(members, [...rows.values()], people);
  const others = await crm.peopleByAddress(type === 'lead' ? 'contact' : 'lead', strangers);
  return {
    complete: false,
    readAt,
    members,
    rows: [...rows.values()],
    addedOn,
    events: latestEvents(await crm.listEventsOf(list.id, personIds)),
    people: [...people.values()],
    ownedByOtherType: new Set(others.flatMap(addressesOf)),
    furtherMoves: labelled.moves,
  };
}

/**
 * Mailchimp did not name these members, so they stand as they were last seen; where that is not known, or what they said last was
 * not answered yet, they are asked for.
 */
async function withTheUnchanged(
  mailchimp: MailchimpAccount,
  { listId, labels, named }: ChangesOf,
  changed: Member[],
  rows: MemberRow[],
): Promise<Member[] | null> {
  const seen = new Set(changed.flatMap(({ id, contactId }) => [id, contactId]));
  const others = rows.filter((row) => !seen.has(row.memberId ?? '') && !seen.has(row.mailchimpContactId ?? ''));
  const isNamed = ({ id, personId }: MemberRow) => named?.has(id) === true || named?.has(personId ?? '') === true;
  const isKnown = ({ status, last }: MemberRow) => last.mailchimp?.status === status;
  const unclear = others.filter((row) => (!isKnown(row) || isNamed(row)) && row.address !== '');
  if (unclear.length > mostSingleMembers) return null;
  const asked: Member[] = [];
  const answered = new Set<MemberRow>();
  for (const row of unclear) {
    const member = await mailchimp.member(listId, row.address);
    if (!member) continue; // that somebody is gone is concluded from a whole reading
    asked.push(member);
    answered.add(row);
  }
  const asBefore = others.filter((row) => !answered.has(row));
  return [...changed, ...asked, ...asBefore.flatMap((row) => asLastSeen(row, tagsAsLastSeen(labels, row)))];
}

function asLastSeen(row: MemberRow, tags: string[]): Member[] {
  const { mailchimp } = row.last;
  if (mailchimp === null || mailchimp.status === 'absent' || row.memberId === null) return [];
  return [
    {
      id: row.memberId,
      contactId: row.mailchimpContactId ?? '',
      webId: row.webId ?? '',
      address: row.address,
      status: mailchimp.status,
      unsubscribeReason: null,
      firstName: mailchimp.firstName,
      lastName: mailchimp.lastName,
      timestampOpt: mailchimp.status === 'subscribed' ? mailchimp.changedOn : null,
      lastChanged: mailchimp.changedOn ?? '',
      tags,
      tagsCount: tags.length,
    },
  ];
}

/** Removals are told by events alone; one that was lost shows in the number of people on the list. */
function explainsTheSize(
  { list, counts }: ChangesOf,
  rows: MemberRow[],
  addedOn: ReadonlyMap<string, string>,
): boolean {
  const before = new Set(
    rows.flatMap(({ personId, last }) => (personId !== null && last.crm?.onList ? [personId] : [])),
  );
  const joined = [...addedOn.keys()].filter((id) => !before.has(id)).length;
  const left = [...before].filter((id) => !addedOn.has(id)).length;
  return list.memberCount === counts.list + joined - left;
}

function linkedTo(rows: MemberRow[], people: ReadonlyMap<string, Person>): string[] {
  const ids = rows.flatMap(({ personId }) => (personId !== null && !people.has(personId) ? [personId] : []));
  return [...new Set(ids)];
}

/** https://mailchimp.com/developer/marketing/docs/methods-parameters/#path-parameters */
const memberIdOf = (address: string): string => createHash('md5').update(fold(address)).digest('hex');
