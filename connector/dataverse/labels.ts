/** Labels are what members can carry: tags and interests. Each may be tied to a further marketing list. */

import { updateMultiple } from './bulk';
import type { DataverseContext } from './context';
import { lookUpIn } from './lookup-in';
import type { LabelRow } from './port';
import { readAll } from './query';
import { int, lookup, requiredId, text, yes, type Row } from './row';
import { tables } from './schema.generated';

const kinds = [
  { kind: 'tag', name: 'mcs_tag', key: 'mcs_mailchimptagid', own: [] },
  { kind: 'interest', name: 'mcs_interest', key: 'mcs_mailchimpinterestid', own: ['mcs_category'] },
] as const;

/** Those of the audience, and of other audiences those that are tied to a list. */
export async function readLabels({ client }: DataverseContext, audienceId: string): Promise<LabelRow[]> {
  const found = await Promise.all(
    kinds.map(async (of) => {
      const table = tables[of.name];
      const rows = await readAll(client, {
        collection: table.set,
        select: [
          table.id,
          of.key,
          ...of.own,
          'mcs_name',
          'mcs_membercount',
          'mcs_subscribestrangers',
          'mcs_statussentence',
          '_mcs_audienceid_value',
          '_mcs_marketinglistid_value',
          '_modifiedby_value',
        ],
        filter: `_mcs_audienceid_value eq ${audienceId} or _mcs_marketinglistid_value ne null`,
        orderBy: ['createdon asc'],
      });
      return rows.map((row): LabelRow => ({ kind: of.kind, ...toLabel(row, table.id, of.key) }));
    }),
  );
  return found.flat();
}

function toLabel(row: Row, id: string, key: string): Omit<LabelRow, 'kind'> {
  return {
    id: requiredId(row, id),
    audienceId: lookup(row, 'mcs_audienceid'),
    mailchimpId: text(row, key) ?? '',
    name: text(row, 'mcs_name') ?? '',
    memberCount: int(row, 'mcs_membercount') ?? 0,
    furtherListId: lookup(row, 'mcs_marketinglistid'),
    subscribeStrangers: yes(row, 'mcs_subscribestrangers'),
    sentence: text(row, 'mcs_statussentence'),
    changedBy: requiredId(row, '_modifiedby_value'),
  };
}

/** What has become of ties. */
export async function saveLabelSentences(
  { client }: DataverseContext,
  sentences: readonly { kind: 'tag' | 'interest'; id: string; sentence: string | null }[],
): Promise<void> {
  for (const { kind, name } of kinds) {
    const table = tables[name];
    const records = sentences
      .filter((one) => one.kind === kind)
      .map(({ id, sentence }) => ({
        id,
        columns: { mcs_statussentence: sentence?.slice(0, table.columns.mcs_statussentence.maxLength) ?? null },
      }));
    if (records.length > 0) await updateMultiple(client, { name, set: table.set, idColumn: table.id }, records);
  }
}

/** The audiences of which a label is tied to one of these lists. */
export async function audiencesTiedTo({ client }: DataverseContext, listIds: readonly string[]): Promise<string[]> {
  if (listIds.length === 0) return [];
  const found = await Promise.all(
    kinds.map(({ name }) =>
      lookUpIn(client, tables[name].set, ['_mcs_audienceid_value'], ['mcs_marketinglistid'], listIds),
    ),
  );
  return [...new Set(found.flat().flatMap((row) => lookup(row, 'mcs_audienceid') ?? []))];
}
