/** Plans the undo of one run from the notes that it left: what it changed is put back where it still stands as the run left it. */

import type { MemberRow } from '../dataverse/port';
import type { MailchimpAccount, Member } from '../mailchimp/port';
import { ServiceError } from '../service-error';
import type { BeforeImage } from './before-image';
import type { Claim } from './claim';
import { chunked, chunkSize, inOrder } from './make-plan';
import { isWork, type PersonPlan } from './person-plan';
import { planNumbers } from './plan-numbers';
import { columnsOf } from './fields-back';
import { nothingUndone, planUndoOfPerson, type UndoNumbers } from './plan-undo-person';
import { readMembers } from './read';
import { recordWishes } from './record-changes';
import { readImages } from './run-notes';
import { chunkPath, writeState, type RunState } from './run-state';
import type { Services } from './services';
import { addCounts, countedRows } from './tally';
import { noTraffic } from './traffic';
import { isOver } from './claim';
import type { Wish } from './wish';

export async function planUndo(
  services: Services,
  mailchimp: MailchimpAccount,
  claimed: Claim,
  wish: Extract<Wish, { kind: 'undo' }>,
): Promise<RunState> {
  const { run, audience } = claimed;
  const { documents } = services.storage;
  const crmReadAt = (await services.crm.run(run.id))?.modifiedOn ?? run.modifiedOn;
  const images = await imagesToUndo(services, claimed, wish.runId);
  const now = await readNow(services, mailchimp, claimed, images);

  const planned = images.map((image) =>
    planUndoOfPerson(
      image,
      {
        person: now.people.get(image.personId ?? '') ?? null,
        addedOn: now.addedOn.get(image.personId ?? '') ?? null,
        rows: rowsOf(image, now.rows),
        members: now.members,
      },
      now.readAt,
    ),
  );
  const plans = planned.map(({ plan }) => plan);
  const work = plans.filter(isWork);
  const chunks = wish.preview ? [] : chunked(inOrder(work), chunkSize);
  for (const [index, chunk] of chunks.entries()) await documents.writeLines(chunkPath(run.id, index), chunk);
  if (wish.preview) await recordWishes(documents, run.id, work);

  const before = plans.flatMap((plan) => rowsBefore(plan, now.rows));
  const state: RunState = {
    complete: false,
    readAt: now.readAt,
    crmReadAt,
    startedAt: services.now().toISOString(),
    firstRun: false,
    chunks: chunks.length,
    applied: 0,
    people: work.length,
    begun: null,
    plan: planNumbers(plans, 0, { ownedByOtherType: new Set() }),
    tally: addCounts(addCounts(audience.counts, before, -1), countedRows(plans.filter((plan) => !work.includes(plan)))),
    audienceCount: audience.counts.audience,
    listCount: audience.counts.list,
    dropped: 0,
    unrecorded: 0,
    undo: planned.map(({ numbers }) => numbers).reduce(addNumbers, nothingUndone),
    mailchimp: noTraffic,
    dataverse: noTraffic,
    seconds: 0,
  };
  await writeState(documents, run.id, state);
  return state;
}

/** "9 people are put back as before. 3 changes were made anew since and are left alone." and so on. */
export function undoSentence(numbers: UndoNumbers, preview: boolean): string {
  const { people, moved, law, created, mails, impossible, others } = numbers;
  const count = (n: number, one: string, many: string) =>
    n === 0 ? '' : `${n.toLocaleString('en')} ${n === 1 ? one : many}`;
  return [
    preview
      ? `${people.toLocaleString('en')} ${people === 1 ? 'person' : 'people'} would be put back as before; nothing has been changed.`
      : `${people.toLocaleString('en')} ${people === 1 ? 'person was' : 'people were'} put back as before.`,
    count(moved, 'thing has changed since and is left alone.', 'things have changed since and are left alone.'),
    count(
      law,
      'person said no or is left out and is not subscribed again.',
      'people said no or are left out and are not subscribed again.',
    ),
    count(created, 'created record stays, off the list.', 'created records stay, off the list.'),
    count(mails, 'confirmation mail cannot be taken back.', 'confirmation mails cannot be taken back.'),
    count(impossible, 'change has no way back in Mailchimp.', 'changes have no way back in Mailchimp.'),
    count(
      others,
      'other change (a mapped field, tag, address, flag or further list) stays.',
      'other changes (mapped fields, tags, addresses, flags and further lists) stay.',
    ),
    'Mails that were sent meanwhile stay sent.',
    preview ? 'The audience would be paused.' : 'The audience is paused; resume it in Manage.',
  ]
    .filter(Boolean)
    .join(' ');
}

