/**
 * The names of tables, columns and choices as TypeScript, so that code which uses a name that the solution lacks does not
 * compile. The same solution always gives the same text.
 */

import { reasons } from '../../../connector/reconcile/reasons';
import { readChoices } from '../model/choices';
import type { Column } from '../model/columns';
import { readDocuments } from '../model/documents';
import { readRelationships, type Relationship } from '../model/relationships';
import { platformLookups } from '../model/standard-tables';
import { readTables, type Table } from '../model/tables';
import type { Files } from '../source';
import { checkReasons } from './check-reasons';

export function generateNames(files: Files): string {
  const documents = readDocuments(files);
  const choices = readChoices(files, documents);
  const relationships = readRelationships(files, documents);
  for (const { file, problem, cure } of checkReasons(choices, reasons)) throw new Error(`${file}: ${problem} ${cure}`);
  return [
    '// Made from solution/src by "npm run solution -- names". Change the solution, not this file.',
    '',
    'export const tables = {',
    // A standard table that only gets buttons adds no names.
    ...readTables(files, documents)
      .filter(({ columns }) => columns.length > 0)
      .flatMap((table) => tableLines(table, relationships)),
    '} as const;',
    '',
    'export const choices = {',
    ...choices.flatMap((choice) => [
      `  ${choice.name}: {`,
      ...choice.options.map(({ code, value }) => `    ${quote(code)}: ${value},`),
      '  },',
    ]),
    '} as const;',
    '',
    'export const choiceLabels = {',
    ...choices.flatMap((choice) => [
      `  ${choice.name}: {`,
      ...choice.options.map(({ code, label }) => `    ${quote(code)}: ${quote(label)},`),
      '  },',
    ]),
    '} as const;',
    '',
    'export type TableName = keyof typeof tables;',
    'export type Choice<N extends keyof typeof choices> = keyof (typeof choices)[N];',
    '',
  ].join('\n');
}

function tableLines(table: Table, relationships: Relationship[]): string[] {
  return [
    `  ${table.name}: {`,
    `    set: ${quote(table.set)},`,
    `    id: ${quote(table.id)},`,
    `    name: ${quote(table.primaryName)},`,
    '    columns: {',
    ...[...table.columns]
      .sort((a, b) => (a.name < b.name ? -1 : 1))
      .map((column) => `      ${column.name}: ${columnText(table, column, relationships)},`),
    '    },',
    '  },',
  ];
}

function columnText(table: Table, column: Column, relationships: Relationship[]): string {
  const parts = [`type: ${quote(column.type ?? column.xmlType)}`];
  if (column.maxLength !== undefined) parts.push(`maxLength: ${column.maxLength}`);
  if (column.choice !== undefined) parts.push(`choice: ${quote(column.choice)}`);
  if (column.type === 'lookup' || column.type === 'owner') {
    const own = relationships.filter(({ from, lookup }) => from === table.name && lookup === column.name);
    const targets = own.length > 0 ? own.map(({ to }) => to) : (platformLookups[column.name] ?? []);
    parts.push(`target: [${targets.map(quote).join(', ')}]`);
    parts.push(`bind: ${quote(own[0]?.navigationProperty ?? column.name)}`);
  }
  return `{ ${parts.join(', ')} }`;
}

function quote(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}
