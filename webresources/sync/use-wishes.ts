/** Runs that this user asked for here: asks for them, follows them, and tells once how each ended. */
import { useCallback, useEffect, useState } from 'react';
import { refusalMessage, type Message } from '../frame/page-message';
import { useSurroundings } from '../frame/surroundings';
import { isOpen, readRun, type Run } from '../requests/run';
import { refusalFrom } from '../web-api';
import type { Audience, Board } from './board';
import { requestRun, type RunRequest } from './requests';
import { overMessage, startedText, type Wish } from './run-words';
import type { BoardSource } from './use-board';

export interface SyncTerms extends Pick<RunRequest, 'consentConfirmed' | 'seen'> {
  mode: 'sync' | 'full';
}

export type About = Pick<Wish, 'runId' | 'kind'>;

export interface Wishes {
  message: Message | null;
  say: (message: Message | null, about?: About) => void;
  /** What the message speaks of; null where it is no run. */
  about: About | null;
  /** Read out to those who do not see the page: once at the start, once at the end. */
  announcement: string;
  busy: boolean;
  /** Whether the request was taken. */
  sync: (audience: Audience, terms: SyncTerms) => Promise<boolean>;
  getAudiences: () => Promise<boolean>;
  backUp: (audience: Audience) => Promise<boolean>;
  /** Tells about a run that somebody else asked for, too. */
  follow: (run: Run, about: string) => void;
}

export function useWishes(board: Board | null, { noteRun }: BoardSource): Wishes {
  const { api } = useSurroundings();
  const [followed, setFollowed] = useState<readonly Wish[]>([]);
  const [said, setSaid] = useState<{ message: Message; about: About | null } | null>(null);
  const say = useCallback<Wishes['say']>(
    (message, about) => setSaid(message === null ? null : { message, about: about ?? null }),
    [],
  );
  const [announcement, setAnnouncement] = useState('');
  const [busy, setBusy] = useState(false);

  useEffect(() => {
    if (board === null) return;
    const open = new Set(board.runs.filter(isOpen).map(({ id }) => id));
    const look = async (wish: Wish): Promise<void> => {
      const run = await readRun(api, wish.runId).catch(() => null); // the next reading of the board tries again
      const over = run === null ? null : overMessage(wish, run);
      if (over === null) return;
      setFollowed((wishes) => wishes.filter(({ runId }) => runId !== wish.runId));
      say(over, wish);
      setAnnouncement(over.text);
    };
    for (const wish of followed) if (!open.has(wish.runId)) void look(wish);
  }, [api, board, followed, say]);

  const ask = useCallback(
    async (wish: Omit<Wish, 'runId'>, request: RunRequest): Promise<boolean> => {
      setBusy(true);
      try {
        const runId = await requestRun(api, request);
        noteRun(requestedRun(runId, request.mode, request.audience?.id ?? null, api.now()));
        setFollowed((wishes) => [...wishes, { ...wish, runId }]);
        const text = startedText(wish);
        say({ intent: 'info', text }, { kind: wish.kind, runId });
        setAnnouncement(text);
        return true;
      } catch (error) {
        const refused = refusalMessage(refusalFrom(error));
        say(refused);
        setAnnouncement(refused.text);
        return false;
      } finally {
        setBusy(false);
      }
    },
    [api, noteRun, say],
  );

  const sync = useCallback<Wishes['sync']>(
    (audience, terms) => ask({ kind: 'sync', about: audience.name }, { ...terms, audience }),
    [ask],
  );
  const getAudiences = useCallback(
    () => ask({ kind: 'refresh', about: 'Mailchimp' }, { mode: 'refresh', audience: null }),
    [ask],
  );
  const follow = useCallback((run: Run, about: string) => {
    setFollowed((wishes) =>
      wishes.some(({ runId }) => runId === run.id) ? wishes : [...wishes, { runId: run.id, kind: 'sync', about }],
    );
  }, []);
  const backUp = useCallback(
    (audience: Audience) => ask({ kind: 'backup', about: audience.name }, { mode: 'backup', audience }),
    [ask],
  );
  return {
    message: said?.message ?? null,
    about: said?.about ?? null,
    say,
    announcement,
    busy,
    sync,
    getAudiences,
    backUp,
    follow,
  };
}

function requestedRun(id: string, mode: Run['mode'], audienceId: string | null, now: Date): Run {
  return {
    id,
    audienceId,
    mode,
    status: 'requested',
    progress: 0,
    sentence: null,
    counts: null,
    correlationId: null,
    requestedOn: now,
    startedOn: null,
  };
}
