/** Asks for runs as a user does, by creating a Sync Run, and waits for how they end. */
import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import type { WebApi } from '../crm/web-api';
import { choiceValue, optionOf, type Choices } from '../solution-file';

const calls = z.object({ requests: z.number(), writes: z.number() });
const countsShape = z.looseObject({ mailchimp: calls, dataverse: calls });

export type RunCounts = z.infer<typeof countsShape>;

export interface EndedRun {
  /** The code of its status. */
  status: string;
  /** The status as people read it. */
  label: string;
  sentence: string;
  /** Null when the run wrote none. */
  counts: RunCounts | null;
}

export interface RunRequest {
  mode: 'full' | 'sync' | 'preview' | 'refresh';
  name: string;
  audienceId?: string;
  consentConfirmed?: boolean;
}

/** Longer than the functions need to notice a lost webhook, or to try once more after a failure. */
const PATIENCE_SECONDS = 120;

const ENDS = ['needs-approval', 'completed', 'completed-with-issues', 'failed', 'cancelled'];

/** Rejects when the signal is aborted, with its reason, and when nothing happens to the run for too long. */
export async function runToItsEnd(
  crm: WebApi,
  choices: Choices,
  request: RunRequest,
  signal: AbortSignal,
): Promise<EndedRun> {
  const row = await crm.create('mcs_syncruns', {
    mcs_name: request.name,
    mcs_mode: choiceValue(choices, 'mcs_runmode', request.mode),
    mcs_trigger: choiceValue(choices, 'mcs_runtrigger', 'person'),
    mcs_status: choiceValue(choices, 'mcs_runstatus', 'requested'),
    mcs_consentconfirmed: request.consentConfirmed ?? false,
    ...(request.audienceId === undefined
      ? {}
      : { 'mcs_audienceid@odata.bind': `/mcs_audiences(${request.audienceId})` }),
  });
  const id = z.string().parse(row['mcs_syncrunid']);
  let seen = '';
  let changedAt = Date.now();
  for (;;) {
    const now = await crm.get(`mcs_syncruns(${id})?$select=mcs_status,mcs_progress,mcs_sentence,mcs_counts`);
    const status = optionOf(choices, 'mcs_runstatus', now['mcs_status']);
    if (status && ENDS.includes(status.code)) {
      return {
        status: status.code,
        label: status.label,
        sentence: typeof now['mcs_sentence'] === 'string' ? now['mcs_sentence'] : '',
        counts: readCounts(now['mcs_counts']),
      };
    }
    const state = JSON.stringify([now['mcs_status'], now['mcs_progress'], now['mcs_counts']]);
    if (state !== seen) {
      seen = state;
      changedAt = Date.now();
    }
    if (Date.now() - changedAt > PATIENCE_SECONDS * 1000) {
      const where = status?.label ?? 'without a status';
      throw new Error(
        `The run "${request.name}" has been ${where} for ${PATIENCE_SECONDS} seconds: nothing works on it.`,
      );
    }
    await pause(100, undefined, { signal }).catch(() => signal.throwIfAborted());
  }
}

export function isCompleted(run: EndedRun): boolean {
  return run.status === 'completed' || run.status === 'completed-with-issues';
}

function readCounts(text: unknown): RunCounts | null {
  if (typeof text !== 'string' || text === '') return null;
  const parsed = countsShape.safeParse(JSON.parse(text));
  return parsed.success ? parsed.data : null;
}
