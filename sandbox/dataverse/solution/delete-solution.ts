import type { Environment } from '../environment';
import { rowsOf } from '../environment';
import { DataverseError } from '../errors';
import { registerMessages } from '../events/messages';
import { requireMiscellaneous } from '../privileges';
import type { Row } from '../store/row';
import { isReference, textOfValue } from '../store/row';
import type { Actor } from '../write/actor';
import { requireNoImport } from './import-rules';
import { versionsOf } from './installed-solutions';
import type { SolutionContent } from './read-solution';
import { retireComponents } from './retire-components';

/**
 * Deleting a managed solution uninstalls it: its tables go with their rows. An unmanaged one is only a list of components, which stay.
 * https://learn.microsoft.com/power-platform/alm/uninstall-solution-alm
 */
export function deleteSolution(actor: Actor, row: Row): void {
  const { env } = actor;
  requireMiscellaneous(actor.caller, 'prvImportCustomization');
  requireNoImport(env, 'Uninstall');
  const name = textOfValue(row.values['uniquename']).toLowerCase();
  const versions = versionsOf(env, name).filter((version) => version.managed);
  const users = new Set(versions.flatMap((version) => usersOf(env, version)));
  if (users.size > 0) throw stillNeeded([...users]);
  for (const version of versions) retireComponents(env, version, null);
  env.installed.delete(name);
  env.store.remove(env.model.table('solution'), row);
  registerMessages(env);
}

/** What would be left without the table that it stands on, one phrase each. */
function usersOf(env: Environment, solution: SolutionContent): string[] {
  const own = new Set(solution.tables.filter((table) => table.id !== undefined).map((table) => table.name));
  const steps = [...rowsOf(env, 'sdkmessageprocessingstep').all()].filter((step) => {
    const filter = step.values['sdkmessagefilterid'];
    const known = isReference(filter) ? rowsOf(env, 'sdkmessagefilter').get(filter.id) : undefined;
    return own.has(textOfValue(known?.values['primaryobjecttypecode']));
  });
  const lookups = [...env.installed.values()]
    .flat()
    .filter((other) => other.uniqueName !== solution.uniqueName)
    .flatMap((other) => other.relationships.filter(({ parent, child }) => own.has(parent) && !own.has(child)));
  return [
    ...steps.map((step) => `the SDK Message Processing Step '${textOfValue(step.values['name'])}'`),
    ...lookups.map(({ child, column }) => `the column '${child}.${column}'`),
  ];
}

const stillNeeded = (users: readonly string[]) =>
  new DataverseError(
    400,
    '0x8004f01f',
    `The solution cannot be deleted because its components are referenced by ${users.length} other components: ${users.join(', ')}. For a list of referenced components, use the RetrieveDependenciesForDeleteRequest.`,
  );
