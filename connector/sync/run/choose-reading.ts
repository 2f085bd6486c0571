/** Whether a run reads only what changed since the last one, or both sides whole. */

import { createHash } from 'node:crypto';

import type { AudienceRow, RunRow, Watermarks } from '../../dataverse/port';
import { rulesOf } from './rules-of';
import { isApproval } from './wish';

export type Reading = { kind: 'full' } | { kind: 'changes'; since: Watermarks };

const hourMs = 60 * 60_000;
const dayMs = 24 * hourMs;

/** What hints bring forward, and people ask for, stays quick this long, in which the schedule finds a moment for it. */
const patienceMs = 12 * hourMs;

export function chooseReading(run: RunRow, audience: AudienceRow, now: Date, labels = ''): Reading {
  const { watermarks } = audience;
  const wantsAll =
    run.mode !== 'sync' ||
    isApproval(run) ||
    audience.tieState !== 'running' ||
    audience.trustOverride !== 'none' ||
    watermarks === null ||
    watermarks.settings !== settingsFingerprint(audience, run, labels) ||
    isDailyReading(run, audience, now);
  return wantsAll ? { kind: 'full' } : { kind: 'changes', since: watermarks };
}

/**
 * Both sides are read whole once a day, which finds what no change tells: members deleted for good, lost events. The schedule does
 * it as soon as a day has passed, at whatever hour, because nobody has said when their night is. An audience that is always busy
 * leaves the schedule no moment, and one that is synced only by hand has no schedule: there whatever run comes next does it.
 */
export function isDailyReading(
  { trigger }: Pick<RunRow, 'trigger'>,
  audience: Pick<AudienceRow, 'watermarks' | 'scheduleMinutes'>,
  now: Date,
): boolean {
  const due = wholeReadingDue(audience);
  if (due === null) return false;
  const patience = trigger === 'schedule' || audience.scheduleMinutes === 0 ? 0 : patienceMs;
  return now.getTime() >= due + patience;
}

/** A day after the last one, or as rarely as the audience is synced at all; null before the first. */
export const wholeReadingDue = ({
  watermarks,
  scheduleMinutes,
}: Pick<AudienceRow, 'watermarks' | 'scheduleMinutes'>): number | null =>
  watermarks === null ? null : Date.parse(watermarks.full) + Math.max(dayMs, scheduleMinutes * 60_000);

/** Of everything that decides about people who did not change themselves, the ties of tags and interests included. */
export function settingsFingerprint(
  audience: AudienceRow,
  run: Pick<RunRow, 'consentConfirmed'>,
  labels: string,
): string {
  const { marketingListId, limitPercent, limitPeople, limitMost } = audience;
  const consent = run.consentConfirmed || audience.consentConfirmedOn !== null;
  const settings = [rulesOf(audience), marketingListId, limitPercent, limitPeople, limitMost, consent, labels];
  return createHash('sha256').update(JSON.stringify(settings)).digest('hex');
}
