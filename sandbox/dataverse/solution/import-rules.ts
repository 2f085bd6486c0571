import type { Environment } from '../environment';
import { DataverseError } from '../errors';
import { versionsOf } from './installed-solutions';
import type { SolutionContent } from './read-solution';

/** Why a solution cannot take the place of the one that is installed; null where it can. */
export function objection(env: Environment, solution: SolutionContent): string | null {
  const installed = versionsOf(env, solution.uniqueName).at(-1);
  if (installed === undefined) return null;
  if (installed.managed !== solution.managed) {
    const [there, here] = installed.managed ? ['a managed', 'unmanaged'] : ['an unmanaged', 'managed'];
    return `The solution is already installed on this system as ${there} solution and the package supplied is attempting to install it in ${here} mode. Import can only update solutions when the modes match. Uninstall the current solution and try again.`;
  }
  if (isLower(solution.version, installed.version)) {
    return `Solution manifest import: FAILURE: The version ${solution.version} of the solution ${solution.uniqueName} is lower than the installed version ${installed.version}.`;
  }
  return null;
}

function isLower(version: string, than: string): boolean {
  const parts = (text: string) => text.split('.').map(Number);
  const [left, right] = [parts(version), parts(than)];
  for (const [at, part] of left.entries()) if (part !== (right[at] ?? 0)) return part < (right[at] ?? 0);
  return false;
}

/** One import, publish or removal at a time. https://learn.microsoft.com/power-platform/alm/solution-history */
export function requireNoImport(env: Environment, operation: 'Import' | 'PublishAll' | 'Uninstall'): void {
  if (!env.importing) return;
  throw new DataverseError(
    400,
    '0x80071151',
    `Cannot start the requested operation [${operation}] because there is another [Import] running at this moment. Use Solution History for more details.`,
  );
}
