/** What Microsoft's schema cannot see: everything that two files of the solution must agree on. */

import { readSolution } from '../model/solution';
import { MalformedXml, parseXml } from '../xml';
import { textFile, type Files } from '../source';
import { appRules } from './app';
import { choiceRules } from './choices';
import { columnRules } from './columns';
import type { Finding, Rule } from './finding';
import { iconRules } from './icons';
import { idRules } from './ids';
import { manifestRules } from './manifest';
import { relationshipRules } from './relationships';
import { ribbonRules } from './ribbons';
import { roleRules } from './roles';
import { secretRules } from './secrets';
import { viewRules } from './views';
import { webResourceRules } from './web-resources';

const rules: Rule[] = [
  idRules,
  manifestRules,
  relationshipRules,
  columnRules,
  choiceRules,
  webResourceRules,
  appRules,
  roleRules,
  ribbonRules,
  viewRules,
  iconRules,
  secretRules,
];

export function lintSolution(source: Files, built?: Files): Finding[] {
  const malformed = malformedFiles(source);
  if (malformed.length > 0) return malformed;
  const solution = readSolution(source);
  return rules.flatMap((rule) => rule(solution, built));
}

function malformedFiles(source: Files): Finding[] {
  return [...source.keys()]
    .filter((file) => file.endsWith('.xml'))
    .flatMap((file) => {
      try {
        parseXml(textFile(source, file), file);
        return [];
      } catch (error) {
        if (!(error instanceof MalformedXml)) throw error;
        return [{ file, problem: error.message, cure: 'Correct the XML; nothing else was looked at.' }];
      }
    });
}
