/** What must be so before anything is done: who signs in, what they may, and whether there are marketing lists at all. */

import { z } from 'zod';
import { Refused, Sentence } from '../dataverse/refused';
import { shaped, textOf, type WebApi } from '../dataverse/web-api';

export interface Installer {
  userId: string;
  name: string;
}

export async function whoAmI(api: WebApi): Promise<Installer> {
  const userId = textOf(await api.get('WhoAmI'), 'UserId').toLowerCase();
  const user = await api.get(`systemusers(${userId})?$select=fullname`);
  return { userId, name: textOf(user, 'fullname') };
}

/** System Administrator and System Customizer hold them; only the first may give roles. */
const neededAlways = [
  'prvImportCustomization',
  'prvPublishCustomization',
  'prvCreateServiceEndpoint',
  'prvWriteServiceEndpoint',
  'prvCreateSdkMessageProcessingStep',
  'prvWriteSdkMessageProcessingStep',
  'prvDeleteSdkMessageProcessingStep',
];

const answer = z.object({ RolePrivileges: z.array(z.object({ PrivilegeName: z.string().nullish() })) });

/** Throws one Sentence that names every privilege that is missing. */
export async function requirePrivileges(api: WebApi, { userId, name }: Installer, givesRole: boolean): Promise<void> {
  const held = shaped(answer, await api.get(`systemusers(${userId})/Microsoft.Dynamics.CRM.RetrieveUserPrivileges()`));
  const names = new Set(held.RolePrivileges.map(({ PrivilegeName }) => PrivilegeName?.toLowerCase()));
  // Where the names are not told, every call is refused by itself.
  if (names.size === 1 && names.has(undefined)) return;
  const missing = [...neededAlways, ...(givesRole ? ['prvAssignRole'] : [])].filter(
    (needed) => !names.has(needed.toLowerCase()),
  );
  if (missing.length === 0) return;
  throw new Sentence(
    `${name} lacks ${missing.length === 1 ? 'the privilege' : 'the privileges'} ${missing.join(', ')}: sign in as somebody with the role System Administrator. Nothing was changed.`,
  );
}

export async function requireMarketingLists(api: WebApi): Promise<void> {
  for (const table of ['list', 'lead', 'contact']) {
    if (await tableExists(api, table)) continue;
    throw new Sentence(
      `This environment has no table "${table}", so it has no marketing lists: install Dynamics 365 Sales or Customer Insights, which bring them, and run the command again. Nothing was changed.`,
    );
  }
}

export async function tableExists(api: WebApi, table: string): Promise<boolean> {
  try {
    return (await api.find(`EntityDefinitions(LogicalName='${table}')?$select=LogicalName`)) !== null;
  } catch (error) {
    // Some versions answer a table that is not there with 400.
    if (error instanceof Refused && /could not find|does not exist/i.test(error.text)) return false;
    throw error;
  }
}
