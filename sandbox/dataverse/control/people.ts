import { z } from 'zod';
import type { Environment } from '../environment';
import { now, rowsOf } from '../environment';
import { giveRole, giveRoles, giveRolesTo } from '../security/assign-roles';
import { putStandardRoles } from '../security/standard-roles';
import type { User } from '../users';
import { businessUnitId, defaultOrganizationId, teamId } from '../users';

export const userSchema = z.strictObject({
  id: z.guid().optional(),
  fullname: z.string().min(1),
  token: z.string().min(1),
  role: z.enum(['service', 'administrator', 'user', 'nobody']),
  /** Names of security roles; without them those that the kind of user has. */
  roles: z.array(z.string()).optional(),
});

/** Makes another user who can sign in with a token of their own. */
export function addUser(env: Environment, given: z.infer<typeof userSchema>, newId: () => string): User {
  if (env.users.some((known) => known.token === given.token)) throw new Error(`The token '${given.token}' is taken.`);
  const id = given.id?.toLowerCase() ?? newId();
  const { fullname, token, role } = given;
  const user = { id, fullname, token, role, objectId: newId(), granted: [], revoked: [], rows: {} };
  env.users.push(user);
  putUserRow(env, user);
  for (const name of given.roles ?? []) giveRole(env, 'systemuser', id, name);
  if (given.roles === undefined) giveRolesTo(env, user);
  env.store.commit();
  return user;
}

/** The organization, its business unit and team, and a row for every user. */
export function putPeople(env: Environment): void {
  const at = { createdon: now(env), modifiedon: now(env) };
  env.store.put(env.model.table('organization'), env.organizationId, {
    ...at,
    name: env.organizationId === defaultOrganizationId ? 'sandbox' : `sandbox-${env.organizationId.slice(0, 8)}`,
    languagecode: 1033,
    maxuploadfilesize: env.switches.maxUploadFileSize,
    expirechangetrackingindays: 7,
  });
  env.store.put(env.model.table('businessunit'), businessUnitId, { ...at, name: 'sandbox', isdisabled: false });
  env.store.put(env.model.table('team'), teamId, {
    ...at,
    name: 'sandbox',
    teamtype: 0,
    isdefault: true,
    businessunitid: { table: 'businessunit', id: businessUnitId },
  });
  putStandardRoles(env);
  for (const user of env.users) putUserRow(env, user);
  giveRoles(env);
  env.store.commit();
}

/** The organization's row says how large a note's file may be. */
export function publishUploadLimit(env: Environment): void {
  const table = env.model.table('organization');
  const row = rowsOf(env, table).get(env.organizationId);
  if (row !== undefined) env.store.amend(table, row, { maxuploadfilesize: env.switches.maxUploadFileSize });
  env.store.commit();
}

function putUserRow(env: Environment, user: User): void {
  const [first, ...rest] = user.fullname.split(' ');
  env.store.put(env.model.table('systemuser'), user.id, {
    createdon: now(env),
    modifiedon: now(env),
    fullname: user.fullname,
    firstname: first ?? null,
    lastname: rest.join(' ') || null,
    domainname: `${user.fullname.toLowerCase().replaceAll(' ', '.')}@sandbox.example`,
    internalemailaddress: `${user.fullname.toLowerCase().replaceAll(' ', '.')}@sandbox.example`,
    azureactivedirectoryobjectid: user.objectId,
    applicationid: user.role === 'service' ? user.objectId : null,
    isdisabled: false,
    accessmode: user.role === 'service' ? 4 : 0,
    businessunitid: { table: 'businessunit', id: businessUnitId },
  });
}
