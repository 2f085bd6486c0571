/**
 * From both sides to a durable plan, in steps of one page or one part, so that a slice can end between any two: read and spill,
 * sort into parts, decide each, hold what the guard holds over all of them, write the chunks down.
 */

import type { MailchimpAccount } from '../../mailchimp/port';
import { nobody } from '../run/tally';
import type { Approval } from './approve';
import { cancellationOf } from '../guard/cancel';
import { chooseReading, settingsFingerprint } from '../run/choose-reading';
import type { Claim } from '../run/claim';
import { nothingWanted } from '../guard/hold-for-approval';
import { labelSettings, readLabels } from '../labels/labels';
import { decidePart } from './decide-part';
import { addPlanNumbers, noPlan } from './plan-sums';
import { Planning } from './planning';
import { weighPart } from './weigh-part';
import { noChunks } from './write-chunks';
import { writePart } from './write-part';
import { tiesThatWait } from './plan-labels';
import { fieldsState, prepareFields } from '../fields/prepare-fields';
import { divide } from '../reading/divide';
import { readLinkedPeople, readNewcomers, readOthers, readOwners, readSurvivors } from '../reading/look-up';
import { beginFullReading, readWhatChanged } from '../reading/read-what-changed';
import { readCrmPage, readFurtherPage, readMembersPage } from '../reading/read-pages';
import { Reading } from '../reading/reading';
import {
  forgetReading,
  keepLabels,
  labelsOf,
  readReading,
  withFields,
  writeReading,
  type Position,
  type ReadingState,
} from '../reading/reading-state';
import { writeState, type RunState } from '../run/run-state';
import type { Services } from '../run/services';
import { noSizes } from '../reading/sizes';
import { addTraffic, noTraffic, trafficSince, type TrafficMark } from '../run/traffic';

export { chunked, chunkSize, inOrder } from './write-chunks';

export interface PlanningSlice {
  /** By the machine's clock. */
  until: Date;
  /** The traffic when the slice began. */
  mark: TrafficMark;
}

export type Planned = { kind: 'planned'; state: RunState } | { kind: 'continue' } | { kind: 'cancelled'; by: string };

/** With an approval only for those whom it chooses, and nothing of it is held again. */
export async function makePlan(
  services: Services,
  mailchimp: MailchimpAccount,
  claimed: Claim,
  slice: PlanningSlice,
  approval?: Approval,
): Promise<Planned> {
  const { documents } = services.storage;
  const runId = claimed.run.id;
  const reading = await goOnOrBegin(services, mailchimp, claimed, approval);
  const planning = new Planning(reading, approval);
  const { state } = reading;
  for (;;) {
    await claimed.lease.check();
    const next = await step(planning, state.at);
    state.fields = withFields(state.fields, fieldsState(reading.fields));
    if (next === null) break;
    state.at = next;
    if (services.now() >= slice.until) {
      await writeReading(documents, runId, spent(state, services, mailchimp, slice.mark));
      return { kind: 'continue' };
    }
    if (!reading.spilled) continue;
    await claimed.lease.check();
    await writeReading(documents, runId, state);
    reading.spilled = false;
    const cancelled = await cancellationOf(documents, runId);
    if (cancelled) return { kind: 'cancelled', by: cancelled.by };
  }
  const planned = planOf(reading, approval);
  await claimed.lease.check();
  await writeState(documents, runId, planned);
  return { kind: 'planned', state: planned };
}

/** Null once the plan is whole. */
async function step(planning: Planning, at: Position): Promise<Position | null> {
  const { reading } = planning;
  switch (at.step) {
    case 'changes':
      return readWhatChanged(reading);
    case 'members':
      return readMembersPage(reading, at);
    case 'rows':
    case 'places':
    case 'events':
    case 'people':
      return readCrmPage(reading, at);
    case 'linked':
      return readLinkedPeople(reading, at);
    case 'owners':
      return readOwners(reading, at);
    case 'survivors':
      return readSurvivors(reading);
    case 'strangers':
      return readOthers(reading, at);
    case 'further':
      return readFurtherPage(reading, at);
    case 'newcomers':
      return readNewcomers(reading);
    case 'divide':
      return divide(reading, at);
    case 'decide':
      return decidePart(planning, at);
    case 'weigh':
      return weighPart(planning, at);
    case 'write':
      return writePart(planning, at);
  }
}

