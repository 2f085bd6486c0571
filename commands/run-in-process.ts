/** Carries one run of an audience from its request to its end in this process, or goes on with one that was begun. */

import { setTimeout as wait } from 'node:timers/promises';

import { z } from 'zod';

import type { AudienceRow, NewRun } from '../connector/dataverse/port';
import type { Choice } from '../connector/dataverse/schema.generated';
import { ServiceError } from '../connector/service-error';
import { isOver } from '../connector/sync/run/claim';
import { runSlice } from '../connector/sync/run-slice';
import type { Services } from '../connector/sync/run/services';

export interface RunTerms {
  full: boolean;
  preview: boolean;
  yes: boolean;
  until: Date;
  say(text: string): void;
}

const traffic = z.object({ requests: z.number(), writes: z.number(), peakConnections: z.number() });
const none = { requests: 0, writes: 0, peakConnections: 0 };
const written = z.looseObject({
  plan: z.record(z.string(), z.unknown()).default({}),
  people: z.record(z.string(), z.unknown()).default({}),
  mailchimp: traffic.default(none),
  dataverse: traffic.default(none),
  seconds: z.number().default(0),
});

export interface RunReport {
  audience: string;
  status: Choice<'mcs_runstatus'>;
  sentence: string;
  counts: { plan: Record<string, unknown>; people: Record<string, unknown> };
  mailchimp: z.infer<typeof traffic>;
  dataverse: z.infer<typeof traffic>;
  seconds: number;
  /** The numbers of a first run were shown and `--yes` was not given. */
  firstRunShown: boolean;
}

export async function runInProcess(services: Services, audience: AudienceRow, terms: RunTerms): Promise<RunReport> {
  const first = audience.tieState === 'ready' && !terms.preview;
  const begun = terms.preview ? undefined : await openRunOf(services, audience);
  if (begun) {
    terms.say(`Going on with the run of ${audience.name} that was begun before.`);
    return carryOut(services, audience, begun, terms, false);
  }
  if (first && !terms.yes) {
    const preview = await services.crm.createRun(newRun(audience, 'preview', false));
    return carryOut(services, audience, preview, terms, true);
  }
  const mode = terms.preview ? 'preview' : first || terms.full ? 'full' : 'sync';
  const runId = await services.crm.createRun(newRun(audience, mode, first && terms.yes));
  return carryOut(services, audience, runId, terms, false);
}

const newRun = (audience: AudienceRow, mode: NewRun['mode'], consentConfirmed: boolean): NewRun => ({
  audienceId: audience.id,
  mode,
  trigger: 'command',
  consentConfirmed,
  name: `${mode === 'preview' ? 'Preview' : 'Sync'} of ${audience.name} from the command line`,
});

async function openRunOf(services: Services, audience: AudienceRow): Promise<string | undefined> {
  const open = await services.crm.openRuns();
  return open.find((run) => run.audienceId === audience.id && run.mode !== 'preview')?.id;
}

/** Seconds between two looks at an account that somebody else works on; its lease expires within half a minute when that one is dead. */
const whileBusySeconds = 2;

export async function carryOut(
  services: Services,
  audience: AudienceRow,
  runId: string,
  terms: RunTerms,
  firstRunShown: boolean,
): Promise<RunReport> {
  let told = false;
  while (services.now() < terms.until) {
    const end = await sliceWithRetries(services, runId, terms);
    if (end === 'finished' || end === 'stopped') break;
    if (!told) terms.say('Waiting for another run on the same Mailchimp account, or for its lease to expire.');
    told = true;
    await wait(whileBusySeconds * 1000);
  }
  return report(services, audience, runId, firstRunShown);
}

/** As often as a message of the queue would be delivered again after a passing fault. */
const mostTries = 5;

async function sliceWithRetries(
  services: Services,
  runId: string,
  terms: RunTerms,
): Promise<'finished' | 'stopped' | 'busy'> {
  for (let tries = 1; ; tries += 1) {
    try {
      const end = await runSlice(services, runId, { until: terms.until });
      if (end.kind === 'finished') return 'finished';
      if (end.kind === 'continue') return 'stopped';
      if (end.kind === 'busy') return 'busy';
      const run = await services.crm.run(runId);
      return run && !isOver(run) ? 'busy' : 'finished';
    } catch (error) {
      if (!(error instanceof ServiceError) || tries === mostTries || services.now() >= terms.until) throw error;
      terms.say(`${error.message.replace(/; it is tried again later\.$/, '.')} Trying again.`);
      await wait(whileBusySeconds * 1000);
    }
  }
}

async function report(
  services: Services,
  audience: AudienceRow,
  runId: string,
  firstRunShown: boolean,
): Promise<RunReport> {
  const run = await services.crm.run(runId);
  if (!run) throw new ServiceError('refused', 'The run was deleted while it worked.');
  const { plan, people, mailchimp, dataverse, seconds } = written.parse(run.counts ?? {});
  return {
    audience: audience.name,
    status: run.status,
    sentence: run.sentence ?? '',
    counts: { plan, people },
    mailchimp,
    dataverse,
    seconds,
    firstRunShown,
  };
}

export function exitCodeOf({ status, firstRunShown }: RunReport): number {
  if (status === 'needs-approval') return 2;
  const completed = status === 'completed' || status === 'completed-with-issues';
  if (!completed) return 1;
  return firstRunShown ? 2 : 0;
}
