/** What is said when a run starts and when it is over. */
import type { Message } from '../frame/page-message';
import { endIntents, isOver, type Run } from '../requests/run';
import { inUserLanguage } from '../texts/service-words';
import { t } from '../texts/texts';

export interface Wish {
  runId: string;
  kind: 'sync' | 'refresh' | 'backup';
  /** The audience's name. */
  about: string;
}

export function startedText({ about, kind }: Pick<Wish, 'about' | 'kind'>): string {
  return t(kind === 'sync' ? 'sync.run.started' : `sync.run.started.${kind}`, { audience: about });
}

export const underWayText = (about: string): string => t('sync.run.underWay', { audience: about });

/** Null while the run is not over. */
export function overMessage({ about, kind }: Wish, run: Run): Message | null {
  const { status } = run;
  if (!isOver(status)) return null;
  const what = t(`sync.run.${kind}.${status}`, { audience: about });
  const text = run.sentence === null ? what : `${what} ${inUserLanguage(run.sentence)}`;
  return { intent: endIntents[status], text, correlationId: status === 'failed' ? run.correlationId : null };
}
