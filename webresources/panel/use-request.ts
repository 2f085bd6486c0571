/** Asks for one run at a time from the panel, follows it, and says what became of it. */
import { useCallback, useEffect, useState } from 'react';
import { refusalMessage, type Message } from '../frame/page-message';
import { useSurroundings } from '../frame/surroundings';
import { askForRun } from '../requests/ask-for-run';
import { followRun } from '../requests/follow-run';
import { endIntents, isOver } from '../requests/run';
import { sentenceOr } from '../texts/service-words';
import { t } from '../texts/texts';
import { refusalFrom } from '../web-api';

export interface Wanted {
  audienceId: string;
  audience: string;
  /** Of audience members; everybody whom it concerns where nobody is named. */
  people?: readonly string[];
  /** Whom or what it is about, in the message. */
  about: string;
}

export interface Requests {
  message: Message | null;
  say: (message: Message | null) => void;
  /** What is under way; null when nothing is. */
  about: string | null;
  ask: (wanted: Wanted) => Promise<void>;
}

/** `onOver` must stay the same function from one rendering to the next. */
export function useRequest(onOver: () => void): Requests {
  const { api, pollMs } = useSurroundings();
  const [message, say] = useState<Message | null>(null);
  const [open, setOpen] = useState<{ runId: string; about: string } | null>(null);

  useEffect(() => {
    if (open === null) return undefined;
    return followRun(api, open.runId, pollMs, {
      onRead: ({ sentence, status }) => {
        if (!isOver(status)) return;
        setOpen(null);
        say({ intent: endIntents[status], text: sentenceOr(sentence, `choices.mcs_runstatus.${status}`) });
        onOver();
      },
    });
  }, [api, onOver, open, pollMs]);

  const ask = useCallback(
    async ({ about, audience, audienceId, people }: Wanted): Promise<void> => {
      try {
        const runId = await askForRun(api, {
          mode: 'sync',
          audience: { id: audienceId, name: audience },
          ...(people && { wish: { people } }),
        });
        setOpen({ runId, about });
        say({ intent: 'info', text: t('panel.started', { about }) });
      } catch (error) {
        say(refusalMessage(refusalFrom(error)));
      }
    },
    [api],
  );
  return { message, say, about: open?.about ?? null, ask };
}
