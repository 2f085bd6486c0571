/** Does one thing at a time and keeps what was refused, so that the panel can say it. */
import { useCallback, useState } from 'react';
import { refusalFrom, type Refusal } from '../../../web-api';

export interface Attempt {
  busy: boolean;
  refusal: Refusal | null;
  /** Whether it worked. */
  run: (work: () => Promise<void>) => Promise<boolean>;
}

/** `run` stays the same function from one rendering to the next. */
export function useAttempt(): Attempt {
  const [underWay, setUnderWay] = useState(0);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const run = useCallback(async (work: () => Promise<void>): Promise<boolean> => {
    setUnderWay((count) => count + 1);
    try {
      await work();
      setRefusal(null);
      return true;
    } catch (error) {
      setRefusal(refusalFrom(error));
      return false;
    } finally {
      setUnderWay((count) => count - 1);
    }
  }, []);
  return { run, busy: underWay > 0, refusal };
}
