/** `npm run reasons` writes docs/reasons.md: every reason with its sentence and what can be done. */

import { writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

import { choiceLabels } from '../connector/dataverse/schema.generated';
import type { Outcome } from '../connector/reconcile/decision';
import { outcomeOf } from '../connector/reconcile/outcome-of';
import { reasonCodes, reasons } from '../connector/reconcile/reasons';

const outcomes: [Outcome, string][] = [
  ['in-sync', 'Nothing to do.'],
  ['waiting', 'An answer is awaited, of a person or of time.'],
  ['left-out', 'Not synced, for a reason; no fault.'],
  ['attention', 'Tried again when the cause changes.'],
];

export function reasonsPage(): string {
  const sections = outcomes.map(([outcome, meaning]) => {
    const rows = reasonCodes
      .filter((code) => outcomeOf(code) === outcome)
      .map((code) => {
        const { title, sentence, cure } = reasons[code];
        return `| ${title} | ${sentence} | ${cure || 'Nothing.'} |`;
      });
    return [
      `## ${choiceLabels.mcs_outcome[outcome]}`,
      '',
      meaning,
      '',
      '| Reason | What it means | What you can do |',
      '|---|---|---|',
      ...rows,
      '',
    ].join('\n');
  });
  const opening =
    'Every row of *Audience Members* says how a person stands in an audience and why. The reasons are a closed set; `npm run sync -- --why ADDRESS --audience NAME` tells the whole story of one person.';
  return ['# Reasons', '', opening, '', ...sections].join('\n');
}

const root = dirname(__dirname);
export const reasonsPath = join(basename(root) === 'dist' ? dirname(root) : root, 'docs/reasons.md');

if (require.main === module) writeFileSync(reasonsPath, reasonsPage());
