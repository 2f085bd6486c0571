/** Asks for one thing at a time about a run and follows the request until it is over. */
import { useCallback, useState } from 'react';
import { refusalMessage, type Message } from '../frame/page-message';
import { useSurroundings } from '../frame/surroundings';
import { sentenceOr } from '../texts/service-words';
import { t, type TextKey } from '../texts/texts';
import { refusalFrom } from '../web-api';
import { askForRun, type AskedRun } from './ask-for-run';
import { isOpen } from './run';
import { useRun } from './use-run';

export interface Asked {
  /** Null where there is nothing to say. */
  message: Message | null;
  dismiss: () => void;
  /** The run that was asked for. */
  runId: string | null;
  busy: boolean;
  ask: (run: AskedRun, said: TextKey) => Promise<void>;
}

export function useAsked(): Asked {
  const { api, pollMs } = useSurroundings();
  const [asked, setAsked] = useState<{ runId: string; said: TextKey } | null>(null);
  const [refused, setRefused] = useState<Message | null>(null);
  const [busy, setBusy] = useState(false);
  const { run } = useRun(api, asked?.runId ?? null, pollMs);

  const ask = useCallback(
    async (wanted: AskedRun, said: TextKey): Promise<void> => {
      setBusy(true);
      setRefused(null);
      try {
        setAsked({ runId: await askForRun(api, wanted), said });
      } catch (error) {
        setRefused(refusalMessage(refusalFrom(error)));
      } finally {
        setBusy(false);
      }
    },
    [api],
  );
  const dismiss = useCallback(() => {
    setAsked(null);
    setRefused(null);
  }, []);

  const over = run === null || isOpen(run) ? null : run;
  const message: Message | null =
    refused ??
    (asked === null
      ? null
      : over === null
        ? { intent: 'info', text: t(asked.said) }
        : {
            intent: over.status === 'failed' ? 'error' : over.status === 'completed' ? 'success' : 'warning',
            text: sentenceOr(over.sentence, 'common.done'),
            correlationId: over.status === 'failed' ? over.correlationId : null,
          });
  return { message, dismiss, runId: asked?.runId ?? null, busy: busy || (asked !== null && over === null), ask };
}
