import type { Environment } from '../environment';
import { findRow, now } from '../environment';
import { registerMessages } from '../events/messages';
import { defineTable } from '../metadata/define-table';
import { annotate } from '../metadata/standard-model';
import type { Column, Table } from '../metadata/table';
import { stableGuid } from '../stable-guid';
import { administratorId } from '../users';
import { objection } from './import-rules';
import { versionsOf } from './installed-solutions';
import { missingDependencies, systemLookups } from './missing-dependencies';
import type { SolutionContent } from './read-solution';
import { settleRoles } from './settle-roles';
import type { TableDraft } from './read-table';
import { retireComponents } from './retire-components';

/**
 * Makes tables, columns, views and pages of a solution exist. Rows stay as they are. An update leaves what the new version does not
 * have any more; an upgrade takes it away.
 */
export function applySolution(env: Environment, solution: SolutionContent, way: 'update' | 'upgrade'): void {
  const refused = objection(env, solution);
  if (refused !== null) throw new Error(refused);
  const missing = missingDependencies(env, solution);
  if (missing.length > 0) throw new Error(`Missing dependencies: ${missing.join(' ')}`);
  const before = versionsOf(env, solution.uniqueName);
  for (const [name, options] of solution.choices) env.model.choices.set(name, options);
  for (const draft of solution.tables) {
    const table = draft.id === undefined ? extended(env, draft, solution) : built(env, draft, solution);
    env.model.put(table);
    env.store.redefine(table);
    if (table.custom && draft.notes) {
      annotate(env.model, table.name);
      letNotesPointAt(env, table.name);
    }
  }
  for (const relationship of solution.relationships) {
    if (!systemLookups.has(relationship.column)) env.model.relate(relationship);
  }
  for (const artifact of solution.artifacts) putRow(env, artifact.table, artifact.id, artifact.values);
  settleRoles(env, solution);
  if (way === 'upgrade') for (const version of before) retireComponents(env, version, solution);
  recordSolution(env, solution);
  env.installed.set(solution.uniqueName.toLowerCase(), way === 'upgrade' ? [solution] : [...before, solution]);
  registerMessages(env);
}

function built(env: Environment, draft: TableDraft, solution: SolutionContent): Table {
  const known = env.model.find(draft.name);
  const own = draft.columns.filter((column) => !systemLookups.has(column.name) && column.type !== 'id');
  const columns = own
    .filter((column) => !platformColumns.has(column.name))
    .map((column) => linked(draft, column, solution));
  return defineTable({
    name: draft.name,
    schemaName: draft.schemaName,
    set: draft.set ?? `${draft.name}s`,
    id: draft.id ?? `${draft.name}id`,
    title: draft.title ?? draft.columns.find((column) => column.type === 'text')?.name ?? draft.name,
    label: draft.label,
    labels: draft.labels,
    ownership: draft.ownership,
    custom: true,
    objectTypeCode: known?.objectTypeCode ?? 10_000 + [...env.model.tables()].length,
    changeTracking: draft.changeTracking,
    keys: [...draft.keys],
    columns: [...(known === undefined ? [] : [...known.columns.values()]), ...columns],
  });
}

function extended(env: Environment, draft: TableDraft, solution: SolutionContent): Table {
  const known = env.model.table(draft.name);
  const columns = new Map(known.columns);
  for (const column of draft.columns) columns.set(column.name, linked(draft, column, solution));
  const keys = known.keys.filter((key) => !draft.keys.some((own) => own.name === key.name));
  return { ...known, columns, keys: [...keys, ...draft.keys] };
}

/** Columns of every table that the stand-in defines itself. */
const platformColumns = new Set([
  'createdon',
  'modifiedon',
  'versionnumber',
  'overriddencreatedon',
  'importsequencenumber',
  'timezoneruleversionnumber',
  'utcconversiontimezonecode',
  'statecode',
  'statuscode',
]);

function linked(draft: TableDraft, column: Column, solution: SolutionContent): Column {
  const targets = solution.lookups.get(`${draft.name}.${column.name}`);
  const own = { ...column, custom: column.name.startsWith(`${solution.publisher.prefix}_`) };
  return targets === undefined ? own : { ...own, targets };
}

function letNotesPointAt(env: Environment, name: string): void {
  const notes = env.model.table('annotation');
  const regarding = notes.columns.get('objectid');
  const navigation = `objectid_${name}`;
  if (regarding?.targets === undefined || regarding.targets.some((target) => target.navigation === navigation)) return;
  notes.columns.set('objectid', { ...regarding, targets: [...regarding.targets, { table: name, navigation }] });
}

function recordSolution(env: Environment, solution: SolutionContent): void {
  const publisherId = stableGuid(`publisher ${solution.publisher.uniqueName}`);
  putRow(env, 'publisher', publisherId, {
    uniquename: solution.publisher.uniqueName,
    friendlyname: solution.publisher.uniqueName,
    customizationprefix: solution.publisher.prefix,
    customizationoptionvalueprefix: solution.publisher.optionPrefix,
  });
  putRow(env, 'solution', stableGuid(`solution ${solution.uniqueName}`), {
    uniquename: solution.uniqueName,
    friendlyname: solution.friendlyName,
    version: solution.version,
    ismanaged: solution.managed,
    isvisible: true,
    installedon: now(env),
    publisherid: { table: 'publisher', id: publisherId },
  });
}

function putRow(env: Environment, tableName: string, id: string, values: Artifact['values']): void {
  const table = env.model.table(tableName);
  const before = findRow(env, tableName, id);
  const at = now(env);
  const by = { table: 'systemuser', id: administratorId };
  env.store.put(table, id, {
    ...before?.values,
    ...values,
    createdon: before?.values['createdon'] ?? at,
    createdby: by,
    modifiedon: at,
    modifiedby: by,
  });
}

type Artifact = SolutionContent['artifacts'][number];
