/** Icons: tables, the app and the entries of its site map name pictures that exist and that can be shown without risk. */

import type { Solution } from '../model/solution';
import { textFile, type Files } from '../source';
import type { Finding } from './finding';

const svg = 11;

export function iconRules(solution: Solution, built: Files | undefined): Finding[] {
  const { webResources, tables, apps, siteMaps } = solution;
  const pictures = webResources.filter(({ type }) => type === svg);
  const cure = 'Name a declared SVG, such as mcs_/icons/audience.svg.';
  return [
    ...tables
      .filter(({ icon, extends: standard }) => !standard && !pictures.some(({ name }) => name === icon))
      .map(({ file, name, icon }) => ({ file, problem: `${name} has the icon "${icon}", which is no SVG.`, cure })),
    ...siteMaps.flatMap(({ file, entries }) =>
      entries
        .filter(({ icon }) => icon !== '' && !pictures.some(({ name }) => icon === `/WebResources/${name}`))
        .map(({ id, icon }) => ({ file, problem: `${id} has the icon "${icon}", which is no SVG.`, cure })),
    ),
    ...apps
      .filter(({ icon }) => !pictures.some(({ id }) => id === icon))
      .map(({ file, icon }) => ({
        file,
        problem: `The app has the icon ${icon || '(none)'}, which is no SVG of the solution.`,
        cure: 'Write the id of a declared SVG into WebResourceId.',
      })),
    ...pictures
      .filter(({ name }) => built?.has(name) === true && !isHarmless(textFile(built, name)))
      .map(({ file, name }) => ({
        file,
        problem: `${name} is no plain drawing.`,
        cure: 'Keep shapes only: no script, no event handler, no reference to another address.',
      })),
  ];
}

const isHarmless = (text: string): boolean =>
  text.startsWith('<svg ') && !/<script|\son\w+=|href=|url\(|<foreignObject|<!ENTITY/i.test(text);
