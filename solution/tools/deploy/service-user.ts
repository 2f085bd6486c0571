/**
 * The application user under which the functions work, and its role.
 * https://learn.microsoft.com/power-platform/admin/manage-application-users
 */

import { Sentence } from '../dataverse/refused';
import { textOf, type Row, type WebApi } from '../dataverse/web-api';
import type { Deployment, Difference } from './deployment';
import { serviceRole } from './package-file';

export async function inspectServiceUser(deployment: Deployment): Promise<Difference[]> {
  const { api, serviceUser } = deployment;
  if (serviceUser === null) return [];
  const user = await findUser(api, serviceUser);
  if (!user) {
    return [
      {
        found: `The app registration ${serviceUser} is no user of this environment yet.`,
        done: `An application user was made for the app registration ${serviceUser}.`,
        mend: () => createUser(api, serviceUser),
      },
      {
        found: `It has not been given the role ${serviceRole}.`,
        done: `The application user was given the role ${serviceRole}.`,
        mend: async () => {
          const made = await findUser(api, serviceUser);
          if (made) await giveRole(deployment, made);
        },
      },
    ];
  }
  if (await hasRole(deployment, user)) return [];
  const name = textOf(user, 'fullname');
  return [
    {
      found: `The application user ${name} has not been given the role ${serviceRole}.`,
      done: `The application user ${name} was given the role ${serviceRole}.`,
      mend: () => giveRole(deployment, user),
    },
  ];
}

/** What only people should change. */
export async function remarksAboutUser({ api, serviceUser }: Deployment): Promise<string[]> {
  if (serviceUser === null) return [];
  const user = await findUser(api, serviceUser);
  if (!user) return [];
  const name = textOf(user, 'fullname');
  const remarks = [];
  if (user['isdisabled'] === true) {
    remarks.push(
      `The application user ${name} is disabled, so the service cannot sign in: enable it in the Power Platform admin center.`,
    );
  }
  const roles = await api.rows(`systemusers(${idOf(user)})/systemuserroles_association?$select=name,roletemplateid`);
  if (roles.some((role) => role['roletemplateid'] === systemAdministratorTemplate)) {
    remarks.push(
      `The application user ${name} is a System Administrator, which the service does not need: take that role away.`,
    );
  }
  return remarks;
}

/** The same in every environment. */
const systemAdministratorTemplate = '627090ff-40a3-4053-8790-584edc5be201';

export async function findUser(api: WebApi, applicationId: string): Promise<Row | undefined> {
  const [user] = await api.rows(
    `systemusers?$select=systemuserid,fullname,isdisabled,_businessunitid_value&$filter=applicationid eq ${applicationId}`,
  );
  return user;
}

const idOf = (user: Row): string => textOf(user, 'systemuserid');

async function createUser(api: WebApi, applicationId: string): Promise<void> {
  const [root] = await api.rows('businessunits?$select=businessunitid&$filter=_parentbusinessunitid_value eq null');
  if (!root)
    throw new Sentence('The root business unit of this environment cannot be read: sign in as a System Administrator.');
  await api.post('systemusers', {
    applicationid: applicationId,
    firstname: 'Audience Sync',
    lastname: 'service',
    'businessunitid@odata.bind': `/businessunits(${textOf(root, 'businessunitid')})`,
  });
}

async function hasRole(deployment: Deployment, user: Row): Promise<boolean> {
  const { serviceRoleId } = deployment.package;
  const held = await deployment.api.rows(
    `systemusers(${idOf(user)})/systemuserroles_association?$select=roleid,_parentrootroleid_value`,
  );
  return held.some((role) => [role['roleid'], role['_parentrootroleid_value']].includes(serviceRoleId));
}

/** Every business unit has its own copy of a role, and a user is given that of their own. */
async function giveRole({ api, package: { serviceRoleId } }: Deployment, user: Row): Promise<void> {
  const unit = textOf(user, '_businessunitid_value');
  const [role] =
    serviceRoleId === null
      ? []
      : await api.rows(
          `roles?$select=roleid&$filter=_parentrootroleid_value eq ${serviceRoleId} and _businessunitid_value eq ${unit}`,
        );
  if (!role) {
    throw new Sentence(
      `There is no role ${serviceRole} in the business unit of the application user: deploy the newest version.`,
    );
  }
  await api.post(
    `systemusers(${idOf(user)})/systemuserroles_association/$ref`,
    { '@odata.id': `${api.url}/api/data/v9.2/roles(${textOf(role, 'roleid')})` },
    { repeatable: true },
  );
}

/** Who holds the role, in any business unit. */
export async function holdersOfRole(api: WebApi): Promise<{ userId: string; roleId: string; name: string }[]> {
  const roles = await api.rows(`roles?$select=roleid&$filter=name eq '${serviceRole}'`);
  const holders = await Promise.all(
    roles.map(async (role) => {
      const roleId = textOf(role, 'roleid');
      const users = await api.rows(`roles(${roleId})/systemuserroles_association?$select=systemuserid,fullname`);
      return users.map((user) => ({ userId: idOf(user), roleId, name: textOf(user, 'fullname') }));
    }),
  );
  return holders.flat();
}
