import type { Call, Environment, Reply } from '../environment';
import { serviceRoot } from '../environment';
import { badQuery, noResource } from '../errors';
import { json } from '../http/reply';
import type { Table } from '../metadata/table';
import { unquote } from '../query/filter-tokens';
import { readQueryString } from '../query/query-string';
import { stableGuid } from '../stable-guid';
import type { Row } from '../store/row';
import { businessUnitId, holdsMiscellaneous, may, miscellaneous, operations, privilegeName } from '../users';

/** https://learn.microsoft.com/power-apps/developer/data-platform/webapi/reference/roleprivilege */
interface RolePrivilege {
  readonly BusinessUnitId: string;
  readonly Depth: 'Global';
  readonly PrivilegeId: string;
  readonly PrivilegeName: string;
  readonly RecordFilterId: string;
  readonly RecordFilterUniqueName: string;
}

/** All that a user may do. https://learn.microsoft.com/power-apps/developer/data-platform/webapi/reference/retrieveuserprivileges */
export function retrieveUserPrivileges(call: Call, user: Row): Reply {
  return respond(call, 'RetrieveUserPrivileges', privilegesOf(call.env, user));
}

/** https://learn.microsoft.com/power-apps/developer/data-platform/webapi/reference/retrieveuserprivilegebyprivilegename */
export function retrieveUserPrivilegeByName(call: Call, user: Row, parameters: string): Reply {
  const [, given] = /^PrivilegeName=(@\w+|'.*')$/.exec(parameters.trim()) ?? [];
  const quoted = given?.startsWith('@') === true ? readQueryString(call.query).aliases.get(given) : given;
  if (quoted === undefined || !/^'.*'$/.test(quoted)) {
    throw badQuery('RetrieveUserPrivilegeByPrivilegeName needs the parameter PrivilegeName.');
  }
  const wanted = unquote(quoted).toLowerCase();
  const found = privilegesOf(call.env, user).filter((one) => one.PrivilegeName.toLowerCase() === wanted);
  return respond(call, 'RetrieveUserPrivilegeByPrivilegeName', found);
}

function respond(call: Call, message: string, privileges: readonly RolePrivilege[]): Reply {
  if (call.method !== 'GET') throw noResource(`${call.origin}/${call.path}`);
  return json(200, {
    '@odata.context': `${serviceRoot(call)}$metadata#Microsoft.Dynamics.CRM.${message}Response`,
    RolePrivileges: privileges,
  });
}

function privilegesOf(env: Environment, principal: Row): RolePrivilege[] {
  const user = env.users.find((known) => known.id === principal.id);
  if (user === undefined) return [];
  const onTables = [...env.model.tables()].flatMap((table) =>
    privilegesOn(table)
      .filter(({ operation }) => may(user, operation, table))
      .map(({ name }) => name),
  );
  const others = miscellaneous.filter((name) => holdsMiscellaneous(user, name));
  return [...onTables, ...others].map((name) => ({
    BusinessUnitId: businessUnitId,
    Depth: 'Global' as const,
    PrivilegeId: privilegeId(name),
    PrivilegeName: name,
    RecordFilterId: '00000000-0000-0000-0000-000000000000',
    RecordFilterUniqueName: '',
  }));
}

/** Rows that belong to nobody can be neither assigned nor shared; list members go with their list. */
export function privilegesOn(table: Table): { name: string; operation: (typeof operations)[number] }[] {
  if (table.name === 'listmember') return [];
  return operations
    .filter((operation) => table.ownership === 'user' || (operation !== 'Assign' && operation !== 'Share'))
    .map((operation) => ({ name: privilegeName(operation, table), operation }));
}

export const privilegeId = (name: string): string => stableGuid(`privilege ${name}`);
