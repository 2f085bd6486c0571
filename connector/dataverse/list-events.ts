/** The history of marketing lists, which Dynamics 365 itself does not keep: who was added or removed, when, by whom. */

import { createHash } from 'node:crypto';
import { createMultiple } from './bulk';
import { choice, numberOf } from './choice';
import type { DataverseContext } from './context';
import { deleteRows } from './delete-rows';
import { DataverseRefusal } from './errors';
import { lookUpIn } from './lookup-in';
import type { ListEvent, NewListEvent, PageOf, StoredListEvent } from './port';
import { readPage, readPages, type Query } from './query';
import { lookup, requiredDate, requiredId, text, type Row } from './row';
import { tables } from './schema.generated';

const table = tables.mcs_listevent;
const select = ['mcs_personid', 'mcs_eventkind', 'mcs_occurredon'];

export async function* readListEvents(
  { client }: DataverseContext,
  listId: string,
  since?: string,
): AsyncGenerator<ListEvent[], void, undefined> {
  for await (const rows of readPages(client, eventsOf(listId, since))) yield rows.flatMap(toListEvent);
}

export async function readListEventPage(
  { client }: DataverseContext,
  listId: string,
  from: string | null,
): Promise<PageOf<ListEvent>> {
  const { rows, next } = await readPage(client, eventsOf(listId), from);
  return { items: rows.flatMap(toListEvent), next };
}

const eventsOf = (listId: string, since?: string): Query => ({
  collection: table.set,
  select,
  filter: `_mcs_marketinglistid_value eq ${listId}${since === undefined ? '' : ` and mcs_occurredon ge ${since}`}`,
  orderBy: ['mcs_occurredon asc'],
});

export async function readListEventsOf(
  { client }: DataverseContext,
  listId: string,
  personIds: readonly string[],
): Promise<ListEvent[]> {
  const rows = await lookUpIn(
    client,
    table.set,
    [...select, '_mcs_marketinglistid_value'],
    ['mcs_personid'],
    personIds,
  );
  return rows.filter((row) => lookup(row, 'mcs_marketinglistid') === listId).flatMap(toListEvent);
}

/** Of every list, the oldest first, few enough for one look. */
export async function readOldListEvents(
  { client }: DataverseContext,
  before: string,
  from: string | null,
): Promise<PageOf<StoredListEvent>> {
  const query: Query = {
    collection: table.set,
    select: [table.id, ...select, '_mcs_marketinglistid_value'],
    filter: `mcs_occurredon lt ${before}`,
    orderBy: ['mcs_occurredon asc'],
    pageSize: 500,
  };
  const { rows, next } = await readPage(client, query, from);
  const items = rows.flatMap((row) =>
    toListEvent(row).map((event) => ({
      ...event,
      id: requiredId(row, table.id),
      marketingListId: lookup(row, 'mcs_marketinglistid'),
    })),
  );
  return { items, next };
}

/** Gone already is deleted, too. */
export const deleteListEvents = (context: DataverseContext, ids: readonly string[]): Promise<void> =>
  deleteRows(context, table.set, ids);

/** Dynamics 365 delivers at least once, so an event's id follows from what makes it the same event. */
export async function saveListEvents({ client }: DataverseContext, events: readonly NewListEvent[]): Promise<void> {
  const byId = new Map(events.map((event) => [idOf(event), event]));
  const there = await lookUpIn(client, table.set, [table.id], [table.id], [...byId.keys()]);
  for (const row of there) byId.delete(requiredId(row, table.id));
  const records = [...byId].map(([id, event]) => ({ id, columns: toColumns(event) }));
  const bulkTable = { name: 'mcs_listevent', set: table.set, idColumn: table.id };
  const [refusal] = await createMultiple(client, bulkTable, records);
  if (refusal !== undefined) throw new DataverseRefusal(undefined, refusal.code, refusal.message, undefined);
}

function idOf(event: NewListEvent): string {
  const hash = createHash('sha256').update(`${event.operationId} ${event.personId} ${event.kind}`).digest('hex');
  // A UUID of version 8 (custom): https://www.rfc-editor.org/rfc/rfc9562#name-uuid-version-8
  return `${hash.slice(0, 8)}-${hash.slice(8, 12)}-8${hash.slice(13, 16)}-a${hash.slice(17, 20)}-${hash.slice(20, 32)}`;
}

function toColumns(event: NewListEvent): Row {
  return {
    mcs_name: `${event.kind === 'added' ? 'Added' : 'Removed'} ${event.occurredOn}`,
    'mcs_marketinglistid@odata.bind': `/lists(${event.marketingListId})`,
    mcs_personid: event.personId,
    mcs_persontype: numberOf('mcs_persontype', event.personType),
    mcs_eventkind: numberOf('mcs_eventkind', event.kind),
    mcs_occurredon: event.occurredOn,
    mcs_byuserid: event.byUserId,
    mcs_operationid: event.operationId,
  };
}

function toListEvent(row: Row): ListEvent[] {
  const personId = text(row, 'mcs_personid')?.toLowerCase();
  if (personId === undefined) return [];
  return [
    {
      personId,
      kind: choice(row, 'mcs_eventkind', 'mcs_eventkind', 'added'),
      occurredOn: requiredDate(row, 'mcs_occurredon'),
    },
  ];
}
