/** What the person in front of the shell may do, as the platform's own navigation and command bar ask it. */
import { z } from 'zod';
import { literal, textOf, WebApiRefusal, type WebApi } from './web-api';

export type Operation = 'Create' | 'Read' | 'Write' | 'Delete' | 'Append' | 'AppendTo' | 'Assign' | 'Share';
export type Depth = 'Basic' | 'Local' | 'Deep' | 'Global';

export interface Privileges {
  may(operation: string, table: string, depth?: string): Promise<boolean>;
  /** What the person may do with one record, by ownership and sharing; null where the environment does not tell. */
  onRecord(set: string, id: string): Promise<ReadonlySet<string> | null>;
}

const told = z.object({ RolePrivileges: z.array(z.object({ PrivilegeName: z.string(), Depth: z.string() })) });
const definition = z.object({ Privileges: z.array(z.object({ Name: z.string(), PrivilegeType: z.string() })) });
const depths = ['Basic', 'Local', 'Deep', 'Global'];

/** Reads the person's privileges once, and the names of a table's privileges when they are first asked for. */
export function readPrivileges(api: WebApi, platform: WebApi): Privileges {
  const me = async (): Promise<string> => textOf((await api.get('WhoAmI'))['UserId']);
  const names = new Map<string, Promise<Map<string, string>>>();
  let held: Promise<Map<string, string>> | undefined;
  return {
    async may(operation, table, depth = 'Basic') {
      const known = names.get(table) ?? namesOf(platform, table);
      names.set(table, known);
      held ??= me().then((id) => privilegesOf(platform, id));
      const name = (await known).get(operation);
      const own = name === undefined ? undefined : (await held).get(name.toLowerCase());
      return own !== undefined && depths.indexOf(own) >= depths.indexOf(depth);
    },
    async onRecord(set, id) {
      const target = encodeURIComponent(JSON.stringify({ '@odata.id': `${set}(${id})` }));
      try {
        const answer = await platform.get(
          `systemusers(${await me()})/Microsoft.Dynamics.CRM.RetrievePrincipalAccess(Target=@t)?@t=${target}`,
        );
        return new Set(
          textOf(answer['AccessRights'])
            .split(',')
            .map((right) => right.trim().replace(/Access$/, '')),
        );
      } catch (error) {
        if (error instanceof WebApiRefusal) return null;
        throw error;
      }
    },
  };
}

async function privilegesOf(platform: WebApi, userId: string): Promise<Map<string, string>> {
  const answer = told.parse(await platform.get(`systemusers(${userId})/Microsoft.Dynamics.CRM.RetrieveUserPrivileges`));
  return new Map(answer.RolePrivileges.map(({ PrivilegeName, Depth }) => [PrivilegeName.toLowerCase(), Depth]));
}

/** By operation. A table that is not there has none, so nobody may do anything with it. */
async function namesOf(platform: WebApi, table: string): Promise<Map<string, string>> {
  try {
    const { Privileges } = definition.parse(
      await platform.get(`EntityDefinitions(LogicalName=${literal(table)})?$select=LogicalName,Privileges`),
    );
    return new Map(Privileges.map(({ Name, PrivilegeType }) => [PrivilegeType, Name]));
  } catch (error) {
    if (error instanceof WebApiRefusal && error.status === 404) return new Map();
    throw error;
  }
}
