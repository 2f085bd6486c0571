/** Rows of audience members that somebody else than the service wrote last, and rows that name a tag. */

import type { DataverseContext } from './context';
import { memberColumns, toMemberRow } from './member-rows';
import type { MemberRow } from './port';
import { readAll } from './query';
import { tables } from './schema.generated';

const table = tables.mcs_audiencemember;

export async function readEditedMemberRows(
  { client }: DataverseContext,
  serviceUserId: string,
  audienceId: string,
  since: string,
): Promise<MemberRow[]> {
  const filter = `_mcs_audienceid_value eq ${audienceId} and modifiedon ge ${since} and _modifiedby_value ne ${serviceUserId}`;
  return (await readAll(client, { collection: table.set, select: memberColumns, filter })).map(toMemberRow);
}

export async function readTaggedMemberRows(
  { client }: DataverseContext,
  audienceId: string,
  tag: string,
): Promise<MemberRow[]> {
  const name = tag.replaceAll(';', ',').trim().replaceAll("'", "''");
  const filter = `_mcs_audienceid_value eq ${audienceId} and contains(mcs_tags,'; ${name};')`;
  const rows: MemberRow[] = [];
  for (const row of await readAll(client, { collection: table.set, select: memberColumns, filter })) {
    rows.push(toMemberRow(row));
  }
  return rows;
}
