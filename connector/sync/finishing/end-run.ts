/** The end of every kind of run: its notes, what it counts for the guard, what waits of it, and the words that say how it went. */

import type { AudienceCounts, AudienceRow, MarketingList, RunRow } from '../../dataverse/port';
import type { Claim } from '../run/claim';
import { nothingDone, noteDone } from '../guard/day-counts';
import { finish, finishPreview } from './finish';
import { forgetHeld, isNamed, waitingOf, waitsUntil } from '../guard/held';
import { writeRunNotes } from '../recording/run-notes';
import type { RunState } from '../run/run-state';
import type { Services } from '../run/services';
import { restingStatus } from '../run/statuses';
import { nothingUndone, undoSentence } from '../undo/undo-numbers';
import { beginWaiting, decidedAnew, keepOnly, writeStatusAfterWaiting } from '../guard/waiting-changes';
import { isAside, isPreview, type Wish } from '../run/wish';

export async function endRun(services: Services, claimed: Claim, state: RunState): Promise<void> {
  const { run, wish } = claimed;
  if (isPreview(run, wish)) {
    await writeRunNotes(
      { crm: services.crm, documents: services.storage.documents },
      { ...run, chunks: state.previewed ?? 1, preview: true, list: claimed.list },
    );
    await forgetHeld(services.storage.documents, run.id);
    return wish.kind === 'undo' ? endUndoPreview(services, run, state) : finishPreview(services, claimed, state);
  }
  await keepWhatWasDone(services, run, state, claimed.list);
  switch (wish.kind) {
    case 'approve':
      return endApproval(services, claimed, state, wish);
    case 'undo':
      return endUndo(services, claimed, state);
    case 'sync':
    case 'preview':
    case 'cancel':
  }
  return endSync(services, claimed, state);
}

/** What a run has changed stays written down, however it ends. */
export async function keepWhatWasDone(
  services: Services,
  run: RunRow,
  state: RunState,
  list: MarketingList | null,
): Promise<void> {
  const { documents } = services.storage;
  await writeRunNotes({ crm: services.crm, documents }, { ...run, chunks: state.chunks, preview: false, list });
  // What somebody looked at and approved takes nothing away from what a day may do unseen.
  const seen = state.firstRun || state.undo !== undefined || state.approved === true;
  if (!run.audienceId || seen) return;
  await noteDone(documents, run.audienceId, { runId: run.id, at: state.readAt, counts: state.done ?? nothingDone });
}

async function endSync(services: Services, claimed: Claim, state: RunState): Promise<void> {
  const { run, audience } = claimed;
  const { documents } = services.storage;
  if (state.complete) await decidedAnew(services, audience.id, { runId: run.id, rowIds: 'all' });
  if (state.plan.held > 0) {
    await beginWaiting(services, audience.id, {
      runId: run.id,
      until: waitsUntil(services.now()),
      terms: {
        trust: state.plannedWith?.trust ?? audience.trustOverride,
        firstRun: state.firstRun,
        consentConfirmed: run.consentConfirmed || audience.consentConfirmedOn !== null,
      },
    });
  }
  await finish(services, claimed, state, await waitingOf(documents, audience.id));
}

async function endApproval(
  services: Services,
  { run, audience }: Claim,
  state: RunState,
  wish: Extract<Wish, { kind: 'approve' }>,
): Promise<void> {
  const waiting = (await waitingOf(services.storage.documents, audience.id)).find(({ runId }) => runId === wish.runId);
  const approved = isNamed(wish.people);
  if (waiting) {
    const ending = `Approved by ${run.requestedByName}.`;
    await keepOnly(services, audience.id, waiting, ending, (person) => !approved(person), 'completed');
  }
  const counts = countsAfter(state);
  await services.crm.changeAudience(audience.id, {
    counts,
    ...(state.dropped > 0 && audience.scheduleMinutes > 0 ? { nextCheck: soon(services) } : {}),
  });
  const moved =
    state.dropped === 0
      ? ''
      : ` ${people(state.dropped)} had moved since and ${state.dropped === 1 ? 'was' : 'were'} left alone; the next sync decides.`;
  const sentence = `What waited was approved and is done.${moved}`;
  await writeStatusAfterWaiting(services, { ...audience, counts }, sentence);
  await writeEnd(services, run, state, sentence);
}

