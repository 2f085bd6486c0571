/** Every root component has a file, and every file of a component is a root component. */

import { componentTypes, manifestFile } from '../model/manifest';
import { unknownFiles } from '../pack/known-files';
import type { Solution } from '../model/solution';
import type { Finding } from './finding';

interface Expected {
  type: number;
  key: string;
  file: string;
  behavior: string;
}

export function manifestRules(solution: Solution): Finding[] {
  const expected = componentsOnDisk(solution);
  const listed = solution.manifest.components;
  const same = (a: { type: number; key: string }, b: { type: number; key: string }) =>
    a.type === b.type && a.key.toLowerCase() === b.key.toLowerCase();

  const unlisted = expected
    .filter((component) => !listed.some((entry) => same(entry, component)))
    .map(({ file, type, key }) => ({
      file,
      problem: `The component is not listed in ${manifestFile}.`,
      cure: `Add <RootComponent type="${type}" ${keyText(type, key)} /> there.`,
    }));
  const withoutFile = listed
    .filter((entry) => !expected.some((component) => same(component, entry)))
    .map(({ type, key }) => ({
      file: manifestFile,
      problem: `The root component of type ${type} named ${key} has no file.`,
      cure: 'Remove the root component, or add what it names.',
    }));
  const twice = listed
    .filter((entry, index) => listed.findIndex((other) => same(other, entry)) !== index)
    .map(({ type, key }) => ({
      file: manifestFile,
      problem: `The root component of type ${type} named ${key} is listed twice.`,
      cure: 'Remove one of the two.',
    }));
  const wronglyIncluded = expected.flatMap(({ type, key, behavior }) => {
    const entry = listed.find((candidate) => same(candidate, { type, key }));
    if (!entry || entry.behavior === behavior) return [];
    return [
      {
        file: manifestFile,
        problem: `The root component ${key} has behavior "${entry.behavior}".`,
        cure:
          behavior === '2'
            ? 'Set behavior="2": of a standard table only our own columns and views are shipped.'
            : 'Set behavior="0": what is our own is shipped whole.',
      },
    ];
  });
  const unknown = unknownFiles(solution.files).map((file) => ({
    file,
    problem: 'The packer does not know this kind of file, so it would not reach Dataverse.',
    cure: 'Move or remove it, or teach solution/tools/pack the new kind.',
  }));
  return [...unknown, ...unlisted, ...withoutFile, ...twice, ...wronglyIncluded];
}

function componentsOnDisk(solution: Solution): Expected[] {
  const whole = (type: number) => (component: { file: string; key: string }) => ({ ...component, type, behavior: '0' });
  return [
    ...solution.tables.map(({ file, name, extends: standard }) => ({
      type: componentTypes.table,
      key: name,
      file,
      behavior: standard ? '2' : '0',
    })),
    ...solution.choices.map(({ file, name }) => ({ file, key: name })).map(whole(componentTypes.choice)),
    ...solution.roles.map(({ file, id }) => ({ file, key: id })).map(whole(componentTypes.role)),
    ...solution.webResources.map(({ file, name }) => ({ file, key: name })).map(whole(componentTypes.webResource)),
    ...solution.siteMaps.map(({ file, uniqueName }) => ({ file, key: uniqueName })).map(whole(componentTypes.siteMap)),
    ...solution.apps.map(({ file, uniqueName }) => ({ file, key: uniqueName })).map(whole(componentTypes.app)),
  ];
}

function keyText(type: number, key: string): string {
  return type === componentTypes.role ? `id="{${key}}"` : `schemaName="${key}"`;
}
