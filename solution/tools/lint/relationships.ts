/** Lookups and relationships belong together, and the list of relationships agrees with their bodies. */

import { relationshipList } from '../model/relationships';
import { columnsOf, type Solution } from '../model/solution';
import type { Finding } from './finding';

export function relationshipRules(solution: Solution): Finding[] {
  return [...listAgrees(solution), ...bodiesResolve(solution), ...lookupsHaveOne(solution)];
}

function listAgrees({ relationships, relationshipList: listed }: Solution): Finding[] {
  const bodies = new Set(relationships.map(({ name }) => name));
  return [
    ...listed
      .filter((name) => !bodies.has(name))
      .map((name) => ({
        file: relationshipList,
        problem: `The relationship ${name} has no body.`,
        cure: 'Add its body to the file of the referenced table in Other/Relationships, or remove the entry.',
      })),
    ...listed
      .filter((name, index) => listed.indexOf(name) !== index)
      .map((name) => ({
        file: relationshipList,
        problem: `The relationship ${name} is listed twice.`,
        cure: 'Remove one entry.',
      })),
    ...relationships
      .filter(({ name }) => !listed.includes(name))
      .map(({ file, name }) => ({
        file,
        problem: `The relationship ${name} is not listed in ${relationshipList}.`,
        cure: 'Add its name there.',
      })),
  ];
}

function bodiesResolve(solution: Solution): Finding[] {
  return solution.relationships.flatMap((relationship) => {
    const { file, name, from, to, lookup, navigationProperty } = relationship;
    const findings: Finding[] = [];
    if (!file.toLowerCase().endsWith(`/${to}.xml`)) {
      findings.push({ file, problem: `${name} belongs to ${to}.`, cure: `Move it to the file named after ${to}.` });
    }
    if (!columnsOf(solution, to)) {
      findings.push({
        file,
        problem: `${name} points to the table ${to}, which is not known.`,
        cure: 'Correct ReferencedEntityName.',
      });
    }
    const column = solution.tables.find((table) => table.name === from)?.columns.find(({ name: n }) => n === lookup);
    if (column?.type !== 'lookup') {
      findings.push({
        file,
        problem: `${name} uses the lookup ${from}.${lookup}, which does not exist.`,
        cure: `Add a column ${lookup} of type lookup to the Entity.xml of ${from}, or correct ReferencingAttributeName.`,
      });
    }
    if (navigationProperty !== lookup) {
      findings.push({
        file,
        problem: `The navigation property of ${name} is "${navigationProperty}" instead of ${lookup}.`,
        cure: 'Use the name of the lookup, so that code can rely on it.',
      });
    }
    return findings;
  });
}

function lookupsHaveOne({ tables, relationships }: Solution): Finding[] {
  return tables.flatMap((table) =>
    table.columns
      .filter((column) => column.type === 'lookup' && column.custom)
      .filter(
        (column) =>
          relationships.filter(({ from, lookup }) => from === table.name && lookup === column.name).length !== 1,
      )
      .map((column) => ({
        file: table.file,
        problem: `The lookup ${column.name} has no relationship, or more than one.`,
        cure: `Describe one in Other/Relationships and name it in ${relationshipList}.`,
      })),
  );
}
