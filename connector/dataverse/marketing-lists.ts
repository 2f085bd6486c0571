/** Marketing lists: https://learn.microsoft.com/dynamics365/developer/reference/entities/list */

import type { DataverseContext } from './context';
import { codes, DataverseRefusal } from './errors';
import type { MarketingList } from './port';
import { readAll, readOne } from './query';
import { int, lookup, requiredId, text, yes, type Row } from './row';
import { tables } from './schema.generated';

const columns = [
  'listid',
  'listname',
  'createdfromcode',
  'type',
  'lockstatus',
  'statecode',
  'membercount',
  '_ownerid_value',
  '_owningteam_value',
  `_${tables.list.columns.mcs_audienceid.bind}_value`,
  `_${tables.list.columns.mcs_tagid.bind}_value`,
];

/** Null also where the service may not see the list. */
export async function readMarketingList({ client }: DataverseContext, id: string): Promise<MarketingList | null> {
  try {
    const row = await readOne(client, { collection: tables.list.set, id, select: columns });
    return row === null ? null : toMarketingList(row);
  } catch (error) {
    if (error instanceof DataverseRefusal && error.refusalCode === codes.privilege) return null;
    throw error;
  }
}

export async function readListsMarkedWith({ client }: DataverseContext, audienceId: string): Promise<string[]> {
  const filter = `_${tables.list.columns.mcs_audienceid.bind}_value eq ${audienceId}`;
  const rows = await readAll(client, { collection: tables.list.set, select: ['listid'], filter });
  return rows.map((row) => requiredId(row, 'listid'));
}

/** Writes the Audience lookup of the list. */
export async function markList({ client }: DataverseContext, listId: string, audienceId: string | null): Promise<void> {
  const value = audienceId === null ? null : `/${tables.mcs_audience.set}(${audienceId})`;
  await client.call(
    (api) => api.update({ collection: tables.list.set, key: listId, data: { 'mcs_audienceid@odata.bind': value } }),
    { repeatable: true },
  );
}

function toMarketingList(row: Row): MarketingList {
  return {
    id: requiredId(row, 'listid'),
    name: text(row, 'listname') ?? '',
    memberType: memberTypeOf(int(row, 'createdfromcode')),
    dynamic: yes(row, 'type'),
    locked: yes(row, 'lockstatus'),
    active: (int(row, 'statecode') ?? 0) === 0,
    memberCount: int(row, 'membercount') ?? 0,
    ownerId: requiredId(row, '_ownerid_value'),
    ownerType: lookup(row, 'owningteam') === null ? 'systemuser' : 'team',
    tagId: lookup(row, 'mcs_tagid'),
    audienceId: lookup(row, 'mcs_audienceid'),
  };
}

function memberTypeOf(code: number | null): MarketingList['memberType'] {
  return code === 2 ? 'contact' : code === 4 ? 'lead' : 'account';
}