/** With other rules or another mapping than before, nothing that was read or decided counts. */
async function goOnOrBegin(
  services: Services,
  mailchimp: MailchimpAccount,
  claimed: Claim,
  approval: Approval | undefined,
): Promise<Reading> {
  const { run, audience } = claimed;
  const { documents } = services.storage;
  const begun = await readReading(documents, run.id);
  if (begun) {
    const fields = await prepareFields(services, mailchimp, claimed);
    if (settingsFingerprint(audience, run, fields.fingerprint) === begun.settings) {
      return new Reading(services, mailchimp, claimed, labelsOf(begun.labels), fields, begun);
    }
    await forgetReading(documents, run.id);
  }
  const crmReadAt = (await services.crm.run(run.id))?.modifiedOn ?? run.modifiedOn;
  // By the clock of Dynamics 365, as the watermarks are.
  const now = new Date(crmReadAt);
  const labels = await readLabels(services, mailchimp, claimed, now);
  const fields = await prepareFields(services, mailchimp, claimed);
  const chosen = chooseReading(run, audience, now, labelSettings(labels) + fields.fingerprint);
  const state: ReadingState = {
    at: { step: 'changes' },
    complete: false,
    readAt: null,
    crmReadAt,
    startedAt: services.now().toISOString(),
    settings: settingsFingerprint(audience, run, fields.fingerprint),
    labels: keepLabels(labels),
    fields: fieldsState(fields),
    members: { total: 0, read: 0 },
    people: 0,
    pages: { members: 0, rows: 0, places: 0, people: 0, events: 0, others: 0, further: 0 },
    ownersPages: null,
    parts: 1,
    sorted: 0,
    wanted: nothingWanted,
    sizes: noSizes,
    losing: {},
    further: {},
    sums: {
      held: 0,
      chosen: 0,
      plan: noPlan,
      tally: chosen.kind === 'full' && !approval ? nobody : audience.counts,
      chunks: [...noChunks],
      people: 0,
    },
    spent: { mailchimp: noTraffic, dataverse: noTraffic, seconds: 0 },
  };
  const reading = new Reading(services, mailchimp, claimed, labels, fields, state);
  if (chosen.kind === 'full') state.at = await beginFullReading(reading);
  return reading;
}

function planOf({ state, claimed, labels }: Reading, approval: Approval | undefined): RunState {
  const { run, audience, firstRun } = claimed;
  const { sums, sizes } = state;
  const isPreview = run.mode === 'preview';
  const tooMany = tiesThatWait(state.losing, { labels, audience });
  return {
    complete: state.complete,
    readAt: state.readAt ?? '',
    crmReadAt: state.crmReadAt,
    startedAt: state.startedAt,
    firstRun,
    listId: claimed.list.id,
    plannedWith: {
      trust: audience.trustOverride,
      fingerprint: settingsFingerprint(audience, run, labelSettings(labels) + state.fields.fingerprint),
    },
    chunks: sums.chunks.reduce((sum, count) => sum + count, 0),
    ranks: sums.chunks,
    people: sums.people,
    ...(isPreview ? { previewed: state.parts } : {}),
    applied: 0,
    begun: null,
    plan: addPlanNumbers(sums.plan, noPlan),
    tally: sums.tally,
    audienceCount: approval ? audience.counts.audience : sizes.mailchimp.now,
    listCount: approval ? audience.counts.list : sizes.list.now,
    dropped: approval ? approval.people - sums.chosen : 0,
    unrecorded: 0,
    ...(approval ? { approved: true } : {}),
    fields: state.fields,
    further: state.further,
    labels: { ...labels, sentences: [...labels.sentences, ...tooMany], settings: labelSettings(labels) },
    ...state.spent,
  };
}

function spent(state: ReadingState, services: Services, mailchimp: MailchimpAccount, mark: TrafficMark): ReadingState {
  const since = trafficSince(mark, {
    mailchimp: mailchimp.traffic(),
    dataverse: services.crm.traffic(),
    at: services.now(),
  });
  return {
    ...state,
    spent: {
      mailchimp: addTraffic(state.spent.mailchimp, since.mailchimp),
      dataverse: addTraffic(state.spent.dataverse, since.dataverse),
      seconds: state.spent.seconds + since.seconds,
    },
  };
}
