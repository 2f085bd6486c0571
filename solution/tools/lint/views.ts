/** Every table of our own can be listed, searched, chosen, related and opened, and every list has a name and says what it is for. */

import { isOwnTable } from '../model/privileges';
import type { Solution } from '../model/solution';
import type { Finding } from './finding';

/** https://learn.microsoft.com/power-apps/developer/model-driven-apps/customize-entity-views */
const kinds = [
  { type: 0, what: 'public view' },
  { type: 1, what: 'advanced find view' },
  { type: 2, what: 'associated view' },
  { type: 4, what: 'quick find view' },
  { type: 64, what: 'lookup view' },
];

export function viewRules(solution: Solution): Finding[] {
  return [...tablesHaveViews(solution), ...tablesHaveForms(solution), ...viewsAreDescribed(solution)];
}

function tablesHaveViews({ tables, views }: Solution): Finding[] {
  return tables.filter(isOwnTable).flatMap(({ file, name }) =>
    kinds.flatMap(({ type, what }) => {
      const found = views.filter((view) => view.table === name && view.type === type && view.isDefault);
      if (found.length === 1) return [];
      return [
        {
          file: found[1]?.file ?? file,
          problem: `${name} has ${found.length === 0 ? 'no' : 'more than one'} default ${what}.`,
          cure: `Give it exactly one savedquery with querytype ${type} and isdefault 1.`,
        },
      ];
    }),
  );
}

function tablesHaveForms({ tables, forms }: Solution): Finding[] {
  return tables
    .filter((table) => isOwnTable(table) && !forms.some((form) => form.table === table.name))
    .map(({ file, name }) => ({
      file,
      problem: `${name} has no main form.`,
      cure: `Add one in Entities/${name}/FormXml/main.`,
    }));
}

function viewsAreDescribed({ views }: Solution): Finding[] {
  return views.flatMap(({ file, label, description, type, searches, widths }) => {
    const findings: Finding[] = [];
    if (label === '') findings.push({ file, problem: 'The view has no name.', cure: 'Add LocalizedNames.' });
    if (description === '') {
      findings.push({ file, problem: 'The view has no description.', cure: 'Say in Descriptions what it shows.' });
    }
    if (type === 4 && searches.length === 0) {
      findings.push({
        file,
        problem: 'The quick find view searches no column.',
        cure: 'Add a filter with isquickfindfields="1" and a condition with the value {0} for each column.',
      });
    }
    if (widths.some((width) => !(width > 0))) {
      findings.push({ file, problem: 'A column of the view has no width.', cure: 'Give every cell a width.' });
    }
    return findings;
  });
}
