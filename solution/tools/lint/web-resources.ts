/** Web resources: declared, built and referred to alike. */

import { textFile, type Files } from '../source';
import type { Solution } from '../model/solution';
import type { WebResource } from '../model/web-resources';
import type { Finding } from './finding';

/** https://learn.microsoft.com/power-apps/developer/data-platform/reference/entities/webresource#webresourcetype-choicesoptions */
const typeOfExtension: Record<string, number> = { html: 1, css: 2, js: 3, xml: 4, png: 5, svg: 11, resx: 12 };

export function webResourceRules(solution: Solution, built: Files | undefined): Finding[] {
  return [
    ...solution.webResources.flatMap(declarationIsSound),
    ...referencesResolve(solution),
    ...contentsOutsideTheBuild(solution),
    ...(built ? buildAgrees(solution, built) : []),
  ];
}

function declarationIsSound({ file, id, name, type, fileName }: WebResource): Finding[] {
  const findings: Finding[] = [];
  const expected = `/WebResources/${name.replaceAll(/\W/g, '')}${id.toUpperCase()}`;
  if (fileName !== expected) {
    findings.push({ file, problem: `FileName is ${fileName || 'missing'}.`, cure: `Write ${expected}.` });
  }
  const extension = name.slice(name.lastIndexOf('.') + 1);
  if (typeOfExtension[extension] !== type) {
    findings.push({
      file,
      problem: `WebResourceType ${type} does not fit .${extension}.`,
      cure: `Write ${typeOfExtension[extension] ?? 'the type of a known extension'}.`,
    });
  }
  return findings;
}

function referencesResolve({ files, webResources }: Solution): Finding[] {
  const known = new Set(webResources.map(({ name }) => name));
  return [...files.keys()]
    .filter((file) => file.endsWith('.xml'))
    .flatMap((file) =>
      [...textFile(files, file).matchAll(/\$webresource:([^"'<>\s?&]+)/gi)]
        .map((match) => match[1] ?? '')
        .filter((name) => !known.has(name))
        .map((name) => ({
          file,
          problem: `It refers to the web resource ${name}, which is not declared.`,
          cure: `Correct the name, or add WebResources/${name}.data.xml.`,
        })),
    );
}

function contentsOutsideTheBuild({ files }: Solution): Finding[] {
  return [...files.keys()]
    .filter((file) => file.startsWith('WebResources/') && !file.endsWith('.data.xml'))
    .map((file) => ({
      file,
      problem: 'Contents of web resources are built, not kept with the solution.',
      cure: 'Move the source to webresources/ and keep only the .data.xml here.',
    }));
}

function buildAgrees({ webResources }: Solution, built: Files): Finding[] {
  const known = new Set(webResources.map(({ name }) => name));
  return [
    ...webResources
      .filter(({ name }) => !built.has(name))
      .map(({ file, name }) => ({
        file,
        problem: `${name} is declared but not built.`,
        cure: 'Build it (npm run build), or remove the .data.xml and its root component.',
      })),
    ...[...built.keys()]
      .filter((name) => !known.has(name) && !name.endsWith('.map'))
      .map((name) => ({
        file: `WebResources/${name}.data.xml`,
        problem: `${name} is built but not declared.`,
        cure: 'Add this file and a root component of type 61, or stop building it.',
      })),
  ];
}
