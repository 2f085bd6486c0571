/** Roles grant what exists, what their holders need, and no more. */

import { knownPrivileges, isOwnTable, opening, privilegesOf } from '../model/privileges';
import { serviceRole, type SecurityRole } from '../model/roles';
import type { Solution } from '../model/solution';
import type { Finding } from './finding';

export function roleRules(solution: Solution): Finding[] {
  const known = knownPrivileges(solution.tables);
  return [
    ...solution.roles.flatMap((role) => privilegesAreSound(solution, role, known)),
    ...solution.roles.flatMap((role) => (role.name === serviceRole ? [] : appCanBeOpened(solution, role))),
    ...serviceCanWork(solution),
    ...appsNameRoles(solution),
  ];
}

function privilegesAreSound(solution: Solution, { file, privileges }: SecurityRole, known: Set<string>): Finding[] {
  const own = new Set(solution.tables.filter(isOwnTable).flatMap(privilegesOf));
  const ofAll = new Set(solution.tables.filter((table) => table.organizationOwned).flatMap(privilegesOf));
  return privileges.flatMap(({ name, level }, index) => {
    const findings: Finding[] = [];
    const add = (problem: string, cure: string) => findings.push({ file, problem, cure });
    if (!known.has(name)) {
      const meant = [...known].find((candidate) => candidate.toLowerCase() === name.toLowerCase());
      add(
        `The privilege ${name} does not exist.`,
        meant === undefined
          ? 'Correct the name of the operation or the table, or teach solution/tools/model/privileges.ts the new one.'
          : `Write ${meant}: case counts.`,
      );
    }
    if (name.startsWith('prvDelete') && level !== 'Basic' && known.has(name) && !own.has(name)) {
      add(`The role may delete other people's records: ${name}.`, 'Remove it; only records of our own are deleted.');
    }
    if (ofAll.has(name) && level !== 'Global') {
      add(`${name} is granted at the level ${level}, but nobody owns such records.`, 'Set level="Global".');
    }
    const before = privileges[index - 1];
    if (before !== undefined && before.name >= name) {
      add(`${name} stands behind ${before.name}.`, 'Sort privileges by name and grant each once.');
    }
    return findings;
  });
}

function appCanBeOpened(solution: Solution, role: SecurityRole): Finding[] {
  const missing = Object.entries(opening).filter(
    ([name, level]) => !role.privileges.some((granted) => granted.name === name && reaches(granted.level, level)),
  );
  return [
    ...missing.map(([name, level]) => ({
      file: role.file,
      problem: `Holders of ${role.name} cannot open the app: ${name} is missing.`,
      cure: `Add <RolePrivilege name="${name}" level="${level}" />.`,
    })),
    ...solution.apps
      .filter(({ roles }) => !roles.includes(role.id))
      .map(({ file }) => ({
        file,
        problem: `The app is not there for holders of ${role.name}.`,
        cure: `Add <Role id="{${role.id}}" /> to AppModuleRoleMaps.`,
      })),
  ];
}

const levels = ['Basic', 'Local', 'Deep', 'Global'];
const reaches = (granted: string, wanted: string): boolean => levels.indexOf(granted) >= levels.indexOf(wanted);

function serviceCanWork({ roles, tables }: Solution): Finding[] {
  const role = roles.find(({ name }) => name === serviceRole);
  if (!role) {
    return [
      { file: 'Roles', problem: `There is no role "${serviceRole}".`, cure: 'Add it: the service needs one to work.' },
    ];
  }
  return tables.filter(isOwnTable).flatMap((table) =>
    [`prvRead${table.schemaName}`]
      .filter((name) => !role.privileges.some((granted) => granted.name === name && granted.level === 'Global'))
      .map((name) => ({
        file: role.file,
        problem: `The service does not see ${table.name}: ${name} is missing.`,
        cure: `Add <RolePrivilege name="${name}" level="Global" /> and what else the service does with it.`,
      })),
  );
}

/** https://learn.microsoft.com/power-platform/admin/database-security: templates that every environment has. */
const templates = ['627090ff-40a3-4053-8790-584edc5be201', '119f245c-3cc8-4b62-b31c-d1a046ced15d'];

function appsNameRoles({ apps, roles }: Solution): Finding[] {
  return apps.flatMap(({ file, roles: named }) =>
    named
      .filter((id) => !templates.includes(id) && !roles.some((role) => role.id === id))
      .map((id) => ({
        file,
        problem: `The app is meant for the role ${id}, which does not exist.`,
        cure: 'Correct or remove it.',
      })),
  );
}
