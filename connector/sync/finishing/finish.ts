/** Ends a run: counts, status and sentence on the run and on its audience; a trust override is used up, and the next check is set. */

import type { AudienceChange, AudienceRow, Watermarks } from '../../dataverse/port';
import type { Claim } from '../run/claim';
import { writeFurtherCounts } from '../labels/further-counts';
import type { Waiting } from '../guard/held';
import { notifyOfEnd } from './notify';
import type { RunState } from '../run/run-state';
import type { Services } from '../run/services';
import { noteEndOfStart } from '../run/start-of-tie';
import { wholeReadingDue } from '../run/choose-reading';
import { writeRestingStatus, writeStatus } from '../run/statuses';
import { beforeReading } from '../run/watermarks';

/** The row of the run ends last: killed before that, the next slice says everything again, and nothing of it twice. */
export async function finish(
  services: Services,
  claimed: Claim,
  state: RunState,
  waiting: readonly Waiting[],
): Promise<void> {
  const { run, audience, list } = claimed;
  const { tally } = state;
  const status = statusOf(state);
  const waits = waiting.find(({ runId }) => runId === run.id);
  const sentence = [waits?.sentence ?? sentenceOf(status, state), ...fieldSentences(state)].join(' ');
  const finishedOn = services.now().toISOString();
  if (state.firstRun) await noteEndOfStart(services, audience.id, run);
  if (state.unrecorded === 0 && state.further) {
    await writeFurtherCounts(services.storage.documents, audience.id, state.further);
  }
  await notifyOfEnd(services, { run, audience, list }, { status, sentence, attention: tally.attention });
  await writeStatus(
    services,
    { runId: run.id, audience },
    {
      status,
      sentence,
      run: { progress: 100, counts: countsOf(state), finishedOn },
      audience: {
        ...stillWaiting(state, waiting),
        ...trustUsedUp(state, audience),
        lastSynced: finishedOn,
        nextCheck: nextCheck(services, audience, state),
        counts: {
          ...tally,
          audience: state.audienceCount,
          list: state.listCount,
        },
        ...(state.unrecorded === 0 && !state.readAgain ? { watermarks: watermarksAfter(state, claimed) } : {}),
      },
    },
  );
  services.telemetry.event('SyncRunFinished', {
    runId: run.id,
    audience: audience.id,
    status,
    mailchimpRequests: state.mailchimp.requests,
    dataverseRequests: state.dataverse.requests,
    seconds: Math.round(state.seconds),
  });
}

/** What an earlier run holds waits on, and the audience goes on saying so. */
function stillWaiting({ plan }: RunState, [first]: readonly Waiting[]): AudienceChange {
  return plan.held > 0 || !first ? {} : { syncStatus: 'needs-approval', statusSentence: first.sentence };
}

/** Whatever somebody has chosen since the plan was made is for the next run. */
function trustUsedUp({ plannedWith }: RunState, { trustOverride }: AudienceRow): AudienceChange {
  return trustOverride !== 'none' && trustOverride === plannedWith?.trust ? { trustOverride: 'none' } : {};
}

const fieldSentences = ({ fields }: RunState): string[] => [...(fields?.stopped ?? []), ...(fields?.warnings ?? [])];

function watermarksAfter(state: RunState, { audience }: Claim): Watermarks {
  return {
    mailchimp: beforeReading(state.readAt),
    crm: beforeReading(state.crmReadAt),
    full: state.complete ? state.crmReadAt : (audience.watermarks?.full ?? state.crmReadAt),
    settings: state.plannedWith?.fingerprint ?? '',
  };
}

export async function finishPreview(services: Services, { run, audience }: Claim, state: RunState): Promise<void> {
  await writeStatus(
    services,
    { runId: run.id, audience: null, silent: true },
    {
      status: 'completed',
      sentence: 'Nothing has been changed. These are the numbers of what would happen.',
      run: { progress: 100, counts: countsOf(state), finishedOn: services.now().toISOString() },
    },
  );
  const saved = await services.crm.audience(audience.id);
  if (saved) await writeRestingStatus(services, saved);
}

type EndStatus = 'needs-approval' | 'completed' | 'completed-with-issues';

function statusOf({ plan, tally, fields }: RunState): EndStatus {
  if (plan.held > 0) return 'needs-approval';
  return tally.attention > 0 || (fields?.stopped.length ?? 0) > 0 ? 'completed-with-issues' : 'completed';
}

function sentenceOf(status: EndStatus, { plan, tally }: RunState): string {
  switch (status) {
    case 'needs-approval':
      return `${people(plan.held)} would leave or be asked, more than the limit allows. Everything else is done.`;
    case 'completed-with-issues':
      if (tally.attention === 0) return 'Both sides agree, except for what follows.';
      return `${people(tally.attention)} ${tally.attention === 1 ? 'needs' : 'need'} attention.`;
    case 'completed':
      if (tally.waiting > 0)
        return `Both sides agree; ${people(tally.waiting)} ${tally.waiting === 1 ? 'waits' : 'wait'} for an answer.`;
      return tally.leftOut > 0
        ? `Both sides agree, except ${people(tally.leftOut)} who ${tally.leftOut === 1 ? 'is' : 'are'} left out.`
        : 'Both sides agree.';
  }
}

const people = (count: number) => `${count.toLocaleString('en')} ${count === 1 ? 'person' : 'people'}`;

const countsOf = ({ plan, tally, mailchimp, dataverse, seconds, dropped }: RunState) => ({
  plan,
  people: tally,
  mailchimp,
  dataverse,
  seconds: Math.round(seconds * 10) / 10,
  ...(dropped > 0 ? { dropped } : {}),
});

/**
 * Whoever moved while the run waited is looked at soon, whatever the schedule says. Hints never put off the daily reading of both
 * sides: it stays due when it is, and where it was due already, the check stays where it was.
 */
function nextCheck(services: Services, audience: AudienceRow, state: RunState): string | null {
  const minutes = state.dropped > 0 ? 1 : audience.scheduleMinutes;
  if (minutes === 0) return null;
  const now = services.now().getTime();
  const bySchedule = now + minutes * 60_000;
  const due = state.complete ? null : wholeReadingDue(audience);
  if (due === null) return new Date(bySchedule).toISOString();
  const whole = due > now ? due : Date.parse(audience.nextCheck ?? services.now().toISOString());
  return new Date(Math.min(bySchedule, whole)).toISOString();
}
