/** Other/Solution.xml: the publisher and the list of what the solution consists of. */

import { at, attribute, bareGuid, children, rootOf, textOf } from '../xml';
import type { Documents } from './documents';

export const manifestFile = 'Other/Solution.xml';

/** https://learn.microsoft.com/power-apps/developer/data-platform/reference/entities/solutioncomponent#componenttype-choicesoptions */
export const componentTypes = {
  table: 1,
  choice: 9,
  role: 20,
  view: 26,
  form: 60,
  webResource: 61,
  siteMap: 62,
  app: 80,
} as const;

export interface Component {
  type: number;
  /** Schema name, or the bare guid of those that are known by one. */
  key: string;
  behavior: string;
}

export interface Manifest {
  uniqueName: string;
  prefix: string;
  /** The first digits of every option value of our own. */
  optionPrefix: string;
  components: Component[];
}

export function readManifest(documents: Documents): Manifest {
  const root = rootOf(documents(manifestFile), manifestFile);
  const components = at(root, 'SolutionManifest', 'RootComponents');
  return {
    uniqueName: textOf(root, 'SolutionManifest', 'UniqueName'),
    prefix: textOf(root, 'SolutionManifest', 'Publisher', 'CustomizationPrefix'),
    optionPrefix: textOf(root, 'SolutionManifest', 'Publisher', 'CustomizationOptionValuePrefix'),
    components: (components ? children(components, 'RootComponent') : []).map((component) => ({
      type: Number(attribute(component, 'type')),
      key: attribute(component, 'schemaName') || bareGuid(attribute(component, 'id')),
      behavior: attribute(component, 'behavior'),
    })),
  };
}
