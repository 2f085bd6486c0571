/** What every part of the page needs from outside: the Web API, links into the app, and how often to look. */
import { createContext, useContext } from 'react';
import type { RecordLinks } from '../record-links';
import type { WebApi } from '../web-api';

export interface Surroundings {
  api: WebApi;
  links: RecordLinks;
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
