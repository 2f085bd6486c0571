/** Whether a run reads only what changed since the last one, or both sides whole. */

import { createHash } from 'node:crypto';

import type { AudienceRow, RunRow, Watermarks } from '../../dataverse/port';
import { rulesOf } from './rules-of';
import { isApproval } from './wish';

export type Reading = { kind: 'full' } | { kind: 'changes'; since: Watermarks };

const dayMs = 24 * 60 * 60_000;

/** A scheduled run reads whole once a day, which finds what no change tells: members deleted for good, lost events. */
export function chooseReading(run: RunRow, audience: AudienceRow, now: Date, labels = ''): Reading {
  const { watermarks, lastSynced } = audience;
  const wantsAll =
    run.mode !== 'sync' ||
    isApproval(run) ||
    audience.tieState !== 'running' ||
    audience.trustOverride !== 'none' ||
    watermarks === null ||
    watermarks.settings !== settingsFingerprint(audience, run, labels) ||
    lastSynced === null ||
    now.getTime() - Date.parse(lastSynced) > 7 * dayMs ||
    isDailyReading(run, audience, now);
  return wantsAll ? { kind: 'full' } : { kind: 'changes', since: watermarks };
}

export const isDailyReading = (
  { trigger }: Pick<RunRow, 'trigger'>,
  { watermarks }: Pick<AudienceRow, 'watermarks'>,
  now: Date,
): boolean => trigger === 'schedule' && watermarks !== null && now.getTime() - Date.parse(watermarks.full) > dayMs;

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
