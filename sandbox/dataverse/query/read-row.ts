import type { Call, Reply } from '../environment';
import { findRow, serviceRoot } from '../environment';
import { notImplemented } from '../errors';
import { readPreferences } from '../http/preferences';
import { json, noContent, plainText } from '../http/reply';
import type { Column, Table } from '../metadata/table';
import { propertyName } from '../metadata/table';
import { requireAccess, sightOf } from '../privileges';
import type { Row } from '../store/row';
import { isReference, valueOf } from '../store/row';
import { readExpand } from './expand';
import { applied } from './page-request';
import type { QueryString } from './query-string';
import { checkOptions, readQueryString } from './query-string';
import { readSelect } from './select';
import { etag, writeRow } from './write-row';

/** One row by its key. */
export function readRow(call: Call, table: Table, row: Row): Reply {
  requireAccess(call.caller, 'Read', table, row);
  const query = readQueryString(call.query);
  checkOptions(query, notImplemented);
  const preferences = readPreferences(call.headers['prefer']);
  const conditional = query.options.get('$expand') === undefined && preferences.annotations === null;
  if (conditional && call.headers['if-none-match']?.trim() === etag(row)) {
    return { status: 304, headers: { 'OData-Version': '4.0' }, body: '' };
  }
  return json(200, entityBody(call, table, row, query), {
    ETag: etag(row),
    ...applied(preferences),
  });
}

/** The row with its context, as GET and `return=representation` answer it. */
export function entityBody(call: Call, table: Table, row: Row, query: QueryString): Record<string, unknown> {
  const select = query.options.get('$select');
  const shape = {
    select: readSelect(table, select),
    expand: readExpand(call.env, table, query.options.get('$expand'), sightOf(call.caller)),
    preferences: readPreferences(call.headers['prefer']),
    root: serviceRoot(call),
    sees: sightOf(call.caller),
  };
  const fields = select === undefined ? '' : `(${select.replaceAll(' ', '')})`;
  return {
    '@odata.context': `${serviceRoot(call)}$metadata#${table.set}${fields}/$entity`,
    ...writeRow(call.env, table, row, shape),
  };
}

/** `/contacts(<id>)/firstname`, and its bare text with `/$value`. */
export function readColumnValue(call: Call, table: Table, row: Row, column: Column, raw: boolean): Reply {
  requireAccess(call.caller, 'Read', table, row);
  const value = valueOf(row, column);
  if (value === null) return noContent();
  const plain = isReference(value) ? value.id : value;
  if (raw) return plainText(String(plain));
  return json(200, {
    '@odata.context': `${serviceRoot(call)}$metadata#${table.set}(${row.id})/${propertyName(column)}`,
    value: plain,
  });
}

/** The row that a lookup points at. */
export function readNavigation(call: Call, navigation: { column: Column; table: string }, row: Row): Reply {
  const reference = valueOf(row, navigation.column);
  if (!isReference(reference)) return noContent();
  const target = call.env.model.table(reference.table);
  const other = findRow(call.env, reference.table, reference.id);
  return other === undefined ? noContent() : readRow(call, target, other);
}
