/**
 * Many rows by many values: `Microsoft.Dynamics.CRM.In` in GETs that travel together in a `$batch`, so that 10,000 values cost
 * a handful of requests. https://learn.microsoft.com/power-apps/developer/data-platform/webapi/query/filter-rows
 */

import type { DataverseClient } from './client';
import { readPages, toPage, toRequest, type Page, type Query } from './query';
import type { Row } from './row';

/** A query takes 500 conditions, and every value is one. */
export const mostConditions = 500;
const queriesPerBatch = 20;

/** All rows in which one of the columns has one of the values (compared without regard to case). */
export function lookUpIn(
  client: DataverseClient,
  collection: string,
  select: string[],
  columns: readonly string[],
  values: readonly string[],
  { expand = [], formatted = false }: Pick<Query, 'expand' | 'formatted'> = {},
): Promise<Row[]> {
  const queries = inChunks([...new Set(values)], Math.floor(mostConditions / columns.length)).map((chunk): Query => ({
    collection,
    select,
    expand,
    formatted,
    filter: columns
      .map((column) => `Microsoft.Dynamics.CRM.In(PropertyName='${column}',PropertyValues=@v)`)
      .join(' or '),
    queryParams: [`@v=${encodeURIComponent(JSON.stringify(chunk)).replaceAll("'", '%27')}`],
  }));
  return readTogether(client, queries);
}

/** The rows of all queries. */
export async function readTogether(client: DataverseClient, queries: readonly Query[]): Promise<Row[]> {
  const perBatch = await Promise.all(
    inChunks(queries, queriesPerBatch).map(async (chunk) => {
      const rows: Row[] = [];
      const pages = await readBatch(client, chunk);
      for (const [index, page] of pages.entries()) {
        rows.push(...page.rows);
        const query = chunk[index];
        if (page.next !== null && query !== undefined) {
          for await (const more of readPages(client, query, page.next)) rows.push(...more);
        }
      }
      return rows;
    }),
  );
  return perBatch.flat();
}

async function readBatch(client: DataverseClient, queries: readonly Query[]): Promise<Page[]> {
  const answers = await client.batch(
    (api) => {
      for (const query of queries) void api.retrieveMultiple<Row>(toRequest(query));
    },
    { repeatable: true, continueOnError: false },
  );
  return queries.map((_query, index) => toPage(client, answers[index]));
}

export function inChunks<T>(items: readonly T[], size: number): T[][] {
  const chunks: T[][] = [];
  for (let from = 0; from < items.length; from += size) chunks.push(items.slice(from, from + size));
  return chunks;
}
