/** Both sides as they are now, as far as a run that is to be undone touched them. */

import type { MemberRow, Person } from '../../dataverse/port';
import type { MailchimpAccount, Member } from '../../mailchimp/port';
import { fold } from '../../reconcile/address-owners';
import type { AddressesTaken } from './addresses-back';
import type { BeforeImage } from '../recording/before-image';
import type { Claim } from '../run/claim';
import { columnsOf } from './fields-back';
import { readLabels, type Labels } from '../labels/labels';
import type { LabelsNow } from './labels-back';
import { readElsewhere, type Elsewhere } from '../planning/plan-opt-out';
import { latestWord } from '../planning/says-no-before-archive';
import { addressesOf, completeTags, readMembers } from '../reading/read';
import type { Services } from '../run/services';

export interface NowForUndo {
  rows: MemberRow[];
  people: Map<string, Person>;
  addedOn: Map<string, string>;
  /** By row id; null for an address that is not in Mailchimp. */
  members: Map<string, Member | null>;
  labels: LabelsNow & { labels: Labels };
  taken: AddressesTaken;
  /** Ids of rows whose members said no while, or since, the run archived them. */
  saidNo: ReadonlySet<string>;
  /** What the other audiences know of people with the flag "no bulk e-mail", by their ids. */
  elsewhere: ReadonlyMap<string, Elsewhere>;
  /** By Mailchimp's clock. */
  readAt: string;
}

/** Members that are asked for one by one; with more of them reading all is cheaper. */
const mostSingleMembers = 50;

export async function readForUndo(
  { crm, now, storage }: Pick<Services, 'crm' | 'now' | 'storage'>,
  mailchimp: MailchimpAccount,
  claimed: Claim,
  images: BeforeImage[],
): Promise<NowForUndo> {
  const { audience, list } = claimed;
  const type = list.memberType === 'lead' ? 'lead' : 'contact';
  const personIds = [...new Set(images.flatMap(({ personId }) => personId ?? []))];
  const rows = await crm.memberRowsOf(audience.id, {
    mailchimpContactIds: [],
    memberIds: images.flatMap(({ addresses }) => addresses.flatMap(({ memberId }) => memberId ?? [])),
    personIds,
  });
  const people = await crm.readingColumns(type, columnsOf(images)).peopleById(type, personIds);
  const addedOn = await crm.listMembersAmong(list.id, personIds);

  const touched = new Set(images.flatMap(({ addresses }) => addresses.map(({ rowId }) => rowId)));
  const asked = rows.filter(({ id, address }) => touched.has(id) && address !== '');
  const given = images.flatMap(({ addresses }) => addresses.flatMap(({ rename }) => rename?.from ?? []));
  const few = asked.length + given.length <= mostSingleMembers;
  const { members: all, readAt } = await readMembers(
    mailchimp,
    audience.listId,
    few ? { sinceLastChanged: nobodySince } : {},
    async () => {},
  );
  const find = few ? (address: string) => mailchimp.member(audience.listId, address) : inMemory(all);
  const byId = new Map<string, Member>(
    all.flatMap((member) => [
      [member.contactId, member],
      [member.id, member],
    ]),
  );
  const members = new Map<string, Member | null>();
  for (const row of asked) {
    const known = byId.get(row.mailchimpContactId ?? '') ?? byId.get(row.memberId ?? '') ?? null;
    members.set(row.id, few ? await find(row.address) : known);
  }
  const inMailchimp = new Set<string>();
  for (const address of given) if (await find(address)) inMailchimp.add(fold(address));
  const columns = images.flatMap((image) => Object.values(image.columns ?? {}).map(({ from }) => from));
  const owners = columns.length === 0 ? [] : await crm.peopleByAddress(type, columns);

  const labels = await labelsNow({ crm, storage, now: now() }, mailchimp, claimed, images, [...members.values()]);
  const flagged = people
    .filter(({ optedOut }) => optedOut)
    .map((person) => ({
      personId: person.id,
      person,
      entries: rows.flatMap((row) => (row.personId === person.id ? { member: null, row } : [])),
    }));
  return {
    rows,
    people: new Map(people.map((person) => [person.id, person])),
    addedOn: new Map(addedOn.map((one) => [one.personId, one.addedOn])),
    members,
    labels,
    taken: { inMailchimp, inCrm: new Set(owners.flatMap(addressesOf)) },
    saidNo: await whoSaidNo(mailchimp, audience.listId, asked, members),
    elsewhere: await readElsewhere(crm, audience, 'never', flagged),
    readAt,
  };
}

/** Mailchimp tells of one member at a time; of more than these an undo trusts what the runs have heard. */
const mostActivities = 500;

/** Whoever is archived may be subscribed again by the undo: archiving hides what they said last. */
async function whoSaidNo(
  mailchimp: MailchimpAccount,
  listId: string,
  rows: readonly MemberRow[],
  members: ReadonlyMap<string, Member | null>,
): Promise<Set<string>> {
  const archived = rows.flatMap((row) => {
    const member = members.get(row.id);
    return member?.status === 'archived' && row.last.mailchimp?.by === 'us' && row.no === null ? [{ row, member }] : [];
  });
  if (archived.length > mostActivities) return new Set();
  const words = await Promise.all(
    archived.map(async ({ row, member }) => latestWord(await mailchimp.activity(listId, member.id), row)),
  );
  return new Set(archived.flatMap(({ row }, index) => (words[index] === 'no-objection' ? [] : [row.id])));
}

/** Asks for Mailchimp's clock and for nobody. */
const nobodySince = '2100-01-01T00:00:00Z';

function inMemory(members: readonly Member[]): (address: string) => Promise<Member | null> {
  const byAddress = new Map(members.map((member) => [fold(member.address), member]));
  return (address) => Promise.resolve(byAddress.get(fold(address)) ?? null);
}

async function labelsNow(
  { crm, storage, now }: Pick<Services, 'crm' | 'storage'> & { now: Date },
  mailchimp: MailchimpAccount,
  claimed: Claim,
  images: readonly BeforeImage[],
  members: readonly (Member | null)[],
): Promise<NowForUndo['labels']> {
  await completeTags(
    mailchimp,
    claimed.audience.listId,
    members.filter((member) => member !== null),
  );
  const labels = await readLabels({ crm, storage }, mailchimp, claimed, now);
  const personIds = [...new Set(images.flatMap(({ personId }) => personId ?? []))];
  const moved = images.flatMap(({ further = [] }) => further.map(({ listId }) => listId));
  const further = new Map<string, Map<string, string>>();
  for (const listId of new Set([...moved, ...labels.ties.map(({ list }) => list.id)])) {
    const found = await crm.listMembersAmong(listId, personIds);
    further.set(listId, new Map(found.map(({ personId, addedOn }) => [personId, addedOn])));
  }
  return { labels, further };
}
