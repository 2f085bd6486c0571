import type { Environment } from '../environment';
import { rowsOf } from '../environment';
import { badPayload, missingByKey, missingRow, unknownSegment } from '../errors';
import { readPath } from '../http/path';
import type { Reference } from '../store/row';
import { findByKey, readRowKey } from './row-key';

/** `/contacts(<id>)`, `contacts(<id>)`, the whole address, or a row by alternate key: the row must exist. */
export function readReference(env: Environment, set: string, uri: unknown): Reference {
  if (typeof uri !== 'string') throw badPayload(set, 'The value of a bind annotation must be the URI of a row.');
  const path = uri.replace(/^https?:\/\/[^/]+/, '').replace(/^\/api\/data\/v\d+\.\d+/, '');
  const [segment, more] = readPath(path);
  if (segment === undefined || segment.key === null || more !== undefined) {
    throw badPayload(set, `The URI '${uri}' is not a valid reference to a row.`);
  }
  const table = env.model.ofSet(segment.name);
  if (table === undefined) throw unknownSegment(segment.name);
  const key = readRowKey(env, table, segment.key);
  const row = findByKey(env, table, key);
  if (row === undefined) throw key.kind === 'id' ? missingRow(table.name, key.id) : missingByKey(table.name);
  return { table: table.name, id: row.id };
}

export function mustExist(env: Environment, reference: Reference): Reference {
  if (rowsOf(env, reference.table).get(reference.id) === undefined) throw missingRow(reference.table, reference.id);
  return reference;
}
