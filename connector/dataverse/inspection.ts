/** What an environment says about itself: tables, rights, webhooks. Nothing here is needed by a run. */

import { z } from 'zod';
import { createDataverseClient } from './client';
import { createDataversePace } from './connect';
import { DataverseRefusal } from './errors';
import { readQuery } from './query';
import type { Row } from './row';
import type { DataverseSettings } from './settings';
import type { TokenSource } from './token';

export interface Inspection {
  userName(userId: string): Promise<string>;
  tableExists(table: string): Promise<boolean>;
  /** Null where there is no such table. */
  columns(table: string): Promise<ReadonlySet<string> | null>;
  /** Names in lower case. */
  privileges(userId: string): Promise<ReadonlySet<string>>;
  heartbeats(): Promise<{ name: string; heartbeat: string | null }[]>;
  webhooks(): Promise<InspectedWebhook[]>;
  /** Of the last day. */
  failedDeliveries(): Promise<number>;
}

export interface InspectedWebhook {
  url: string;
  steps: { name: string; enabled: boolean }[];
}

export function createInspection(settings: DataverseSettings, token: TokenSource): Inspection {
  const client = createDataverseClient({
    url: settings.url,
    token,
    pace: createDataversePace(),
    timeoutMs: 125_000,
  });
  const rows = (query: string): Promise<Row[]> => readQuery({ client, countWrites() {} }, query);
  const find = async (path: string): Promise<Row | null> => {
    try {
      return (await client.raw(path)).body;
    } catch (error) {
      if (error instanceof DataverseRefusal && error.kind === 'not-found') return null;
      throw error;
    }
  };
  const definition = (table: string, expand = ''): Promise<Row | null> =>
    find(`EntityDefinitions(LogicalName='${table}')?$select=LogicalName${expand}`);

  return {
    async userName(userId) {
      const row = await find(`systemusers(${userId})?$select=fullname`);
      return typeof row?.['fullname'] === 'string' ? row['fullname'] : userId;
    },
    tableExists: async (table) => (await definition(table)) !== null,
    async columns(table) {
      const row = await definition(table, '&$expand=Attributes($select=LogicalName)');
      return row && new Set(attributes.parse(row).Attributes.map(({ LogicalName }) => LogicalName));
    },
    async privileges(userId) {
      const { body } = await client.raw(`systemusers(${userId})/Microsoft.Dynamics.CRM.RetrieveUserPrivileges()`);
      return new Set(held.parse(body).RolePrivileges.map(({ PrivilegeName }) => PrivilegeName.toLowerCase()));
    },
    heartbeats: async () =>
      accounts
        .parse(await rows('mcs_accounts?$select=mcs_name,mcs_heartbeat'))
        .map(({ mcs_name, mcs_heartbeat }) => ({ name: mcs_name, heartbeat: mcs_heartbeat })),
    async webhooks() {
      const endpoints = endpointRows.parse(await rows('serviceendpoints?$select=url&$filter=contract eq 8'));
      return Promise.all(
        endpoints.map(async ({ serviceendpointid, url }) => {
          const steps = stepRows.parse(
            await rows(
              `sdkmessageprocessingsteps?$select=name,statecode&$filter=_eventhandler_value eq ${serviceendpointid}`,
            ),
          );
          return { url: url ?? '', steps: steps.map(({ name, statecode }) => ({ name, enabled: statecode === 0 })) };
        }),
      );
    },
    async failedDeliveries() {
      const since = new Date(Date.now() - 86_400_000).toISOString();
      // 31 is a job that failed. https://learn.microsoft.com/power-apps/developer/data-platform/reference/entities/asyncoperation
      const failed = await rows(
        `asyncoperations?$select=name&$filter=statuscode eq 31 and createdon ge ${since} and startswith(name,'Audience Sync: ')`,
      );
      return failed.length;
    },
  };
}

const attributes = z.object({ Attributes: z.array(z.object({ LogicalName: z.string() })) });
const held = z.object({ RolePrivileges: z.array(z.object({ PrivilegeName: z.string() })) });
const accounts = z.array(z.object({ mcs_name: z.string(), mcs_heartbeat: z.string().nullable() }));
const endpointRows = z.array(z.object({ serviceendpointid: z.string(), url: z.string().nullable() }));
const stepRows = z.array(z.object({ name: z.string(), statecode: z.number() }));
