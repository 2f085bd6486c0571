import type { Environment } from '../environment';
import type { SolutionContent } from './read-solution';

/** What the solutions of this environment have brought, by unique name in lower case: the versions since the last upgrade, the newest last. */
export type InstalledSolutions = Map<string, readonly SolutionContent[]>;

export const versionsOf = (env: Environment, uniqueName: string): readonly SolutionContent[] =>
  env.installed.get(uniqueName.toLowerCase()) ?? [];
