import type { SolutionContent } from './read-solution';

/** Uploads that were staged and wait for their import, by id. */
export type StagedSolutions = Map<string, SolutionContent>;
