/** Every id is used once, and a file is named after what it holds. */

import { attribute, bareGuid, rootOf } from '../xml';
import type { Solution } from '../model/solution';
import type { Finding } from './finding';

export function idRules(solution: Solution): Finding[] {
  return [...duplicateIds(solution), ...misnamedFiles(solution)];
}

function duplicateIds(solution: Solution): Finding[] {
  const owners = new Map<string, string>();
  const findings: Finding[] = [];
  for (const { id, file } of ownIds(solution)) {
    const other = owners.get(id);
    if (other) {
      findings.push({
        file,
        problem: `The id ${id} is used already in ${other}.`,
        cure: 'Give the newer of the two a fresh guid.',
      });
    }
    owners.set(id, other ?? file);
  }
  return findings;
}

/** Ids that name a component or a part of a form; references to them are not meant. */
function ownIds(solution: Solution): { id: string; file: string }[] {
  const parts = solution.forms.flatMap(({ file }) =>
    ['tab', 'section', 'cell'].flatMap((name) =>
      [...rootOf(solution.documents(file), file).getElementsByTagName(name)].map((part) => ({
        id: bareGuid(attribute(part, 'id')),
        file,
      })),
    ),
  );
  const components = [...solution.views, ...solution.forms, ...solution.webResources, ...solution.roles];
  return [...components, ...parts].filter(({ id }) => id !== '');
}

function misnamedFiles(solution: Solution): Finding[] {
  const expected = [
    ...[...solution.views, ...solution.forms].map(({ file, id }) => ({ file, name: `{${id}}.xml` })),
    ...solution.tables.map(({ file, schemaName }) => ({ file, name: `${schemaName}/Entity.xml` })),
    ...solution.choices.map(({ file, name }) => ({ file, name: `${name}.xml` })),
    ...solution.webResources.map(({ file, name }) => ({ file, name: `WebResources/${name}.data.xml` })),
    ...solution.roles.map(({ file, name }) => ({ file, name: `Roles/${name}.xml` })),
    ...solution.apps.map(({ file, uniqueName }) => ({ file, name: `${uniqueName}/AppModule.xml` })),
    ...solution.siteMaps.map(({ file, uniqueName }) => ({ file, name: `${uniqueName}/AppModuleSiteMap.xml` })),
  ];
  return expected
    .filter(({ file, name }) => file !== name && !file.endsWith(`/${name}`))
    .map(({ file, name }) => ({
      file,
      problem: `The file holds what belongs into ${name}.`,
      cure: 'Rename the file, or correct the id or name inside.',
    }));
}
