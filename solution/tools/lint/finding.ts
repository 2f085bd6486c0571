/** What a lint rule answers: where, what is wrong, and what to do about it. */

import type { Files } from '../source';
import type { Solution } from '../model/solution';

export interface Finding {
  file: string;
  problem: string;
  cure: string;
}

/** `built` is undefined where the pages have not been built. */
export type Rule = (solution: Solution, built: Files | undefined) => Finding[];
