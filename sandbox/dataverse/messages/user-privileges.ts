import type { Call, Environment, Reply } from '../environment';
import { serviceRoot } from '../environment';
import { badQuery, noResource } from '../errors';
import { json } from '../http/reply';
import { depthFor, requirePrivilege } from '../privileges';
import { unquote } from '../query/filter-tokens';
import { readQueryString } from '../query/query-string';
import type { DepthName } from '../security/depth';
import { depthName } from '../security/depth';
import { allPrivileges, privilegeId } from '../security/privilege-names';
import type { Row } from '../store/row';
import { businessUnitId } from '../users';

/** https://learn.microsoft.com/power-apps/developer/data-platform/webapi/reference/roleprivilege */
interface RolePrivilege {
  readonly BusinessUnitId: string;
  readonly Depth: DepthName;
  readonly PrivilegeId: string;
  readonly PrivilegeName: string;
  readonly RecordFilterId: string;
  readonly RecordFilterUniqueName: string;
}

/** All that a user may do. https://learn.microsoft.com/power-apps/developer/data-platform/webapi/reference/retrieveuserprivileges */
export function retrieveUserPrivileges(call: Call, user: Row): Reply {
  return respond(call, user, 'RetrieveUserPrivileges', [...allPrivileges(call.env.model).values()]);
}

/** https://learn.microsoft.com/power-apps/developer/data-platform/webapi/reference/retrieveteamprivileges */
export function retrieveTeamPrivileges(call: Call, team: Row): Reply {
  return respond(call, team, 'RetrieveTeamPrivileges', [...allPrivileges(call.env.model).values()]);
}

/** https://learn.microsoft.com/power-apps/developer/data-platform/webapi/reference/retrieveuserprivilegebyprivilegename */
export function retrieveUserPrivilegeByName(call: Call, user: Row, parameters: string): Reply {
  const [, given] = /^PrivilegeName=(@\w+|'.*')$/.exec(parameters.trim()) ?? [];
  const quoted = given?.startsWith('@') === true ? readQueryString(call.query).aliases.get(given) : given;
  if (quoted === undefined || !/^'.*'$/.test(quoted)) {
    throw badQuery('RetrieveUserPrivilegeByPrivilegeName needs the parameter PrivilegeName.');
  }
  const name = allPrivileges(call.env.model).get(unquote(quoted).toLowerCase());
  return respond(call, user, 'RetrieveUserPrivilegeByPrivilegeName', name === undefined ? [] : [name]);
}

function respond(call: Call, principal: Row, message: string, names: readonly string[]): Reply {
  if (call.method !== 'GET') throw noResource(`${call.origin}/${call.path}`);
  // Everybody may ask what they may do themselves.
  if (principal.id !== call.caller.user.id) requirePrivilege(call.caller, 'Read', call.env.model.table('systemuser'));
  return json(200, {
    '@odata.context': `${serviceRoot(call)}$metadata#Microsoft.Dynamics.CRM.${message}Response`,
    RolePrivileges: names.flatMap((name) => held(call.env, principal, name)),
  });
}

function held(env: Environment, principal: Row, name: string): RolePrivilege[] {
  const depth = depthFor(env, env.users.find((user) => user.id === principal.id) ?? { id: principal.id }, name);
  if (depth === undefined) return [];
  return [
    {
      BusinessUnitId: businessUnitId,
      Depth: depthName(depth),
      PrivilegeId: privilegeId(name),
      PrivilegeName: name,
      RecordFilterId: '00000000-0000-0000-0000-000000000000',
      RecordFilterUniqueName: '',
    },
  ];
}
