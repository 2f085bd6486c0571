/** Asks for one run at a time from the panel, follows it, and says what became of it. */
import { useCallback, useEffect, useState } from 'react';
import { refusalMessage, type Message } from '../frame/page-message';
import { useSurroundings } from '../frame/surroundings';
import { choices, tables, type Choice } from '../schema.generated';
import { t } from '../texts/texts';
import { codeOf, refusalFrom, textOf } from '../web-api';

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
    let stopped = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const look = async (): Promise<void> => {
      const row = await api
        .retrieve(tables.mcs_syncrun.set, open.runId, { select: ['mcs_status', 'mcs_sentence'] })
        .catch(() => ({})); // the next look tells
      const status = codeOf(row, 'mcs_status', choices.mcs_runstatus);
      if (stopped) return;
      if (status === null || status === 'requested' || status === 'in-progress') {
        timer = setTimeout(() => void look(), pollMs);
        return;
      }
      setOpen(null);
      say({ intent: intents[status], text: textOf(row, 'mcs_sentence') ?? t(`choices.mcs_runstatus.${status}`) });
      onOver();
    };
    timer = setTimeout(() => void look(), pollMs);
    return () => {
      stopped = true;
      clearTimeout(timer);
    };
  }, [api, onOver, open, pollMs]);

  const ask = useCallback(
    async ({ about, audience, audienceId, people }: Wanted): Promise<void> => {
      try {
        const row = await api.create(tables.mcs_syncrun.set, {
          mcs_name: `${audience}: sync`.slice(0, tables.mcs_syncrun.columns.mcs_name.maxLength),
          mcs_mode: choices.mcs_runmode.sync,
          mcs_trigger: choices.mcs_runtrigger.person,
          mcs_status: choices.mcs_runstatus.requested,
          mcs_consentconfirmed: false,
          ...(people && { mcs_proposedsettings: JSON.stringify({ people }) }),
          'mcs_audienceid@odata.bind': `/${tables.mcs_audience.set}(${audienceId})`,
        });
        setOpen({ runId: textOf(row, 'mcs_syncrunid') ?? '', about });
        say({ intent: 'info', text: t('panel.started', { about }) });
      } catch (error) {
        say(refusalMessage(refusalFrom(error)));
      }
    },
    [api],
  );
  return { message, say, about: open?.about ?? null, ask };
}

type Over = Exclude<Choice<'mcs_runstatus'>, 'requested' | 'in-progress'>;

const intents: Readonly<Record<Over, Message['intent']>> = {
  completed: 'success',
  'completed-with-issues': 'warning',
  'needs-approval': 'warning',
  failed: 'error',
  cancelled: 'info',
};
