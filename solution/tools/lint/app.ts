/** The app: its site map leads only to what the app contains, and the app contains what is our own. */

import type { App, SiteMap, SiteMapEntry } from '../model/app';
import { componentTypes } from '../model/manifest';
import { columnsOf, type Solution } from '../model/solution';
import type { Finding } from './finding';

export function appRules(solution: Solution): Finding[] {
  return [
    ...solution.siteMaps.flatMap((siteMap) => siteMapResolves(solution, siteMap)),
    ...solution.apps.flatMap((app) => componentsResolve(solution, app)),
    ...solution.apps.flatMap((app) => appIsComplete(solution, app)),
  ];
}

function siteMapResolves(solution: Solution, siteMap: SiteMap): Finding[] {
  const app = solution.apps.find(({ components }) => contains(components, componentTypes.siteMap, siteMap.uniqueName));
  const ids = siteMap.entries.map(({ id }) => id);
  const findings = siteMap.entries.flatMap((entry, index) => [
    ...entryResolves(solution, app, siteMap.file, entry),
    ...(ids.indexOf(entry.id) === index
      ? []
      : [
          {
            file: siteMap.file,
            problem: `The id ${entry.id} is used twice.`,
            cure: 'Give each entry an id of its own.',
          },
        ]),
  ]);
  if (app) return findings;
  return [
    ...findings,
    {
      file: siteMap.file,
      problem: 'No app contains this site map.',
      cure: `Add a component of type 62 with schemaName="${siteMap.uniqueName}" to the app.`,
    },
  ];
}

function entryResolves(solution: Solution, app: App | undefined, file: string, entry: SiteMapEntry): Finding[] {
  const findings: Finding[] = [];
  const { id, title, table, url, privilegesOf } = entry;
  if (title === '') findings.push({ file, problem: `${entry.element} ${id} has no title.`, cure: 'Add Titles/Title.' });
  if (entry.element !== 'SubArea') return findings;
  if (table === '' && url === '') {
    findings.push({ file, problem: `${id} leads nowhere.`, cure: 'Give it an Entity or a Url.' });
  }
  if (table !== '' && app && !contains(app.components, componentTypes.table, table)) {
    findings.push({
      file,
      problem: `${id} leads to the table ${table}, which the app does not contain.`,
      cure: `Add a component of type 1 with schemaName="${table}" to ${app.file}.`,
    });
  }
  const page = /^\$webresource:([^?]+)/.exec(url)?.[1];
  if (page !== undefined && app && !contains(app.components, componentTypes.webResource, page)) {
    findings.push({
      file,
      problem: `${id} leads to the page ${page}, which the app does not contain.`,
      cure: `Add a component of type 61 with schemaName="${page}" to ${app.file}.`,
    });
  }
  if (privilegesOf.length === 0) {
    findings.push({
      file,
      problem: `Everybody sees ${id}, whatever they may do.`,
      cure: 'Add a Privilege with the table and the privilege that it takes.',
    });
  }
  for (const of of privilegesOf.filter((name) => !columnsOf(solution, name))) {
    findings.push({
      file,
      problem: `${id} asks for a privilege on ${of}, which is not known.`,
      cure: 'Correct Entity.',
    });
  }
  return findings;
}

function componentsResolve(solution: Solution, app: App): Finding[] {
  const known: Record<number, (key: string) => boolean> = {
    [componentTypes.table]: (key) => columnsOf(solution, key) !== undefined,
    [componentTypes.view]: (key) => solution.views.some(({ id }) => id === key),
    [componentTypes.form]: (key) => solution.forms.some(({ id }) => id === key),
    [componentTypes.webResource]: (key) => solution.webResources.some(({ name }) => name === key),
    [componentTypes.siteMap]: (key) => solution.siteMaps.some(({ uniqueName }) => uniqueName === key),
  };
  return app.components
    .filter(({ type, key }) => !(known[type]?.(key) ?? false))
    .map(({ type, key }) => ({
      file: app.file,
      problem: `The app contains the component ${key} of type ${type}, which does not exist.`,
      cure: 'Correct or remove it.',
    }));
}

function appIsComplete(solution: Solution, app: App): Finding[] {
  const own = [
    ...solution.tables.map(({ name, file }) => ({ type: componentTypes.table, key: name, file })),
    ...solution.views.map(({ id, file }) => ({ type: componentTypes.view, key: id, file })),
    ...solution.forms.map(({ id, file }) => ({ type: componentTypes.form, key: id, file })),
  ];
  return own
    .filter(({ type, key }) => !contains(app.components, type, key))
    .map(({ type, key, file }) => ({
      file: app.file,
      problem: `The app lacks ${file}.`,
      cure:
        type === componentTypes.table
          ? `Add a component of type 1 with schemaName="${key}".`
          : `Add a component of type ${type} with id="{${key}}".`,
    }));
}

function contains(components: { type: number; key: string }[], type: number, key: string): boolean {
  return components.some((component) => component.type === type && component.key === key);
}
