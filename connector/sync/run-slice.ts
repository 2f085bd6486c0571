/**
 * One slice of a run: claim -> read -> plan -> guard -> apply -> record -> finish. It works until its deadline, keeps its place
 * under the account's lease and says whether it wants to be called again. Killed anywhere, the next slice goes on from what
 * was written down.
 */

import type { RunRow } from '../dataverse/port';
import { ServiceError } from '../service-error';
import { LeaseLost } from '../storage/port';
import { applyChunk } from './applying/apply';
import type { Applying } from './applying/applying';
import { backUpRun } from './back-up-run';
import { claim, isForWantOfRights, isOver, type Claim } from './run/claim';
import { whoStoodStill, type StoodStill } from './applying/who-stood-still';
import { cancellationOf, cancelRun } from './guard/cancel';
import { endCancelled, endCancelledUnplanned, endRun, pauseForUndo } from './finishing/end-run';
import { countOwnMoves } from './labels/further-counts';
import { joinAnotherRun } from './requests/join-run';
import { keepWebhook } from './webhooks/keep-webhook';
import { notifyOfEnd } from './finishing/notify';
import { sweep, tidyUp } from './finishing/sweep';
import type { PersonPlan } from './run/person-plan';
import { planRun } from './plan-run';
import { addGuarded, nothingDone } from './guard/day-counts';
import { recordChanges } from './recording/record-changes';
import { refresh } from './refresh';
import { saveLabels } from './labels/save-labels';
import { readReading } from './reading/reading-state';
import { forgetRun, pathOfChunk, readState, writeState, type RunState } from './run/run-state';
import { mailchimpOf, type Services } from './run/services';
import { noteEndOfStart, noteStart } from './run/start-of-tie';
import { writeStatus } from './run/statuses';
import { addCounts, countedRows, growthBy } from './run/tally';
import { noteStartedWith } from './run/tied-list';
import { addTraffic, trafficSince, type TrafficMark } from './run/traffic';
import { dropWhatWaitedTooLong } from './guard/waiting-changes';
import { isAside, isPreview } from './run/wish';
import { writingSentence } from './applying/writing-progress';

export type SliceEnd =
  | { kind: 'finished' }
  /** The deadline came first: call again. */
  | { kind: 'continue' }
  /** Somebody else works on the account, or creates people: call again later. */
  | { kind: 'busy' }
  /** Nothing to do for this message. */
  | { kind: 'over' };

export interface SliceTerms {
  /** By the machine's clock; checked between chunks. */
  until: Date;
}

/** A run that failed this often in a row for a passing reason, nothing written in between, is ended with its cause. */
const mostAttempts = 5;

/** Another account's run creates people for as long as one chunk of it takes: to wait for it is no failure. */
class OthersCreate extends Error {
  override readonly name = 'OthersCreate';
}

export async function runSlice(services: Services, runId: string, terms: SliceTerms): Promise<SliceEnd> {
  const run = await services.crm.run(runId);
  if (!run) return { kind: 'over' };
  if (isOver(run)) {
    await tidyUp(services, run);
    return { kind: 'over' };
  }
  const end = await sliceOf(services, run, terms);
  if (end.kind !== 'finished') return end;
  await forgetRun(services.storage.documents, runId);
  await sweep(services);
  return end;
}

async function sliceOf(services: Services, run: RunRow, terms: SliceTerms): Promise<SliceEnd> {
  try {
    if (run.mode === 'refresh') return await refreshRun(services, run);
    if (run.mode === 'cancel') {
      await cancelRun(services, run);
      return { kind: 'finished' };
    }
    if (run.mode === 'backup') return await backUpRun(services, run, terms.until);
    const claimed = await claim(services, run);
    if (claimed.kind === 'over') return { kind: 'over' };
    if (claimed.kind === 'busy') return claimed.sameRun ? { kind: 'over' } : { kind: 'busy' };
    try {
      const joined = await joinAnotherRun(services, claimed);
      if (joined !== 'none') return { kind: joined === 'wait' ? 'busy' : 'finished' };
      return await workOn(services, claimed, terms);
    } finally {
      await claimed.lease.release();
    }
  } catch (error) {
    return await afterFailure(services, run, error);
  }
}

