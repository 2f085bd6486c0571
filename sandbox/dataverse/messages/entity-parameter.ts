import type { Call } from '../environment';
import { badPayload, DataverseError } from '../errors';
import { isGuid } from '../query/compare-values';
import type { Reference } from '../store/row';
import type { JsonObject } from '../write/read-payload';
import { isObject } from '../write/read-payload';

const typePrefix = 'Microsoft.Dynamics.CRM.';

/**
 * A row as the parameter of a message: `{"@odata.type": "Microsoft.Dynamics.CRM.contact", "contactid": "<guid>"}`. The type says which
 * table it is of; it may be left out where only one table is `expected`.
 */
export function readEntity(call: Call, set: string, value: unknown, expected?: string): Reference {
  const name = readType(call, set, value, expected);
  if (!isObject(value)) throw badPayload(set, 'An entity was expected.');
  return { table: name, id: idOf(set, value, call.env.model.table(name).id, name) };
}

export function readType(call: Call, set: string, value: unknown, expected?: string): string {
  if (!isObject(value)) throw badPayload(set, 'An entity was expected.');
  const type = value['@odata.type'];
  if (typeof type !== 'string') {
    if (expected === undefined) throw untyped(set);
  } else if (!type.replace(/^#/, '').startsWith(typePrefix)) {
    throw badPayload(set, `A type named '${type}' could not be resolved by the model.`);
  }
  const name = typeof type === 'string' ? type.replace(/^#/, '').slice(typePrefix.length) : (expected ?? '');
  if (call.env.model.find(name) === undefined || (expected !== undefined && name !== expected)) {
    throw badPayload(set, `A type named '${String(type)}' could not be resolved by the model.`);
  }
  return name;
}

function idOf(set: string, value: JsonObject, column: string, table: string): string {
  const id = value[column];
  if (typeof id !== 'string' || !isGuid(id)) throw badPayload(set, `The id '${column}' of '${table}' is missing.`);
  return id.toLowerCase();
}

const untyped = (set: string) =>
  badPayload(
    set,
    "The abstract type 'Microsoft.Dynamics.CRM.crmbaseentity' needs an '@odata.type' annotation that names the table of each member.",
  );

export const missingParameter = (name: string) =>
  new DataverseError(400, '0x80040203', `Required field '${name}' is missing`);

export const unknownParameter = (set: string, name: string) =>
  badPayload(set, `The parameter '${name}' in the request payload is not a valid parameter for the operation.`);
