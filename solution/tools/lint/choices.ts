/** Choices: names resolve, values are the publisher's own, and codes can be used in code. */

import { reasons } from '../../../connector/reconcile/reasons';
import type { Choice } from '../model/choices';
import type { Solution } from '../model/solution';
import { checkReasons } from '../names/check-reasons';
import type { Finding } from './finding';

export function choiceRules(solution: Solution): Finding[] {
  const { choices, manifest } = solution;
  return [
    ...choices.flatMap((choice) => optionsAreSound(choice, manifest.optionPrefix)),
    ...columnsResolve(solution),
    ...checkReasons(choices, reasons),
  ];
}

function optionsAreSound({ file, name, options }: Choice, prefix: string): Finding[] {
  const findings: Finding[] = [];
  const values = new Set<number>();
  const codes = new Set<string>();
  for (const { value, code, label } of options) {
    if (!new RegExp(`^${prefix}\\d{4}$`).test(String(value))) {
      findings.push({
        file,
        problem: `The value ${value} of ${name} does not begin with the publisher's ${prefix}.`,
        cure: `Use the next free value from ${prefix}0000 upwards.`,
      });
    }
    if (!/^[a-z][a-z0-9-]*$/.test(code) || codes.has(code)) {
      findings.push({
        file,
        problem: `The option ${value} of ${name} has no ExternalValue of its own.`,
        cure: 'Give it a code in lower case with hyphens that no other option has.',
      });
    }
    if (values.has(value)) {
      findings.push({
        file,
        problem: `The value ${value} of ${name} is used twice.`,
        cure: 'Use the next free value.',
      });
    }
    if (label === '')
      findings.push({ file, problem: `The option ${value} of ${name} has no label.`, cure: 'Add one.' });
    values.add(value);
    codes.add(code);
  }
  return findings;
}

function columnsResolve({ tables, choices }: Solution): Finding[] {
  return tables.flatMap(({ file, columns }) =>
    columns.flatMap((column) => {
      if (column.type !== 'choice') return [];
      const choice = choices.find(({ name }) => name === column.choice);
      if (!choice) {
        return [
          {
            file,
            problem: `The column ${column.name} uses the choice ${column.choice ?? '(none)'}, which does not exist.`,
            cure: 'Correct OptionSetName, or add the choice to OptionSets.',
          },
        ];
      }
      if (column.defaultValue === undefined || choice.options.some(({ value }) => value === column.defaultValue))
        return [];
      return [
        {
          file,
          problem: `The default ${column.defaultValue} of ${column.name} is no option of ${choice.name}.`,
          cure: 'Use the value of an option, or -1 for no default.',
        },
      ];
    }),
  );
}
