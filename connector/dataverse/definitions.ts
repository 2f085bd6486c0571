/** Tags and interests of an audience as rows: they are made equal to what Mailchimp has, by Mailchimp's ids. */

import { randomUUID } from 'node:crypto';
import { createMultiple, updateMultiple, type BulkRecord } from './bulk';
import type { DataverseContext } from './context';
import { deleteRows } from './delete-rows';
import { readAll } from './query';
import { lookup, requiredId, text, type Row } from './row';
import { tables } from './schema.generated';

export interface DefinitionTable {
  name: 'mcs_tag' | 'mcs_interest';
  /** The column with Mailchimp's id. */
  key: 'mcs_mailchimptagid' | 'mcs_mailchimpinterestid';
}

/** Answers how many rows were written. */
export async function saveDefinitions(
  context: DataverseContext,
  { name, key }: DefinitionTable,
  audienceId: string,
  definitions: readonly { key: string; columns: Row }[],
  me: string,
): Promise<number> {
  const { client } = context;
  const table = tables[name];
  const bulkTable = { name, set: table.set, idColumn: table.id };
  const rows = await readAll(client, {
    collection: table.set,
    select: [table.id, key, '_mcs_marketinglistid_value', '_modifiedby_value', ...columnsOf(definitions)],
    filter: `_mcs_audienceid_value eq ${audienceId}`,
  });
  const known = new Map(rows.map((row) => [text(row, key), row]));
  const created: BulkRecord[] = [];
  const updated: BulkRecord[] = [];
  for (const definition of definitions) {
    const { columns } = definition;
    const row = known.get(definition.key);
    known.delete(definition.key);
    if (row === undefined) {
      const audience = { 'mcs_audienceid@odata.bind': `/${tables.mcs_audience.set}(${audienceId})` };
      created.push({ id: randomUUID(), columns: { ...columns, ...audience, [key]: definition.key } });
    } else if (isTiedBySomebody(row, me)) {
      // Left as it is until a run has asked whether whoever tied it may.
      continue;
    } else if (Object.entries(columns).some(([column, value]) => row[column] !== value)) {
      updated.push({ id: requiredId(row, table.id), columns });
    }
  }
  const refused = [
    ...(await updateMultiple(client, bulkTable, updated)),
    ...(await createMultiple(client, bulkTable, created)),
  ];
  // A row that a marketing list is tied to stays, to say what has become of the tie.
  const gone = [...known.values()].filter((row) => lookup(row, 'mcs_marketinglistid') === null);
  await deleteRows(
    context,
    table.set,
    gone.map((row) => requiredId(row, table.id)),
  );
  const written = created.length + updated.length + gone.length - refused.length;
  context.countWrites(written);
  return written;
}

const isTiedBySomebody = (row: Row, me: string): boolean =>
  lookup(row, 'mcs_marketinglistid') !== null && lookup(row, 'modifiedby') !== me;

function columnsOf(definitions: readonly { columns: Row }[]): string[] {
  return Object.keys(definitions[0]?.columns ?? {});
}
