/** The tags of an audience, as Mailchimp has them. */

import { randomUUID } from 'node:crypto';
import { createMultiple, updateMultiple, type BulkRecord } from './bulk';
import type { DataverseContext } from './context';
import { DataverseRefusal, judgeDataverseError } from './errors';
import { inChunks } from './lookup-in';
import { readAll } from './query';
import { int, requiredId, text } from './row';
import { tables } from './schema.generated';

const table = tables.mcs_tag;
const bulkTable = { name: 'mcs_tag', set: table.set, idColumn: table.id };

/** Answers how many rows were written. */
export async function saveTags(
  context: DataverseContext,
  audienceId: string,
  tags: readonly { tagId: string; name: string; memberCount: number }[],
): Promise<number> {
  const { client } = context;
  const rows = await readAll(client, {
    collection: table.set,
    select: [table.id, 'mcs_mailchimptagid', 'mcs_name', 'mcs_membercount'],
    filter: `_mcs_audienceid_value eq ${audienceId}`,
  });
  const known = new Map(rows.map((row) => [text(row, 'mcs_mailchimptagid'), row]));
  const created: BulkRecord[] = [];
  const updated: BulkRecord[] = [];
  for (const tag of tags) {
    const said = { mcs_name: tag.name, mcs_membercount: tag.memberCount };
    const row = known.get(tag.tagId);
    known.delete(tag.tagId);
    if (row === undefined) {
      const audience = { 'mcs_audienceid@odata.bind': `/${tables.mcs_audience.set}(${audienceId})` };
      created.push({ id: randomUUID(), columns: { ...said, ...audience, mcs_mailchimptagid: tag.tagId } });
    } else if (text(row, 'mcs_name') !== said.mcs_name || int(row, 'mcs_membercount') !== said.mcs_membercount) {
      updated.push({ id: requiredId(row, table.id), columns: said });
    }
  }
  const refused = [
    ...(await updateMultiple(client, bulkTable, updated)),
    ...(await createMultiple(client, bulkTable, created)),
  ];
  const gone = [...known.values()].map((row) => requiredId(row, table.id));
  await deleteRows(context, gone);
  const written = created.length + updated.length + gone.length - refused.length;
  context.countWrites(written);
  return written;
}

async function deleteRows({ client }: DataverseContext, ids: readonly string[]): Promise<void> {
  for (const chunk of inChunks(ids, 100)) {
    const answers = await client.batch(
      (api) => {
        for (const id of chunk) void api.deleteRecord({ collection: table.set, key: id });
      },
      { repeatable: true, continueOnError: true },
    );
    for (const answer of answers) {
      if (!(answer instanceof Error)) continue;
      const { error } = judgeDataverseError(answer);
      const gone = error instanceof DataverseRefusal && error.kind === 'not-found';
      if (!gone) throw error;
    }
  }
}
