import type { Call, Reply } from '../environment';
import { rowsOf } from '../environment';
import { DataverseError, invalidArgument, missingRow } from '../errors';
import { noContent } from '../http/reply';
import { mergeable } from '../metadata/mergeable';
import type { Table } from '../metadata/table';
import { requireAccess } from '../privileges';
import { equalityKey } from '../store/equality';
import type { Row, Value } from '../store/row';
import { isReference } from '../store/row';
import { isObject, readJsonObject, readPayload } from '../write/read-payload';
import { modificationOf, updateRow } from '../write/save-row';
import { missingParameter, readEntity, readType, unknownParameter } from './entity-parameter';

const parameters = ['Target', 'Subordinate', 'UpdateContent', 'PerformParentingChecks'];

/**
 * Merge: the subordinate row falls asleep and points at the one that stays, rows that pointed at it point there too. Places on
 * marketing lists stay where they are.
 * https://learn.microsoft.com/power-apps/developer/data-platform/webapi/merge-entity-using-web-api
 */
export function merge(call: Call): Reply {
  const { table, master, subordinate, content, parentingChecks } = readMerge(call);
  if (parentingChecks) checkParents(table, master, subordinate);
  const given = { ...carriedOver(call, table, master, subordinate), ...content };
  const merged = Object.keys(given).length === 0 ? master : updateRow(call, table, master, { id: null, values: given });
  moveChildren(call, table, subordinate, master);
  const asleep = { ...sleep[table.name], merged: true, masterid: { table: table.name, id: master.id } };
  const row = call.env.store.put(table, subordinate.id, { ...subordinate.values, ...asleep, ...modificationOf(call) });
  call.env.events.raise(call, { message: 'Update', table, row, before: subordinate, changed: asleep });
  call.env.events.raise(call, {
    message: 'Merge',
    table,
    row: merged,
    subordinateId: subordinate.id,
    content,
    parentingChecks,
  });
  return noContent();
}

const sleep: Readonly<Record<string, Record<string, Value>>> = {
  account: { statecode: 1, statuscode: 2 },
  contact: { statecode: 1, statuscode: 2 },
  lead: { statecode: 2, statuscode: 7 },
};

function readMerge(call: Call) {
  const payload = readJsonObject('Merge', call.body);
  for (const name of Object.keys(payload)) {
    if (!parameters.includes(name)) throw unknownParameter('Merge', name);
  }
  const { Target: target, Subordinate: second, UpdateContent: update, PerformParentingChecks: checks } = payload;
  if (!isObject(target)) throw missingParameter('Target');
  if (!isObject(second)) throw missingParameter('Subordinate');
  if (typeof checks !== 'boolean') throw missingParameter('PerformParentingChecks');
  const stays = readEntity(call, 'Merge', target);
  const goes = readEntity(call, 'Merge', second);
  if (stays.table !== goes.table) throw invalidArgument('Target and Subordinate must be of the same type.');
  if (!mergeable.includes(stays.table)) {
    throw invalidArgument(`This type: ${stays.table} is not supported with merge operation`);
  }
  if (stays.id === goes.id) {
    throw invalidArgument('Merge cannot be performed on master and sub-entities that are identical.');
  }
  const table = call.env.model.table(stays.table);
  const master = active(call, table, stays.id, 'master entity');
  const subordinate = active(call, table, goes.id, 'sub-entity');
  for (const operation of ['Read', 'Write', 'Share', 'AppendTo'] as const) {
    requireAccess(call.caller, operation, table, master);
  }
  requireAccess(call.caller, 'Write', table, subordinate);
  return { table, master, subordinate, content: readContent(call, table, update), parentingChecks: checks };
}

function readContent(call: Call, table: Table, update: unknown): Readonly<Record<string, Value>> {
  if (update === undefined || update === null) return {};
  if (readType(call, 'Merge', update) !== table.name || !isObject(update)) {
    throw invalidArgument('UpdateContent must be of the type of Target.');
  }
  return readPayload(call.env, table, update).values;
}

/** https://markcarrington.dev/2019/08/31/msdyn365-internals-merge-permissions/ */
function active(call: Call, table: Table, id: string, part: string): Row {
  const row = rowsOf(call.env, table).get(id);
  if (row === undefined) throw missingRow(table.name, id);
  if (Number(row.values['statecode'] ?? 0) !== 0) throw invalidArgument(`${part}:${table.name}-${id} is deactive`);
  return row;
}

const parents: Readonly<Record<string, readonly string[]>> = {
  account: ['parentaccountid'],
  contact: ['parentcustomerid'],
  lead: ['parentaccountid', 'parentcontactid'],
};

function checkParents(table: Table, master: Row, subordinate: Row): void {
  const differs = (column: string) =>
    equalityKey(master.values[column] ?? null) !== equalityKey(subordinate.values[column] ?? null);
  if (!(parents[table.name] ?? []).some(differs)) return;
  throw new DataverseError(400, '0x80040203', 'Merge warning: sub-entity will be differently parented.');
}

/** Columns in which the row that stays has nothing; whether they are filled is a switch. */
function carriedOver(call: Call, table: Table, master: Row, subordinate: Row): Record<string, Value> {
  if (call.env.switches.mergeCarries === 'update-content') return {};
  const blank = [...table.columns.values()].filter(
    ({ name, settable }) => settable === 'always' && (master.values[name] ?? null) === null,
  );
  return Object.fromEntries(
    blank.flatMap(({ name }): [string, Value][] => {
      const value = subordinate.values[name] ?? null;
      return value === null ? [] : [[name, value]];
    }),
  );
}

function moveChildren(call: Call, table: Table, from: Row, to: Row): void {
  for (const { child: name, column } of call.env.model.childrenOf(table.name)) {
    if (name === 'listmember') continue;
    const child = call.env.model.table(name);
    for (const row of rowsOf(call.env, child).having(column, from.id)) {
      const value = row.values[column];
      if (!isReference(value) || value.table !== table.name) continue;
      call.env.store.put(child, row.id, { ...row.values, [column]: { table: table.name, id: to.id } });
    }
  }
}
