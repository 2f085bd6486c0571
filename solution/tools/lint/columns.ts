/** Columns: what views, forms and keys name exists, and what people see has a name and a description. */

import { columnsOf, type Solution } from '../model/solution';
import type { Table } from '../model/tables';
import type { Finding } from './finding';

export function columnRules(solution: Solution): Finding[] {
  return [
    ...solution.tables.flatMap((table) => tableIsComplete(table)),
    ...solution.tables.flatMap((table) => columnsAreComplete(table, solution.manifest.prefix)),
    ...solution.tables.flatMap((table) => keysResolve(table)),
    ...viewsResolve(solution),
    ...formsResolve(solution),
  ];
}

function tableIsComplete({ file, name, set, id, primaryName, columns }: Table): Finding[] {
  const findings: Finding[] = [];
  if (set === '')
    findings.push({ file, problem: `${name} has no EntitySetName.`, cure: 'Add it; URLs are made of it.' });
  if (id === '')
    findings.push({ file, problem: `${name} has no primary key.`, cure: 'Add a column of type primarykey.' });
  if (primaryName === '') {
    findings.push({
      file,
      problem: `${name} has no primary name column.`,
      cure: 'Put PrimaryName into the DisplayMask of one text column.',
    });
  }
  const seen = new Set<string>();
  for (const column of columns) {
    if (seen.has(column.name)) {
      findings.push({ file, problem: `The column ${column.name} is declared twice.`, cure: 'Remove one of the two.' });
    }
    seen.add(column.name);
  }
  return findings;
}

function columnsAreComplete(table: Table, prefix: string): Finding[] {
  return table.columns.flatMap((column) => {
    const findings: Finding[] = [];
    const add = (problem: string, cure: string) => findings.push({ file: table.file, problem, cure });
    if (!column.type) {
      add(
        `The column ${column.name} has the type ${column.xmlType}, which the tools do not know.`,
        'Use a known type, or teach solution/tools/model/columns.ts the new one.',
      );
    }
    if (table.extends && !column.custom) {
      add(
        `The column ${column.name} belongs to the standard table ${table.name}.`,
        'Remove it: of a standard table only our own columns are shipped.',
      );
    }
    if (column.custom && !column.name.startsWith(`${prefix}_`)) {
      add(`The column ${column.name} lacks the publisher's prefix.`, `Name it ${prefix}_...`);
    }
    if (column.label === '') add(`The column ${column.name} has no display name.`, 'Add a displayname.');
    if (column.description === '') {
      add(`The column ${column.name} has no description.`, 'Add a Description that a CRM administrator understands.');
    }
    if (column.type === 'text' && !column.maxLength) {
      add(`The text column ${column.name} has no MaxLength.`, 'Add MaxLength, and Length twice as long.');
    }
    return findings;
  });
}

function keysResolve(table: Table): Finding[] {
  const columns = new Set(table.columns.map(({ name }) => name));
  return table.keys.flatMap((key) =>
    key.columns
      .filter((name) => !columns.has(name))
      .map((name) => ({
        file: table.file,
        problem: `The key ${key.name} uses the column ${name}, which does not exist.`,
        cure: 'Correct the AttributeName, or add the column.',
      })),
  );
}

function viewsResolve(solution: Solution): Finding[] {
  return solution.views.flatMap((view) => {
    const findings: Finding[] = [];
    const add = (problem: string, cure: string) => findings.push({ file: view.file, problem, cure });
    if (view.queries !== view.table) {
      add(`The view reads ${view.queries || 'no table'}.`, `Move it to that table's folder, or query ${view.table}.`);
    }
    for (const { table, column } of view.named) {
      const columns = columnsOf(solution, table);
      if (!columns) add(`The view reads the table ${table}, which is not known.`, 'Correct the name of the table.');
      else if (!columns.has(column)) {
        add(
          `The view names the column ${table}.${column}, which does not exist.`,
          'Correct the name, add the column, or add it to the known columns of the standard table.',
        );
      }
    }
    // A cell of a linked table is named alias.column; only those of the table itself must be fetched by it.
    for (const cell of view.cells.filter((name) => !name.includes('.') && !view.fetched.includes(name))) {
      add(`The view shows the column ${cell} without fetching it.`, 'Add an attribute for it to the fetch.');
    }
    const id = solution.tables.find(({ name }) => name === view.table)?.id;
    if (id !== undefined && view.idColumn !== id) {
      add(`The rows of the view are known by "${view.idColumn}".`, `Set id="${id}" on the row.`);
    }
    return findings;
  });
}

function formsResolve(solution: Solution): Finding[] {
  return solution.forms.flatMap((form) => {
    const columns = columnsOf(solution, form.table);
    return [
      ...form.columns
        .filter((name) => !columns?.has(name))
        .map((name) => ({
          file: form.file,
          problem: `The form shows the column ${name}, which ${form.table} does not have.`,
          cure: 'Correct the datafieldname, or add the column.',
        })),
      ...form.withoutClass.map((control) => ({
        file: form.file,
        problem: `The control ${control} has no class id.`,
        cure: 'Add the classid of its kind of control; without it the form does not open.',
      })),
      ...form.subgrids
        .filter(
          ({ view, relationship, table }) =>
            !solution.views.some(({ id, table: of }) => id === view && of === table) ||
            !solution.relationships.some((r) => r.name === relationship && r.from === table && r.to === form.table),
        )
        .map(({ table }) => ({
          file: form.file,
          problem: `The list of ${table} on the form names a view or relationship that does not fit.`,
          cure: `Use the id of a view of ${table} and a relationship from ${table} to ${form.table}.`,
        })),
    ];
  });
}
