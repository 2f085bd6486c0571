import type { Call, Reply } from '../environment';
import { serviceRoot } from '../environment';
import { badQuery, noResource } from '../errors';
import { json } from '../http/reply';
import { readQueryString } from '../query/query-string';
import type { Row } from '../store/row';
import { may, operations } from '../users';
import { isObject } from '../write/read-payload';
import { readReference } from '../write/read-reference';

/**
 * What a user may do with a row: `systemusers(<id>)/Microsoft.Dynamics.CRM.RetrievePrincipalAccess(Target=@t)?@t={'@odata.id':'...'}`.
 * https://learn.microsoft.com/power-apps/developer/data-platform/webapi/reference/retrieveprincipalaccess
 */
export function retrievePrincipalAccess(call: Call, user: Row, parameters: string): Reply {
  if (call.method !== 'GET') throw noResource(`${call.origin}/${call.path}`);
  const target = readReference(call.env, 'systemusers', readTarget(call, parameters));
  const role = call.env.users.find((known) => known.id === user.id)?.role ?? 'nobody';
  const table = call.env.model.table(target.table);
  const rights = operations.filter((operation) => may(role, operation, table)).map((operation) => `${operation}Access`);
  return json(200, {
    '@odata.context': `${serviceRoot(call)}$metadata#Microsoft.Dynamics.CRM.RetrievePrincipalAccessResponse`,
    AccessRights: rights.length === 0 ? 'None' : rights.join(', '),
  });
}

function readTarget(call: Call, parameters: string): unknown {
  const [, alias] = /^Target=(@\w+|\{.*\})$/.exec(parameters.trim()) ?? [];
  if (alias === undefined) throw badQuery('RetrievePrincipalAccess needs the parameter Target.');
  const value = alias.startsWith('@') ? readQueryString(call.query).aliases.get(alias) : alias;
  if (value === undefined) throw badQuery(`The parameter alias '${alias}' has no value.`);
  let reference: unknown;
  try {
    reference = JSON.parse(value.replaceAll("'", '"'));
  } catch {
    throw badQuery(`The value of '${alias}' is not a reference to a row.`);
  }
  return isObject(reference) ? reference['@odata.id'] : undefined;
}
