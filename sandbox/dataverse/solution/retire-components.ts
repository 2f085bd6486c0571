import type { Environment } from '../environment';
import { findRow, rowsOf } from '../environment';
import type { Table } from '../metadata/table';
import { isReference } from '../store/row';
import type { SolutionContent } from './read-solution';

/** Takes away what a solution brought and, after an upgrade, brings no more: with the rows and values that it held. */
export function retireComponents(env: Environment, before: SolutionContent, after: SolutionContent | null): void {
  const kept = new Map(after?.tables.map((table) => [table.name, table]));
  for (const draft of before.tables) {
    const next = kept.get(draft.name);
    const table = env.model.find(draft.name);
    if (table === undefined) continue;
    if (draft.id !== undefined && next === undefined) dropTable(env, table);
    else {
      const columns = new Set(next?.columns.map((column) => column.name));
      const gone = draft.columns.filter((column) => column.custom !== false && !columns.has(column.name));
      dropColumns(
        env,
        table,
        gone.map(({ name }) => name).filter((name) => name.startsWith(`${before.publisher.prefix}_`)),
      );
      const keys = new Set(next?.keys.map((key) => key.name));
      const dropped = new Set(draft.keys.map((key) => key.name).filter((name) => !keys.has(name)));
      const now = env.model.table(table.name);
      env.model.put({ ...now, keys: now.keys.filter((key) => !dropped.has(key.name)) });
    }
  }
  const relationships = new Set(after?.relationships.map((one) => one.name));
  for (const { name } of before.relationships) if (!relationships.has(name)) env.model.unrelate(name);
  for (const name of before.choices.keys()) if (after?.choices.has(name) !== true) env.model.choices.delete(name);
  const artifacts = new Set(after?.artifacts.map(({ table, id }) => `${table} ${id}`));
  for (const { table, id } of before.artifacts) if (!artifacts.has(`${table} ${id}`)) dropRow(env, table, id);
}

function dropTable(env: Environment, table: Table): void {
  for (const row of rowsOf(env, table).all()) dropRow(env, table.name, row.id);
  const notes = env.model.table('annotation');
  const regarding = notes.columns.get('objectid');
  if (regarding?.targets !== undefined) {
    notes.columns.set('objectid', {
      ...regarding,
      targets: regarding.targets.filter((target) => target.table !== table.name),
    });
  }
  env.model.remove(table.name);
}

function dropColumns(env: Environment, table: Table, names: readonly string[]): void {
  if (names.length === 0) return;
  const columns = new Map([...table.columns].filter(([name]) => !names.includes(name)));
  const empty = Object.fromEntries(names.map((name) => [name, null]));
  for (const row of rowsOf(env, table).all()) env.store.amend(table, row, empty);
  const next = { ...table, columns };
  env.model.put(next);
  env.store.redefine(next);
}

/** With its notes and, of a role, who holds it. */
function dropRow(env: Environment, tableName: string, id: string): void {
  const row = findRow(env, tableName, id);
  if (row === undefined) return;
  env.store.remove(env.model.table(tableName), row);
  for (const [child, column] of [
    ['annotation', 'objectid'],
    ['systemuserroles', 'roleid'],
  ] as const) {
    for (const other of rowsOf(env, child).having(column, id)) {
      const target = other.values[column];
      if (isReference(target) && target.table === tableName) env.store.remove(env.model.table(child), other);
    }
  }
}
