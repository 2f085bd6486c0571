/** Follows one run until it is over, as a preview needs it. */
import { useEffect, useState } from 'react';
import type { Refusal, WebApi } from '../web-api';
import { followRun } from './follow-run';
import type { Run } from './run';

export interface FollowedRun {
  run: Run | null;
  now: Date;
  refusal: Refusal | null;
}

export function useRun(api: WebApi, runId: string | null, pollMs: number): FollowedRun {
  const [followed, setFollowed] = useState<FollowedRun & { runId: string | null }>({ ...nothingYet(api), runId });

  useEffect(() => {
    if (runId === null) return undefined;
    return followRun(api, runId, pollMs, {
      onRead: (run) => setFollowed({ runId, run, now: api.now(), refusal: null }),
      onRefusal: (refusal) =>
        setFollowed((before) => ({ ...(before.runId === runId ? before : nothingYet(api)), runId, refusal })),
    });
  }, [api, runId, pollMs]);

  return followed.runId === runId ? followed : nothingYet(api);
}

function nothingYet(api: WebApi): FollowedRun {
  return { run: null, now: api.now(), refusal: null };
}
