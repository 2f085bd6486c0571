/** Tables of the app whose rows point to a record: what the tab Related offers, and what subgrids stand on. */
import { z } from 'zod';
import type { Privileges } from './privileges';
import { tablesOf, type App } from './site-map';
import { isPrefixed, readTableNames } from './table-definition';
import { literal, WebApiRefusal, type WebApi } from './web-api';
import type { Words } from './words/words';

export interface Related {
  /** The tab's name in the address. */
  key: string;
  label: string;
  table: string;
  column: string;
  relationship: string;
}

const relationship = z.object({
  SchemaName: z.string(),
  ReferencingEntity: z.string(),
  ReferencingAttribute: z.string(),
});

/** Every relationship in which rows point to this table. */
export async function readRelationships(platform: WebApi, table: string): Promise<Omit<Related, 'label'>[]> {
  try {
    const rows = await platform.rows(`EntityDefinitions(LogicalName=${literal(table)})/OneToManyRelationships`);
    return rows
      .map((row) => relationship.parse(row))
      .map(({ SchemaName, ReferencingEntity, ReferencingAttribute }) => ({
        key: `related.${ReferencingEntity}.${ReferencingAttribute}`,
        table: ReferencingEntity,
        column: ReferencingAttribute,
        relationship: SchemaName,
      }));
  } catch (error) {
    if (error instanceof WebApiRefusal && error.status === 404) return [];
    throw error;
  }
}

/** Those of a solution's tables in the app that the person may read. */
export async function readRelatedTables(
  platform: WebApi,
  app: App | null,
  privileges: Privileges,
  table: string,
  words: Words,
): Promise<Related[]> {
  const inApp = new Set(tablesOf(app));
  const all = (await readRelationships(platform, table)).filter(
    (one) => inApp.has(one.table) && isPrefixed(one.column),
  );
  const found = await Promise.all(
    all.map(async (one): Promise<Related[]> => {
      if (!(await privileges.may('Read', one.table))) return [];
      return [{ ...one, label: (await readTableNames(platform, one.table, words)).pluralLabel }];
    }),
  );
  return found.flat().sort((one, other) => one.label.localeCompare(other.label));
}
