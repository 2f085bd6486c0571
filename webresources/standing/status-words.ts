/** The statuses of an audience as a person sees them: word, colour, and the sentence used where no run wrote one. */
import type { Tone } from '../frame/tone-badge';
import type { Choice } from '../schema.generated';
import { t } from '../texts/texts';

export type SyncStatus = Choice<'mcs_syncstatus'>;

/** What the sentences speak of. Times arrive as words already. */
export interface Facts {
  leftOut: number;
  attention: number;
  /** When the open request was made. */
  requestedAt: string | null;
  /** The last sign of life of the sync service, where it has been silent for too long. */
  silentSince: string | null;
}

export const statusWord = (status: SyncStatus): string => t(`choices.mcs_syncstatus.${status}`);

export function statusSentence(status: SyncStatus, { attention, leftOut, requestedAt, silentSince }: Facts): string {
  switch (status) {
    case 'requested':
      return waitingSentence(requestedAt, silentSince);
    case 'synced':
      return leftOut === 0 ? t('sync.sentence.synced') : t('sync.sentence.synced.except', { count: leftOut });
    case 'synced-with-issues':
      return t('sync.sentence.synced-with-issues', { count: attention });
    case 'not-tied':
    case 'ready':
    case 'in-progress':
    case 'needs-approval':
    case 'error':
    case 'paused':
      return t(`sync.sentence.${status}`);
  }
}

/** Of a request that the service has not taken yet. */
export function waitingSentence(requestedAt: string | null, silentSince: string | null): string {
  if (silentSince !== null) return t('sync.sentence.requested.silent', { time: silentSince });
  if (requestedAt !== null) return t('sync.sentence.requested.since', { time: requestedAt });
  return t('sync.sentence.requested');
}

export const statusTones: Readonly<Record<SyncStatus, Tone>> = {
  'not-tied': 'subtle',
  ready: 'informative',
  requested: 'informative',
  'in-progress': 'brand',
  synced: 'success',
  'synced-with-issues': 'warning',
  'needs-approval': 'severe',
  error: 'danger',
  paused: 'subtle',
};

/** In the order of the filter. */
export const statuses: readonly SyncStatus[] = [
  'not-tied',
  'ready',
  'requested',
  'in-progress',
  'synced',
  'synced-with-issues',
  'needs-approval',
  'error',
  'paused',
];

/** A request that nobody took within this time is shown as unanswered. */
export const silentAfterMinutes = 3;
