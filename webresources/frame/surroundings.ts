/** What every part of a page needs from outside: the Web API, links into the app, who looks, and how often to look. */
import { createContext, useContext } from 'react';
import type { RecordLinks } from '../record-links';
import type { WebApi } from '../web-api';

export interface Surroundings {
  api: WebApi;
  links: RecordLinks;
  /** The user; null where the platform does not tell. */
  userId: string | null;
  /** Milliseconds between two looks while something is under way. */
  pollMs: number;
}

const SurroundingsContext = createContext<Surroundings | null>(null);

export const SurroundingsProvider = SurroundingsContext.Provider;

export function useSurroundings(): Surroundings {
  const surroundings = useContext(SurroundingsContext);
  if (surroundings === null) throw new Error('The page was rendered without its surroundings.');
  return surroundings;
}
