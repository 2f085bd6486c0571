import type { Call, Environment, Reply } from '../environment';
import { rowsOf, serviceRoot } from '../environment';
import { badQuery, noResource } from '../errors';
import { json } from '../http/reply';
import { mayDo, requirePrivilege } from '../privileges';
import { readQueryString } from '../query/query-string';
import type { Reference, Row } from '../store/row';
import type { Operation } from '../users';
import { operations } from '../users';
import { isObject } from '../write/read-payload';
import { readReference } from '../write/read-reference';

/**
 * What a user or a team may do with a row: `systemusers(<id>)/Microsoft.Dynamics.CRM.RetrievePrincipalAccess(Target=@t)?@t={'@odata.id':'...'}`.
 * https://learn.microsoft.com/power-apps/developer/data-platform/webapi/reference/retrieveprincipalaccess
 */
export function retrievePrincipalAccess(call: Call, principal: Row, parameters: string): Reply {
  if (call.method !== 'GET') throw noResource(`${call.origin}/${call.path}`);
  if (principal.id !== call.caller.user.id) requirePrivilege(call.caller, 'Read', call.env.model.table('systemuser'));
  const target = readReference(call.env, 'systemusers', readTarget(call, parameters));
  const rights = rightsOf(call.env, principal, target).map((operation) => `${operation}Access`);
  return json(200, {
    '@odata.context': `${serviceRoot(call)}$metadata#Microsoft.Dynamics.CRM.RetrievePrincipalAccessResponse`,
    AccessRights: rights.length === 0 ? 'None' : rights.join(', '),
  });
}

function rightsOf(env: Environment, principal: Row, target: Reference): readonly Operation[] {
  const table = env.model.table(target.table);
  const row = rowsOf(env, table).get(target.id);
  const holder = env.users.find((known) => known.id === principal.id) ?? {
    id: principal.id,
    rows: env.teams.get(principal.id)?.rows ?? {},
  };
  return row === undefined ? [] : operations.filter((operation) => mayDo(env, holder, operation, table, row));
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
