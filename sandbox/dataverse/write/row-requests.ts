import type { Call, Reply } from '../environment';
import { serviceRoot } from '../environment';
import { invalidArgument } from '../errors';
import { json, noContent } from '../http/reply';
import { readPreferences } from '../http/preferences';
import type { Table } from '../metadata/table';
import { entityBody } from '../query/read-row';
import { readQueryString } from '../query/query-string';
import type { Row } from '../store/row';
import { checkConditions } from './conditions';
import { deleteRow } from './delete-row';
import type { Changes } from './read-payload';
import { readJsonObject, readPayload } from './read-payload';
import type { RowKey } from './row-key';
import { findByKey } from './row-key';
import { createRow, updateRow } from './save-row';

/** POST on an entity set. */
export function createByRequest(call: Call, table: Table): Reply {
  const changes = readPayload(call.env, table, readJsonObject(table.set, call.body));
  // Its two required lookups have no navigation property, so no payload can ever set them.
  if (table.name === 'listmember') throw invalidArgument("Required fields 'listid' and 'entityid' are missing.");
  const row = createRow(call, table, changes);
  return written(call, table, row, 201);
}

/** PATCH: an update, or without If-Match a creation under that very key. */
export function updateByRequest(call: Call, table: Table, key: RowKey): Reply {
  const changes = readPayload(call.env, table, readJsonObject(table.set, call.body));
  const { row, created } = upsert(call, table, key, changes);
  return written(call, table, row, created ? 201 : 200);
}

export function upsert(call: Call, table: Table, key: RowKey, changes: Changes): { row: Row; created: boolean } {
  const before = findByKey(call.env, table, key);
  checkConditions(call.headers, table.name, before, key.kind === 'id' ? key.id : key.key.name);
  if (key.kind === 'id' && changes.id !== null && changes.id !== key.id) {
    throw invalidArgument(`The id in the payload does not match the id '${key.id}' of the request.`);
  }
  if (before !== undefined) return { row: updateRow(call, table, before, changes), created: false };
  const creation =
    key.kind === 'id'
      ? { id: key.id, values: changes.values }
      : { id: changes.id, values: { ...key.values, ...changes.values } };
  return { row: createRow(call, table, creation), created: true };
}

export function deleteByRequest(call: Call, table: Table, row: Row): Reply {
  checkConditions({ ...call.headers, 'if-none-match': '' }, table.name, row, row.id);
  deleteRow(call, table, row);
  return noContent();
}

function written(call: Call, table: Table, row: Row, status: 200 | 201): Reply {
  const address = `${serviceRoot(call)}${table.set}(${row.id})`;
  const headers = { 'OData-EntityId': address, ...(status === 201 ? { Location: address } : {}) };
  if (!readPreferences(call.headers['prefer']).representation) return noContent(headers);
  return json(status, entityBody(call, table, row, readQueryString(call.query)), {
    ...headers,
    'Preference-Applied': 'return=representation',
  });
}
