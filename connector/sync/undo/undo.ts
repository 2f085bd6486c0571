/** Plans the undo of one run from the notes that it left: what it changed is put back where it still stands as the run left it. */

import type { MemberRow } from '../../dataverse/port';
import type { MailchimpAccount } from '../../mailchimp/port';
import { ServiceError } from '../../service-error';
import type { BeforeImage } from '../recording/before-image';
import type { Claim } from '../run/claim';
import { labelSettings } from '../labels/labels';
import { chunked, chunkSize, inOrder } from '../planning/make-plan';
import { isWork, type PersonPlan } from '../run/person-plan';
import { planNumbers } from '../planning/plan-numbers';
import { planUndoOfPerson } from './plan-undo-person';
import { recordWishes } from '../recording/record-changes';
import { readImages } from '../recording/run-notes';
import { chunkPath, writeState, type RunState } from '../run/run-state';
import type { Services } from '../run/services';
import { addCounts, countedRows } from '../run/tally';
import { noTraffic } from '../run/traffic';
import { isOver } from '../run/claim';
import { readForUndo } from './read-for-undo';
import { addNumbers, nothingUndone } from './undo-numbers';
import type { Wish } from '../run/wish';

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
  const now = await readForUndo(services, mailchimp, claimed, images);

  const planned = images.map((image) =>
    planUndoOfPerson(
      image,
      {
        person: now.people.get(image.personId ?? '') ?? null,
        addedOn: now.addedOn.get(image.personId ?? '') ?? null,
        rows: rowsOf(image, now.rows),
        members: now.members,
        elsewhere: now.elsewhere.get(image.personId ?? ''),
        saidNo: now.saidNo,
      },
      { ...now, crmReadAt },
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
    listId: claimed.list.id,
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
    labels: { ...now.labels.labels, settings: labelSettings(now.labels.labels) },
    undo: planned.map(({ numbers }) => numbers).reduce(addNumbers, nothingUndone()),
    mailchimp: noTraffic,
    dataverse: noTraffic,
    seconds: 0,
  };
  await writeState(documents, run.id, state);
  return state;
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

const rowsOf = (image: BeforeImage, rows: MemberRow[]): MemberRow[] =>
  rows.filter(
    (row) =>
      (image.personId !== null && row.personId === image.personId) ||
      image.addresses.some(({ rowId }) => rowId === row.id),
  );

const rowsBefore = ({ addresses }: PersonPlan, rows: MemberRow[]): MemberRow[] =>
  rows.filter(({ id }) => addresses.some(({ row }) => row.id === id));
