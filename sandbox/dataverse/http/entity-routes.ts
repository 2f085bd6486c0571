import type { Call, Reply } from '../environment';
import {
  missingByKey,
  missingRow,
  noResource,
  notImplemented,
  unknownSegment,
  unsupportedMessage,
  wrongVerb,
} from '../errors';
import { callBoundMessage } from '../messages/bound-messages';
import type { Table } from '../metadata/table';
import { columnOfNavigation, columnOfProperty } from '../metadata/table';
import { requireAccess } from '../privileges';
import { findCollection, withinCollection } from '../query/collections';
import { countRows, queryRows } from '../query/query-rows';
import { queryByFetch } from '../query/fetch-query';
import { readQueryString } from '../query/query-string';
import { readRow, readColumnValue, readNavigation } from '../query/read-row';
import type { Row } from '../store/row';
import { createByRequest, deleteByRequest, updateByRequest } from '../write/row-requests';
import { clearProperty, setProperty, setReference } from '../write/property-requests';
import type { RowKey } from '../write/row-key';
import { findByKey, readRowKey } from '../write/row-key';
import type { Segment } from './path';

const messagePrefix = 'Microsoft.Dynamics.CRM.';

/** Everything below an entity set: the set, one row, a column or navigation of it, messages bound to it. */
export function answerEntity(call: Call, table: Table, segments: Segment[]): Reply {
  const [set, second, third, ...rest] = segments;
  if (set === undefined || rest.length > 0) throw noResource(`${call.origin}/${call.path}`);
  if (set.key === null) return answerSet(call, table, second, third);
  const key = readRowKey(call.env, table, set.key);
  if (second === undefined) return answerRow(call, table, key);
  if (second.name.startsWith(messagePrefix)) {
    if (third !== undefined) throw unknownSegment(third.name);
    return callBoundMessage(call, table, mustFind(call, table, key), {
      ...second,
      name: second.name.slice(messagePrefix.length),
    });
  }
  return answerProperty(call, table, key, second, third);
}

function answerSet(call: Call, table: Table, second: Segment | undefined, third: Segment | undefined): Reply {
  if (third !== undefined) throw unknownSegment(third.name);
  if (second?.name === '$count') return only(call, 'GET', () => countRows(call, table));
  if (second?.name.startsWith(messagePrefix) === true) {
    return callBoundMessage(call, table, null, { ...second, name: second.name.slice(messagePrefix.length) });
  }
  if (second !== undefined) throw unknownSegment(second.name);
  switch (call.method) {
    case 'GET': {
      const { options } = readQueryString(call.query);
      const fetch = options.get('fetchXml') ?? options.get('fetchxml');
      return fetch === undefined ? queryRows(call, table, null) : queryByFetch(call, table, fetch);
    }
    case 'POST':
      return createByRequest(call, table);
    default:
      throw wrongVerb(call.method);
  }
}

function answerRow(call: Call, table: Table, key: RowKey): Reply {
  switch (call.method) {
    case 'GET':
      if (table.name === 'listmember') throw unsupportedMessage('Retrieve', table.name);
      return readRow(call, table, mustFind(call, table, key));
    case 'PATCH':
      if (table.name === 'listmember') throw unsupportedMessage('Update', table.name);
      return updateByRequest(call, table, key);
    case 'DELETE':
      return deleteByRequest(call, table, mustFind(call, table, key));
    default:
      throw wrongVerb(call.method);
  }
}

function answerProperty(call: Call, table: Table, key: RowKey, second: Segment, third: Segment | undefined): Reply {
  const column = columnOfProperty(table, second.name);
  if (column !== undefined) {
    if (third !== undefined && third.name !== '$value') throw unknownSegment(third.name);
    const row = mustFind(call, table, key);
    switch (call.method) {
      case 'GET':
        return readColumnValue(call, table, row, column, third !== undefined);
      case 'PUT':
        return setProperty(call, table, row, column);
      case 'DELETE':
        return clearProperty(call, table, row, column);
      default:
        throw wrongVerb(call.method);
    }
  }
  const navigation = columnOfNavigation(table, second.name);
  const collection = findCollection(call.env, table, second.name);
  if (navigation === undefined && collection === undefined) throw unknownSegment(second.name);
  const row = mustFind(call, table, key);
  if (third?.name === '$ref') return setReference(call, table, row, second);
  if (third !== undefined && third.name !== '$count') throw unknownSegment(third.name);
  if (second.key !== null) throw notImplemented(`one row of the collection '${second.name}'`);
  return only(call, 'GET', () => {
    requireAccess(call.caller, 'Read', table, row);
    if (navigation !== undefined) return readNavigation(call, navigation, row);
    if (collection === undefined) throw unknownSegment(second.name);
    const among = withinCollection(collection, row);
    return third === undefined ? queryRows(call, collection.table, among) : countRows(call, collection.table, among);
  });
}

function mustFind(call: Call, table: Table, key: RowKey): Row {
  const row = findByKey(call.env, table, key);
  if (row === undefined) throw key.kind === 'id' ? missingRow(table.name, key.id) : missingByKey(table.name);
  return row;
}

function only(call: Call, method: string, answer: () => Reply): Reply {
  if (call.method !== method) throw wrongVerb(call.method);
  return answer();
}