async function endUndo(services: Services, { run, audience }: Claim, state: RunState): Promise<void> {
  const sentence = undoSentence(state.undo ?? nothingUndone(), false);
  await pauseForUndo(services, audience, sentence);
  await services.crm.changeAudience(audience.id, { counts: countsAfter(state) });
  await writeEnd(services, run, state, sentence);
}

/** Before the first write too, so that nothing is done again before a person resumes. */
export async function pauseForUndo(
  services: Services,
  { id }: Pick<AudienceRow, 'id'>,
  sentence: string,
): Promise<void> {
  await services.crm.changeAudience(id, { tieState: 'paused', syncStatus: 'paused', statusSentence: sentence });
}

async function endUndoPreview(services: Services, run: RunRow, state: RunState): Promise<void> {
  await writeEnd(services, run, state, undoSentence(state.undo ?? nothingUndone(), true));
}

/** Stopped by a person between two chunks: what is done stays, and the next run reads both sides whole. */
export async function endCancelled(services: Services, claimed: Claim, state: RunState, by: string): Promise<void> {
  const { run, audience, wish, list } = claimed;
  await keepWhatWasDone(services, run, state, list);
  const sentence = `Cancelled by ${by} after part ${state.applied} of ${state.chunks}. What is done stays.`;
  if (wish.kind === 'sync') {
    await services.crm.changeAudience(audience.id, {
      syncStatus: 'synced-with-issues',
      statusSentence: `${sentence} The next sync goes on.`,
      ...(audience.watermarks ? { watermarks: { ...audience.watermarks, settings: 'cancelled' } } : {}),
    });
  }
  await services.crm.changeRun(run.id, {
    status: 'cancelled',
    sentence,
    finishedOn: services.now().toISOString(),
    counts: countsOf(state),
  });
}

/** Stopped by a person while it was reading. */
export async function endCancelledUnplanned(
  services: Services,
  { run, audience }: Pick<Claim, 'run' | 'audience'>,
  by: string,
): Promise<void> {
  const sentence = `Cancelled by ${by} before anything was changed.`;
  const finishedOn = services.now().toISOString();
  if (!isAside(run)) {
    await services.crm.changeAudience(
      audience.id,
      restingStatus(audience) ?? {
        syncStatus: 'synced-with-issues',
        statusSentence: `${sentence} The next sync goes on.`,
      },
    );
  }
  await services.crm.changeRun(run.id, { status: 'cancelled', sentence, finishedOn });
}

async function writeEnd(services: Services, run: RunRow, state: RunState, sentence: string): Promise<void> {
  await services.crm.changeRun(run.id, {
    status: 'completed',
    sentence,
    progress: 100,
    counts: countsOf(state),
    finishedOn: services.now().toISOString(),
  });
}

const countsOf = ({ plan, tally, mailchimp, dataverse, seconds, dropped, undo }: RunState) => ({
  plan,
  people: tally,
  mailchimp,
  dataverse,
  seconds: Math.round(seconds * 10) / 10,
  ...(dropped > 0 ? { dropped } : {}),
  ...(undo ? { undo } : {}),
});

const countsAfter = (state: RunState): AudienceCounts => ({
  ...state.tally,
  audience: state.audienceCount,
  list: state.listCount,
});

const soon = (services: Services) => new Date(services.now().getTime() + 60_000).toISOString();

const people = (count: number) => `${count.toLocaleString('en')} ${count === 1 ? 'person' : 'people'}`;
