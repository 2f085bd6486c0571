/** Looks for people on the server as somebody types. */
import { useEffect, useState } from 'react';
import { useSurroundings } from '../frame/surroundings';
import type { RecordType } from '../frame/use-visible-people';
import { refusalFrom } from '../web-api';
import { findPeople } from './change-filter';

export interface PeopleSearch {
  text: string;
  setText: (text: string) => void;
  /** Keys of the people found; null where nothing is searched. */
  found: ReadonlySet<string> | null;
  searching: boolean;
  problem: string | null;
}

/** `types` must stay the same set as long as it says the same. */
export function usePeopleSearch(types: ReadonlySet<RecordType>): PeopleSearch {
  const { api } = useSurroundings();
  const [text, setText] = useState('');
  const [answer, setAnswer] = useState<{ to: string; found: ReadonlySet<string>; problem: string | null } | null>(null);
  const asked = text.trim();

  useEffect(() => {
    if (asked === '') return undefined;
    let stopped = false;
    const search = async (): Promise<void> => {
      try {
        const found = await findPeople(api, asked, types);
        if (!stopped) setAnswer({ to: asked, found, problem: null });
      } catch (error) {
        if (!stopped) setAnswer({ to: asked, found: new Set(), problem: refusalFrom(error).message });
      }
    };
    const timer = setTimeout(() => void search(), pauseBetweenKeys);
    return () => {
      stopped = true;
      clearTimeout(timer);
    };
  }, [api, asked, types]);

  const answered = asked !== '' && answer !== null;
  return {
    text,
    setText,
    // The last answer stands until the next one is there, so that nothing jumps while somebody types.
    found: answered ? answer.found : null,
    searching: asked !== '' && answer?.to !== asked,
    problem: answered ? answer.problem : null,
  };
}

const pauseBetweenKeys = 300;
