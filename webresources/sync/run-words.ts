/** What is said when a run starts and when it is over. */
import type { Run } from './board';
import type { Message } from '../frame/page-message';

export interface Wish {
  runId: string;
  kind: 'sync' | 'get-audiences';
  /** The audience's name. */
  about: string;
}

export function startedText({ about, kind }: Pick<Wish, 'about' | 'kind'>): string {
  return kind === 'sync'
    ? `The sync of ${about} has started. You can leave this page; it goes on.`
    : 'The audiences are being fetched from Mailchimp. You can leave this page; it goes on.';
}

export function underWayText(about: string): string {
  return `A sync of ${about} is already under way. Its row shows how far it is.`;
}

/** Null while the run is not over. */
export function overMessage({ about, kind }: Wish, run: Run): Message | null {
  const ending = endings[run.status];
  if (ending === null) return null;
  const what = kind === 'sync' ? `The sync of ${about}` : 'Getting the audiences from Mailchimp';
  const text = `${what} ${ending.words}${run.sentence === null ? '' : ` ${run.sentence}`}`;
  return { intent: ending.intent, text, correlationId: run.status === 'failed' ? run.correlationId : null };
}

const endings: Readonly<Record<Run['status'], { intent: Message['intent']; words: string } | null>> = {
  requested: null,
  'in-progress': null,
  completed: { intent: 'success', words: 'is done.' },
  'completed-with-issues': { intent: 'warning', words: 'is done, with issues.' },
  'needs-approval': { intent: 'warning', words: 'waits for approval.' },
  failed: { intent: 'error', words: 'failed.' },
  cancelled: { intent: 'info', words: 'was cancelled.' },
};
