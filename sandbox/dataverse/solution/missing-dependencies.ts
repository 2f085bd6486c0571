import type { Environment } from '../environment';
import { rowsOf } from '../environment';
import type { SolutionContent } from './read-solution';
import { unknownPrivileges } from './settle-roles';

/** What the solution leans on and neither it nor the environment has, one sentence each. */
export function missingDependencies(env: Environment, solution: SolutionContent): string[] {
  const own = new Set(solution.tables.filter((table) => table.id !== undefined).map((table) => table.name));
  const exists = (name: string) => own.has(name) || env.model.find(name) !== undefined;
  const missing = new Set<string>();
  for (const table of solution.tables) {
    if (!exists(table.name)) missing.add(`The table '${table.name}' that the solution adds to does not exist.`);
    for (const column of table.columns) {
      if (column.type !== 'lookup' || systemLookups.has(column.name)) continue;
      if (!solution.lookups.has(`${table.name}.${column.name}`)) {
        missing.add(`The lookup '${table.name}.${column.name}' has no relationship.`);
      }
    }
    for (const key of table.keys) {
      for (const column of key.columns) {
        if (!table.columns.some((known) => known.name === column)) {
          missing.add(`The key '${key.name}' of '${table.name}' names the column '${column}', which does not exist.`);
        }
      }
    }
  }
  for (const relationship of solution.relationships) {
    for (const name of [relationship.child, relationship.parent]) {
      if (!exists(name) && !platformTables.has(name)) {
        missing.add(`The relationship '${relationship.name}' needs the table '${name}', which does not exist.`);
      }
    }
  }
  const resources = new Set([
    ...solution.artifacts.filter(({ table }) => table === 'webresource').map(({ values }) => values['name']),
    ...[...rowsOf(env, 'webresource').all()].map(({ values }) => values['name']),
  ]);
  for (const name of solution.webResourcesUsed) {
    if (!resources.has(name)) missing.add(`The web resource '${name}' that the solution refers to does not exist.`);
  }
  for (const sentence of unknownPrivileges(env.model, solution)) missing.add(sentence);
  return [...missing];
}

/** Lookups that the platform gives to every table. */
export const systemLookups: ReadonlySet<string> = new Set([
  'createdby',
  'createdonbehalfby',
  'modifiedby',
  'modifiedonbehalfby',
  'ownerid',
  'owninguser',
  'owningteam',
  'owningbusinessunit',
  'organizationid',
]);

const platformTables = new Set(['owner', 'transactioncurrency']);
