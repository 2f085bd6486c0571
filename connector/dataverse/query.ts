/** Reading: one row, or all rows in pages of up to 5,000. */

import type { RetrieveMultipleRequest } from 'dynamics-web-api';
import { z } from 'zod';
import type { DataverseClient } from './client';
import type { DataverseContext } from './context';
import { DataverseRefusal, UnexpectedAnswer } from './errors';
import type { Row } from './row';

export interface Query {
  /** An entity set, or a path to a collection like `lists(<id>)/listcontact_association`. */
  collection: string;
  select: string[];
  filter?: string;
  /** Columns of rows that a single-valued lookup leads to. */
  expand?: readonly { property: string; select: string[] }[];
  orderBy?: string[];
  /** Already encoded, e.g. parameter aliases. */
  queryParams?: string[];
  /** With the texts that Dynamics 365 shows for values. */
  formatted?: boolean;
  pageSize?: number;
}

export interface Page {
  rows: Row[];
  next: string | null;
}

/** From the first page, or from the page that a link leads to. */
export async function* readPages(
  client: DataverseClient,
  query: Query,
  from: string | null = null,
): AsyncGenerator<Row[], void, undefined> {
  let next = from;
  do {
    const page: Page = await readPage(client, query, next);
    yield page.rows;
    next = page.next;
  } while (next !== null);
}

/** The first page, or the page that a link leads to; a link keeps its meaning in another process. */
export function readPage(client: DataverseClient, query: Query, link: string | null): Promise<Page> {
  return client.call(
    async (api) => toPage(client, await api.retrieveMultiple<Row>(toRequest(query), link ?? undefined)),
    { repeatable: true },
  );
}

export async function readAll(client: DataverseClient, query: Query): Promise<Row[]> {
  const rows: Row[] = [];
  for await (const page of readPages(client, query)) rows.push(...page);
  return rows;
}

/** A query as it stands in the address, for queries that are written elsewhere. */
export async function readQuery({ client }: DataverseContext, query: string): Promise<Row[]> {
  const rows: Row[] = [];
  let next: string | null = query;
  while (next !== null) {
    const { body }: { body: Row } = await client.raw(next);
    const page = queryShape.parse(body);
    rows.push(...page.value);
    next = page['@odata.nextLink']?.split('/api/data/v9.2/')[1] ?? null;
  }
  return rows;
}

const queryShape = z.object({
  value: z.array(z.record(z.string(), z.unknown())),
  '@odata.nextLink': z.string().optional(),
});

/** Null when there is no such row. */
export async function readOne(
  client: DataverseClient,
  query: { collection: string; id: string; select: string[]; formatted?: boolean },
): Promise<Row | null> {
  try {
    return await client.call(
      (api) =>
        api.retrieve<Row>({
          collection: query.collection,
          key: query.id,
          select: query.select,
          ...(query.formatted === true ? { includeAnnotations: formattedValues } : {}),
        }),
      { repeatable: true },
    );
  } catch (error) {
    if (error instanceof DataverseRefusal && error.kind === 'not-found') return null;
    throw error;
  }
}

const formattedValues = 'OData.Community.Display.V1.FormattedValue';

export function toRequest(query: Query): RetrieveMultipleRequest {
  return {
    collection: query.collection,
    select: query.select,
    maxPageSize: query.pageSize ?? 5000,
    ...(query.expand === undefined || query.expand.length === 0 ? {} : { expand: [...query.expand] }),
    ...(query.filter === undefined ? {} : { filter: query.filter }),
    ...(query.orderBy === undefined ? {} : { orderBy: query.orderBy }),
    ...(query.queryParams === undefined ? {} : { queryParams: query.queryParams }),
    ...(query.formatted === true ? { includeAnnotations: formattedValues } : {}),
  };
}

export function toPage(client: DataverseClient, answer: unknown): Page {
  if (!isPage(answer)) throw new UnexpectedAnswer('A collection was not answered with a collection.');
  const next = answer.oDataNextLink ?? null;
  return { rows: answer.value, next: next === null ? null : client.ownLink(next) };
}

function isPage(answer: unknown): answer is { value: Row[]; oDataNextLink?: string } {
  return typeof answer === 'object' && answer !== null && 'value' in answer && Array.isArray(answer.value);
}
