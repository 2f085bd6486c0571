/** Tables of the app that a solution made point to a record: the tabs beside its own columns. */
import { z } from 'zod';
import type { App } from './site-map';
import { isPrefixed, readTableNames } from './table-definition';
import { literal, WebApiRefusal, type WebApi } from './web-api';

export interface Related {
  /** The tab's name in the address. */
  key: string;
  label: string;
  table: string;
  column: string;
}

const lookup = z.object({ LogicalName: z.string(), Targets: z.array(z.string()).nullish() });

export async function readRelatedTables(platform: WebApi, app: App | null, target: string): Promise<Related[]> {
  const found = await Promise.all([...new Set(tablesOf(app))].map((table) => lookupsTo(platform, table, target)));
  return found.flat();
}

function tablesOf(app: App | null): string[] {
  return (app?.areas ?? []).flatMap(({ groups }) =>
    groups.flatMap(({ entries }) => entries.flatMap(({ target }) => (target.kind === 'table' ? [target.table] : []))),
  );
}

async function lookupsTo(platform: WebApi, table: string, target: string): Promise<Related[]> {
  try {
    const [names, columns] = await Promise.all([
      readTableNames(platform, table),
      platform.rows(
        `EntityDefinitions(LogicalName=${literal(table)})/Attributes/Microsoft.Dynamics.CRM.LookupAttributeMetadata?$select=LogicalName,Targets`,
      ),
    ]);
    return columns
      .map((column) => lookup.parse(column))
      .filter(({ LogicalName, Targets }) => isPrefixed(LogicalName) && Targets?.includes(target))
      .map(({ LogicalName }) => ({
        key: `${table}.${LogicalName}`,
        label: names.pluralLabel,
        table,
        column: LogicalName,
      }));
  } catch (error) {
    // A table of Sales or Marketing may be missing from an environment; the record opens all the same.
    if (error instanceof WebApiRefusal) return [];
    throw error;
  }
}
