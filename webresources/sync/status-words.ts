/** The statuses of an audience as a person sees them: word, colour, and the sentence used where no run wrote one. */
import { choiceLabels, type Choice } from '../schema.generated';
import { counted } from '../formats';

export type SyncStatus = Choice<'mcs_syncstatus'>;
export type Tone = 'subtle' | 'informative' | 'brand' | 'success' | 'warning' | 'severe' | 'danger';

export interface StatusWords {
  word: string;
  tone: Tone;
  sentence: (about: Facts) => string;
}

/** What the sentences speak of. Times arrive as words already. */
export interface Facts {
  leftOut: number;
  attention: number;
  /** When the open request was made. */
  requestedAt: string | null;
  /** The last sign of life of the sync service, where it has been silent for too long. */
  silentSince: string | null;
}

const word = choiceLabels.mcs_syncstatus;

export const statusWords: Readonly<Record<SyncStatus, StatusWords>> = {
  'not-tied': {
    word: word['not-tied'],
    tone: 'subtle',
    sentence: () => 'Choose the marketing list that belongs to this audience.',
  },
  ready: {
    word: word.ready,
    tone: 'informative',
    sentence: () => 'Nothing has been changed yet. Look at the numbers, then start.',
  },
  requested: { word: word.requested, tone: 'informative', sentence: requestedSentence },
  'in-progress': { word: word['in-progress'], tone: 'brand', sentence: () => 'The sync has started.' },
  synced: {
    word: word.synced,
    tone: 'success',
    sentence: ({ leftOut }) =>
      leftOut === 0
        ? 'Both sides agree.'
        : `Both sides agree, except ${counted(leftOut, 'person who is', 'people who are')} left out.`,
  },
  'synced-with-issues': {
    word: word['synced-with-issues'],
    tone: 'warning',
    sentence: ({ attention }) => `${counted(attention, 'person needs', 'people need')} attention.`,
  },
  'needs-approval': {
    word: word['needs-approval'],
    tone: 'severe',
    sentence: () => 'Changes wait until a person has looked at them. Everything else is done.',
  },
  error: { word: word.error, tone: 'danger', sentence: () => 'The sync failed. Try again, or ask an administrator.' },
  paused: { word: word.paused, tone: 'subtle', sentence: () => 'Paused: nothing is carried over until you resume it.' },
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

function requestedSentence({ requestedAt, silentSince }: Facts): string {
  if (silentSince !== null) return `The sync service has not answered since ${silentSince}. Your request is kept.`;
  if (requestedAt !== null) return `Waiting for the sync service since ${requestedAt}.`;
  return 'Waiting for the sync service.';
}