async function workOn(services: Services, claimed: Claim, terms: SliceTerms): Promise<SliceEnd> {
  const { run, audience, account, lease } = claimed;
  const mailchimp = mailchimpOf(services, account);
  const silent = isAside(run);
  const mark: TrafficMark = { mailchimp: mailchimp.traffic(), dataverse: services.crm.traffic(), at: services.now() };
  await services.crm.heartbeat(account.id, services.now().toISOString());

  const begun = await readState(services.storage.documents, run.id);
  refuseOlderTie(begun, claimed);
  const isNew = begun === null && (await readReading(services.storage.documents, run.id)) === null;
  if (isNew) {
    await writeStatus(
      services,
      { runId: run.id, audience, silent },
      {
        status: 'in-progress',
        sentence: 'Reading Mailchimp.',
        run: { progress: 0, startedOn: services.now().toISOString(), attempts: run.attempts + 1 },
      },
    );
  }
  if (isNew && claimed.firstRun && !isAside(run)) await noteStart(services, audience.id, run.id);
  if (isNew) await dropWhatWaitedTooLong(services, claimed.audience);
  const planned = begun
    ? ({ kind: 'planned', state: begun } as const)
    : await planRun(services, mailchimp, claimed, { until: terms.until, mark });
  if (planned.kind === 'continue') return planned;
  if (planned.kind === 'cancelled') {
    await endCancelledUnplanned(services, claimed, planned.by);
    return { kind: 'finished' };
  }
  const { state } = planned;
  await lease.check();
  if (isPreview(run, claimed.wish)) {
    await endRun(services, claimed, spent(state, services, mailchimp, mark));
    return { kind: 'finished' };
  }

  if (claimed.wish.kind === 'undo') await pauseForUndo(services, audience, 'A run is being undone.');
  else await beginTie(services, claimed);
  const applying: Applying = {
    crm: services.crm,
    mailchimp,
    target: {
      runId: run.id,
      audience: { id: audience.id, listId: audience.listId },
      list: claimed.list,
      type: claimed.list.memberType === 'lead' ? 'lead' : 'contact',
    },
    whileNobodyElseCreates: (work) => alone(services, claimed.me.organizationId, work),
    readAt: state.readAt,
    crmReadAt: state.crmReadAt,
    unrecorded: (refusals) => {
      state.unrecorded += refusals.length;
      for (const { code } of refusals) services.telemetry.event('MemberRowRefused', { runId: run.id, code });
    },
    retryAt: new Date(Date.parse(state.readAt) + 60 * 60_000).toISOString(),
  };
  const stoodStill = whoStoodStill(applying, state, { now: () => services.now(), isNew });
  // Every slice comes on by one step at least.
  let cameOn = begun === null;
  while (state.applied < state.chunks) {
    if (cameOn && services.now() >= terms.until) {
      await writeState(services.storage.documents, run.id, spent(state, services, mailchimp, mark));
      return { kind: 'continue' };
    }
    await lease.check();
    const cancelled = await cancellationOf(services.storage.documents, run.id);
    if (cancelled) {
      await endCancelled(services, claimed, spent(state, services, mailchimp, mark), cancelled.by);
      return { kind: 'finished' };
    }
    await applyNext(services, applying, state, stoodStill);
    cameOn = true;
    // As its row says by now: what failed before has passed.
    run.attempts = 0;
  }
  // Behind the writing, because archiving somebody changes how many members a tag has.
  if (state.labels) await saveLabels(services, mailchimp, audience, state.labels, state.chunks > 0);
  await endRun(services, claimed, spent(state, services, mailchimp, mark));
  if (state.firstRun) await noteEndOfStart(services, audience.id, await services.crm.run(run.id));
  if (state.firstRun) await keepWebhook(services, audience, account);
  return { kind: 'finished' };
}

/** Nobody is put on a list, or taken off it, because of what was read on another one, and no tie is started by an older run. */
function refuseOlderTie(begun: RunState | null, { audience, list, firstRun }: Claim): void {
  if (begun === null) return;
  const isOtherList = begun.listId !== undefined && begun.listId !== list.id;
  if (!isOtherList && (begun.firstRun || !firstRun)) return;
  throw new ServiceError(
    'refused',
    `${audience.name} was tied anew while this run was under way. What is done stays; look at the numbers in Manage, then press Start.`,
  );
}

/** After the plan is durable, so that a first run that is killed while it reads is a first run again. */
async function beginTie(services: Services, { audience, list, run }: Claim): Promise<void> {
  await noteStartedWith(services, audience, list);
  const consent =
    run.consentConfirmed && !audience.consentConfirmedOn
      ? { consentConfirmedBy: run.requestedByName, consentConfirmedOn: run.createdOn }
      : {};
  if (audience.tieState === 'running' && !('consentConfirmedOn' in consent)) return;
  await services.crm.changeAudience(audience.id, { tieState: 'running', ...consent });
}

