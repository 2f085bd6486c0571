import type { Call, Reply } from '../environment';
import { rowsOf, serviceRoot } from '../environment';
import { badPayload, DataverseError } from '../errors';
import { readPath } from '../http/path';
import { json, noContent } from '../http/reply';
import type { Table } from '../metadata/table';
import { columnOfProperty } from '../metadata/table';
import type { JsonObject } from '../write/read-payload';
import { isObject, readJsonObject, readPayload } from '../write/read-payload';
import type { RowKey } from '../write/row-key';
import { readRowKey } from '../write/row-key';
import { upsert } from '../write/row-requests';
import { createRow, updateRow } from '../write/save-row';

/** CreateMultiple: all or none; the ids in the order of the targets. https://learn.microsoft.com/power-apps/developer/data-platform/bulk-operations */
export function createMultiple(call: Call, table: Table): Reply {
  const ids = readTargets(call, table).map((target) => {
    const changes = readPayload(call.env, table, target);
    if (changes.id !== null && rowsOf(call.env, table).get(changes.id) !== undefined) {
      throw new DataverseError(412, '0x80040237', 'Cannot insert duplicate key.');
    }
    return createRow(call, table, changes).id;
  });
  return json(200, {
    '@odata.context': `${serviceRoot(call)}$metadata#Microsoft.Dynamics.CRM.CreateMultipleResponse`,
    Ids: ids,
  });
}

/** UpdateMultiple: every target carries the id of a row that is there. */
export function updateMultiple(call: Call, table: Table): Reply {
  for (const target of readTargets(call, table)) {
    const changes = readPayload(call.env, table, target);
    if (changes.id === null) {
      throw new DataverseError(
        400,
        '0x80040203',
        `The primary key '${table.id}' is missing in a target of UpdateMultiple.`,
      );
    }
    const row = rowsOf(call.env, table).get(changes.id);
    if (row === undefined) {
      throw new DataverseError(404, '0x80040217', `${table.label} With Ids = ${changes.id} Do Not Exist`);
    }
    updateRow(call, table, row, changes);
  }
  return noContent();
}

/** UpsertMultiple: rows named by their id or by a relative `@odata.id` with an alternate key, whose columns are not repeated. */
export function upsertMultiple(call: Call, table: Table): Reply {
  for (const target of readTargets(call, table)) {
    const changes = readPayload(call.env, table, target);
    const key = keyOf(call, table, target, changes.id);
    upsert({ ...call, headers: {} }, table, key, changes);
  }
  return noContent();
}

function keyOf(call: Call, table: Table, target: JsonObject, id: string | null): RowKey {
  const address = target['@odata.id'];
  if (address === undefined) {
    if (id === null)
      throw badPayload(table.set, `A target of UpsertMultiple names neither '${table.id}' nor '@odata.id'.`);
    return { kind: 'id', id };
  }
  if (typeof address !== 'string' || address.includes('://')) {
    throw badPayload(table.set, "'@odata.id' of an UpsertMultiple target must be a relative URI.");
  }
  const [segment, more] = readPath(address);
  if (segment?.name !== table.set || segment.key === null || more !== undefined) {
    throw badPayload(table.set, `'${address}' is not the address of a row of '${table.set}'.`);
  }
  const key = readRowKey(call.env, table, segment.key);
  if (key.kind === 'alternate') {
    const repeated = Object.keys(target).find((name) => {
      const column = columnOfProperty(table, name);
      return column !== undefined && key.key.columns.includes(column.name);
    });
    if (repeated !== undefined) {
      throw new DataverseError(400, '0x80040203', `The key column '${repeated}' must not be repeated in the target.`);
    }
  }
  return key;
}

function readTargets(call: Call, table: Table): JsonObject[] {
  const { Targets: targets, ...others } = readJsonObject(table.set, call.body);
  const [unknown] = Object.keys(others);
  if (unknown !== undefined) {
    throw badPayload(
      table.set,
      `The parameter '${unknown}' in the request payload is not a valid parameter for the operation.`,
    );
  }
  if (!Array.isArray(targets) || targets.length === 0)
    throw badPayload(table.set, "The parameter 'Targets' is missing or empty.");
  const type = `Microsoft.Dynamics.CRM.${table.name}`;
  return targets.map((target: unknown) => {
    if (!isObject(target)) throw badPayload(table.set, 'Every target must be an object.');
    const given = target['@odata.type'];
    if (typeof given !== 'string') {
      throw badPayload(
        table.set,
        "The abstract type 'Microsoft.Dynamics.CRM.crmbaseentity' needs an '@odata.type' annotation on every target.",
      );
    }
    if (given.replace(/^#/, '') !== type) {
      throw badPayload(
        table.set,
        `A target of type '${given}' does not fit the entity set '${table.set}' of '${type}'.`,
      );
    }
    return target;
  });
}