async function imagesToUndo({ crm }: Services, { audience, list }: Claim, runId: string): Promise<BeforeImage[]> {
  const run = await crm.run(runId);
  if (!run || run.audienceId !== audience.id) {
    throw new ServiceError('refused', `There is no such run of ${audience.name}. Nothing was changed.`);
  }
  if (!isOver(run)) throw new ServiceError('refused', 'That run has not ended yet: cancel it first, then undo it.');
  const images = await readImages(crm, runId);
  if (images.length === 0) {
    throw new ServiceError('refused', 'That run changed nobody, or its notes were deleted: there is nothing to undo.');
  }
  if (images.some(({ listId }) => listId !== list.id)) {
    throw new ServiceError(
      'refused',
      'That run worked on another marketing list than the one tied now. Nothing was changed.',
    );
  }
  return images;
}

/** Members that are asked for one by one; with more of them reading all is cheaper. */
const mostSingleMembers = 50;

async function readNow(
  { crm }: Services,
  mailchimp: MailchimpAccount,
  { audience, list }: Claim,
  images: BeforeImage[],
) {
  const type = list.memberType === 'lead' ? 'lead' : 'contact';
  const personIds = [...new Set(images.flatMap(({ personId }) => personId ?? []))];
  const rows = await crm.memberRowsOf(audience.id, {
    mailchimpContactIds: [],
    memberIds: images.flatMap(({ addresses }) => addresses.flatMap(({ memberId }) => memberId ?? [])),
    personIds,
  });
  const people = new Map(
    (await crm.readingColumns(type, columnsOf(images)).peopleById(type, personIds)).map((person) => [
      person.id,
      person,
    ]),
  );
  const addedOn = new Map((await crm.listMembersAmong(list.id, personIds)).map((one) => [one.personId, one.addedOn]));

  const touched = new Set(images.flatMap(({ addresses }) => addresses.map(({ rowId }) => rowId)));
  const asked = rows.filter(({ id, address }) => touched.has(id) && address !== '');
  const few = asked.length <= mostSingleMembers;
  const since = few ? { sinceLastChanged: nobodySince } : {};
  const { members: all, readAt } = await readMembers(mailchimp, audience.listId, since, async () => {});
  const byId = new Map<string, Member>(
    all.flatMap((member) => [
      [member.contactId, member],
      [member.id, member],
    ]),
  );
  const members = new Map<string, Member | null>();
  for (const row of asked) {
    members.set(
      row.id,
      few
        ? await mailchimp.member(audience.listId, row.address)
        : (byId.get(row.mailchimpContactId ?? '') ?? byId.get(row.memberId ?? '') ?? null),
    );
  }
  return { rows, people, addedOn, members, readAt };
}

/** Asks for Mailchimp's clock and for nobody. */
const nobodySince = '2100-01-01T00:00:00Z';

const rowsOf = (image: BeforeImage, rows: MemberRow[]): MemberRow[] =>
  rows.filter(
    (row) =>
      (image.personId !== null && row.personId === image.personId) ||
      image.addresses.some(({ rowId }) => rowId === row.id),
  );

const rowsBefore = ({ addresses }: PersonPlan, rows: MemberRow[]): MemberRow[] =>
  rows.filter(({ id }) => addresses.some(({ row }) => row.id === id));

function addNumbers(one: UndoNumbers, other: UndoNumbers): UndoNumbers {
  return {
    people: one.people + other.people,
    moved: one.moved + other.moved,
    law: one.law + other.law,
    created: one.created + other.created,
    mails: one.mails + other.mails,
    impossible: one.impossible + other.impossible,
    others: one.others + other.others,
  };
}