/** Durable in this order: the chunk is marked as begun, applied, and then its end is recorded. */
async function applyNext(
  services: Services,
  applying: Applying,
  state: RunState,
  stoodStill: StoodStill,
): Promise<void> {
  const { documents } = services.storage;
  const { runId } = applying.target;
  const index = state.applied;
  const inDoubt = state.begun === index;
  const planned = await documents.readLines<PersonPlan>(pathOfChunk(runId, state, index));
  const plans = inDoubt ? planned : await stoodStill(planned);
  if (!inDoubt) {
    state.begun = index;
    await writeState(documents, runId, state);
  }
  const asPlanned = structuredClone(plans);
  const appeared = await applyChunk(applying, plans, inDoubt);
  const isDone = (_: PersonPlan, place: number) => !appeared.includes(plans[place]!);
  const done = plans.filter(isDone);
  const of = { runId, listId: applying.target.list.id };
  const counted = await recordChanges(documents, of, index, asPlanned.filter(isDone), done);
  state.done = addGuarded(state.done ?? nothingDone, counted);
  state.dropped += planned.length - plans.length + appeared.length;
  state.tally = addCounts(state.tally, countedRows(done));
  countOwnMoves(state.further, done);
  const growth = growthBy(done);
  state.audienceCount += growth.audience;
  state.listCount += growth.list;
  state.applied = index + 1;
  state.written = (state.written ?? 0) + planned.length;
  state.begun = null;
  await writeState(documents, runId, state);
  await services.crm.changeRun(runId, {
    progress: Math.round((state.applied / state.chunks) * 100),
    sentence: writingSentence(applying.target.type, state),
    attempts: 0,
  });
}

/** One organization-wide lease: two accounts' runs could otherwise both create the person they share. */
async function alone<T>(services: Services, organizationId: string, work: () => Promise<T>): Promise<T> {
  const lease = await services.storage.leases.acquire(`people-${organizationId}`);
  if (!lease) throw new OthersCreate('Another run is creating people at the moment.');
  try {
    return await work();
  } finally {
    await lease.release();
  }
}

function spent(
  state: RunState,
  services: Services,
  mailchimp: { traffic(): RunState['mailchimp'] },
  mark: TrafficMark,
): RunState {
  const {
    mailchimp: inMailchimp,
    dataverse,
    seconds,
  } = trafficSince(mark, {
    mailchimp: mailchimp.traffic(),
    dataverse: services.crm.traffic(),
    at: services.now(),
  });
  return {
    ...state,
    mailchimp: addTraffic(state.mailchimp, inMailchimp),
    dataverse: addTraffic(state.dataverse, dataverse),
    seconds: state.seconds + seconds,
  };
}

async function refreshRun(services: Services, run: RunRow): Promise<SliceEnd> {
  await writeStatus(
    services,
    { runId: run.id, audience: null },
    {
      status: 'in-progress',
      sentence: 'Asking Mailchimp for its audiences.',
      run: { startedOn: services.now().toISOString() },
    },
  );
  const { accounts, audiences, failures } = await refresh(services);
  const found = `${audiences} ${audiences === 1 ? 'audience' : 'audiences'} in ${accounts} ${accounts === 1 ? 'account' : 'accounts'}.`;
  await writeStatus(
    services,
    { runId: run.id, audience: null },
    {
      status: accounts === 0 ? 'failed' : failures.length > 0 ? 'completed-with-issues' : 'completed',
      sentence: [accounts === 0 ? '' : found, ...failures].filter(Boolean).join(' '),
      run: { progress: 100, finishedOn: services.now().toISOString() },
    },
  );
  return { kind: 'finished' };
}

/** What passes by itself is tried again from where it stopped; everything else ends the run with a sentence. */
async function afterFailure(services: Services, run: RunRow, error: unknown): Promise<SliceEnd> {
  if (error instanceof LeaseLost) return { kind: 'continue' };
  if (error instanceof OthersCreate) return { kind: 'busy' };
  services.telemetry.exception(error, { runId: run.id });
  const passing = error instanceof ServiceError && (error.kind === 'throttled' || error.kind === 'transient');
  if (passing && run.attempts < mostAttempts) {
    await services.crm.changeRun(run.id, { attempts: run.attempts + 1 });
    throw error;
  }
  const sentence =
    error instanceof ServiceError
      ? error.message
      : 'The sync stopped because of a fault of its own. Nothing is lost; the next run goes on.';
  const audience = run.audienceId ? await services.crm.audience(run.audienceId) : null;
  // A request that the tie forbids is answered on the run; it says nothing about how the audience stands.
  const silent =
    isAside(run) ||
    isForWantOfRights(error) ||
    (audience?.tieState !== 'running' && audience?.syncStatus !== 'in-progress');
  await writeStatus(
    services,
    { runId: run.id, audience, silent },
    { status: 'failed', sentence, run: { finishedOn: services.now().toISOString() } },
  );
  if (!isForWantOfRights(error)) {
    await notifyOfEnd(services, { run, audience }, { status: 'failed', sentence, aside: silent });
  }
  await tidyUp(services, { ...run, status: 'failed' });
  if (error instanceof ServiceError) return { kind: 'finished' };
  throw error;
}
