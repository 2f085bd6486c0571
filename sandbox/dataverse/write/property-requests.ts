import type { Call, Reply } from '../environment';
import { DataverseError, badPayload, notImplemented, wrongVerb } from '../errors';
import type { Segment } from '../http/path';
import { noContent } from '../http/reply';
import type { Column, Table } from '../metadata/table';
import { columnOfNavigation } from '../metadata/table';
import { isListAssociation, isRoleAssociation } from '../query/collections';
import type { Row } from '../store/row';
import { acceptValue } from './accept-value';
import { readJsonObject } from './read-payload';
import { readReference } from './read-reference';
import { changeRoles } from './role-assignments';
import { updateRow } from './save-row';

/** PUT of one column: `{"value": ...}`. */
export function setProperty(call: Call, table: Table, row: Row, column: Column): Reply {
  const payload = readJsonObject(table.set, call.body);
  if (!('value' in payload)) throw badPayload(table.set, "The property 'value' is missing.");
  const value = acceptValue(call.env, table, column, payload['value']);
  updateRow(call, table, row, { id: null, values: { [column.name]: value } });
  return noContent();
}

export function clearProperty(call: Call, table: Table, row: Row, column: Column): Reply {
  updateRow(call, table, row, { id: null, values: { [column.name]: null } });
  return noContent();
}

/** `/$ref`: PUT and DELETE of a lookup. Members of lists are never added or removed in this way. */
export function setReference(call: Call, table: Table, row: Row, segment: Segment): Reply {
  if (isListAssociation(table, segment.name)) {
    const verb = call.method === 'DELETE' ? 'Disassociate' : 'Associate';
    throw new DataverseError(405, '0x80040203', `${verb} is not supported for ListMember`);
  }
  if (isRoleAssociation(table, segment.name) && table.name === 'systemuser') return changeRoles(call, row, segment);
  const navigation = columnOfNavigation(table, segment.name);
  if (navigation === undefined) throw notImplemented(`$ref on the collection '${segment.name}'`);
  if (call.method === 'DELETE') {
    updateRow(call, table, row, { id: null, values: { [navigation.column.name]: null } });
    return noContent();
  }
  if (call.method !== 'PUT') throw wrongVerb(call.method);
  const payload = readJsonObject(table.set, call.body);
  const reference = readReference(call.env, table.set, payload['@odata.id']);
  if (navigation.column.targets?.some((target) => target.table === reference.table) !== true) {
    throw badPayload(table.set, `The navigation property '${segment.name}' cannot refer to '${reference.table}'.`);
  }
  updateRow(call, table, row, { id: null, values: { [navigation.column.name]: reference } });
  return noContent();
}
