/** The choice of reasons repeats the reasons of the code in their order; both must agree exactly. */

import type { Reason } from '../../../connector/reconcile/reasons';
import type { Finding } from '../lint/finding';
import type { Choice } from '../model/choices';

export function checkReasons(choices: Choice[], reasons: Record<string, Reason>): Finding[] {
  const choice = choices.find(({ name }) => name === 'mcs_reason');
  const file = choice?.file ?? 'OptionSets/mcs_reason.xml';
  const expected = Object.entries(reasons);
  const options = choice?.options ?? [];
  const length = Math.max(expected.length, options.length);
  for (let index = 0; index < length; index++) {
    const [code, reason] = expected[index] ?? ['nothing', undefined];
    const option = options[index];
    if (option?.code === code && option.label === reason?.title && option.description === reason.sentence) continue;
    return [
      {
        file,
        problem: `Option ${index + 1} (${option?.code ?? 'nothing'}) differs from connector/reconcile/reasons.ts (${code}).`,
        cure: 'Make code, label and description the same in both; add a new reason at the end, with the next value.',
      },
    ];
  }
  return [];
}
