/** Whether an audience knows people, without reading what it knows of them. */

import type { DataverseContext } from './context';
import { inChunks, mostConditions } from './lookup-in';
import { readPages } from './query';
import { tables } from './schema.generated';

const table = tables.mcs_audiencemember;

/** People who are gone from Dynamics 365 are found as well, because the row keeps their id as text. */
export async function hasMemberRowOf(
  { client }: DataverseContext,
  audienceId: string,
  personIds: readonly string[],
): Promise<boolean> {
  // A guid in quotes takes 45 characters of an address, which may have 32 KB.
  for (const chunk of inChunks([...new Set(personIds)], mostConditions - 100)) {
    const query = {
      collection: table.set,
      select: [table.id],
      filter: `_mcs_audienceid_value eq ${audienceId} and Microsoft.Dynamics.CRM.In(PropertyName='mcs_personid',PropertyValues=@v)`,
      queryParams: [`@v=${encodeURIComponent(JSON.stringify(chunk))}`],
      pageSize: 1,
    };
    for await (const rows of readPages(client, query)) if (rows.length > 0) return true;
  }
  return false;
}
