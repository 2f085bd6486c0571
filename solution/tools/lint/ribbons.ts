/** Buttons: each leads to a command, each command to rules and a function that exist, each text to a label. */

import { runInNewContext } from 'node:vm';
import type { Ribbon } from '../model/ribbons';
import { columnsOf, type Solution } from '../model/solution';
import { textFile, type Files } from '../source';
import type { Finding } from './finding';

export function ribbonRules(solution: Solution, built: Files | undefined): Finding[] {
  return solution.ribbons.flatMap((ribbon) => [
    ...idsAreOwn(ribbon),
    ...buttonsResolve(solution, ribbon),
    ...rulesResolve(solution, ribbon),
    ...callsResolve(solution, ribbon, built),
    ...labelsResolve(ribbon),
  ]);
}

function idsAreOwn({ file, table, buttons, commands, rules, labels }: Ribbon): Finding[] {
  const ids = [
    ...buttons.flatMap(({ id, action }) => [id, action]),
    ...[...commands, ...labels].map(({ id }) => id),
    ...rules,
  ];
  return ids.flatMap((id, index) => {
    const findings: Finding[] = [];
    if (!id.startsWith(`mcs.${table}.`)) {
      findings.push({ file, problem: `The id "${id}" is not ours.`, cure: `Begin it with mcs.${table}.` });
    }
    if (ids.indexOf(id) !== index) {
      findings.push({ file, problem: `The id ${id} is used twice.`, cure: 'Give each part an id of its own.' });
    }
    return findings;
  });
}

function buttonsResolve({ webResources }: Solution, { file, table, buttons, commands }: Ribbon): Finding[] {
  return buttons.flatMap(({ id, location, command, image }) => {
    const findings: Finding[] = [];
    const add = (problem: string, cure: string) => findings.push({ file, problem, cure });
    if (!commands.some((known) => known.id === command)) {
      add(`The button ${id} calls the command "${command}", which is not defined.`, 'Add a CommandDefinition for it.');
    }
    if (!new RegExp(`^Mscrm\\.(Form|HomepageGrid|SubGrid)\\.${table}\\.MainTab\\.`).test(location)) {
      add(
        `The button ${id} stands at ${location || 'no location'}.`,
        `Use a location of ${table}, such as Mscrm.Form.${table}.MainTab.Actions.Controls._children.`,
      );
    }
    const icon = image.replace('$webresource:', '');
    if (!webResources.some(({ name, type }) => name === icon && type === 11)) {
      add(`The button ${id} has no icon of its own.`, 'Name an SVG: ModernImage="$webresource:mcs_/icons/NAME.svg".');
    }
    return findings;
  });
}

function rulesResolve(solution: Solution, { file, commands, rules, privilegesOf }: Ribbon): Finding[] {
  const used = new Set(commands.flatMap((command) => command.rules));
  return [
    // Rules that begin with Mscrm are the platform's own.
    ...[...used]
      .filter((id) => !id.startsWith('Mscrm.') && !rules.includes(id))
      .map((id) => ({ file, problem: `The rule ${id} is not defined.`, cure: 'Define it in RuleDefinitions.' })),
    ...rules
      .filter((id) => !used.has(id))
      .map((id) => ({ file, problem: `No command uses the rule ${id}.`, cure: 'Use or remove it.' })),
    ...commands
      .filter((command) => command.rules.length === 0)
      .map(({ id }) => ({
        file,
        problem: `The command ${id} has no rule, so everybody sees it everywhere.`,
        cure: 'Add a DisplayRule that asks for a privilege and an EnableRule that asks for a selection or a saved record.',
      })),
    ...privilegesOf
      .filter(({ table }) => !columnsOf(solution, table))
      .map(({ by, table }) => ({
        file,
        problem: `The rule ${by} asks for a privilege on "${table}", which is not known.`,
        cure: 'Correct EntityName.',
      })),
  ];
}

function callsResolve({ webResources }: Solution, { file, calls }: Ribbon, built: Files | undefined): Finding[] {
  return calls.flatMap(({ by, library, function: name }) => {
    const script = webResources.find((resource) => `$webresource:${resource.name}` === library);
    if (script?.type !== 3) {
      return [
        {
          file,
          problem: `${by} calls ${name} of "${library}", which is no script of the solution.`,
          cure: 'Write Library="$webresource:NAME" with the name of a declared script.',
        },
      ];
    }
    if (!built?.has(script.name) || isFunctionOf(textFile(built, script.name), name)) return [];
    return [
      {
        file,
        problem: `${by} calls ${name}, which ${script.name} does not have.`,
        cure: 'Correct FunctionName, or export the function from webresources/commands/index.ts.',
      },
    ];
  });
}

/** The script is loaded as the platform loads it, and may do nothing before it is called. */
function isFunctionOf(script: string, path: string): boolean {
  if (!/^[\w$]+(\.[\w$]+)*$/.test(path)) return false;
  const [global = '', ...names] = path.split('.');
  const steps = names.map((name) => `?.[${JSON.stringify(name)}]`).join('');
  const answer: unknown = runInNewContext(
    `${script}\n;typeof (typeof ${global} === 'undefined' ? undefined : ${global}${steps}) === 'function'`,
    {},
    { timeout: 5000 },
  );
  return answer === true;
}

function labelsResolve({ file, buttons, labels }: Ribbon): Finding[] {
  const used = buttons.flatMap(({ texts }) => texts);
  return [
    ...buttons.flatMap(({ id, texts }) =>
      texts
        .filter((text) => !text.startsWith('$LocLabels:'))
        .map((text) => ({
          file,
          problem: `A text of the button ${id} is "${text}", which cannot be translated.`,
          cure: 'Refer to a label: $LocLabels:ID.',
        })),
    ),
    ...[...new Set(used)]
      .filter((text) => text.startsWith('$LocLabels:') && !labels.some(({ id }) => text === `$LocLabels:${id}`))
      .map((text) => ({
        file,
        problem: `The label ${text.slice('$LocLabels:'.length)} does not exist.`,
        cure: 'Add a LocLabel with that id.',
      })),
    ...labels
      .filter(({ id }) => !used.includes(`$LocLabels:${id}`))
      .map(({ id }) => ({ file, problem: `No button uses the label ${id}.`, cure: 'Use or remove it.' })),
    ...labels
      .filter(({ titles }) => titles.length === 0 || titles.includes(''))
      .map(({ id }) => ({ file, problem: `The label ${id} is empty.`, cure: 'Give it a Title.' })),
  ];
}
