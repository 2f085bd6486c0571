/** Rows of members who may be mailed although their person is off the list, as far as that person was changed. */

import { numberOf } from './choice';
import type { DataverseContext } from './context';
import { memberColumns, toMemberRow } from './member-rows';
import type { MemberRow } from './port';
import type { PersonType } from '../reconcile/situation';
import { readAll } from './query';
import { tables } from './schema.generated';

const table = tables.mcs_audiencemember;
const personOf = { contact: 'mcs_contactid', lead: 'mcs_leadid' } as const;

/** https://learn.microsoft.com/power-apps/developer/data-platform/webapi/query/filter-rows#filter-based-on-lookup-property */
export async function readMailableRowsOffList(
  { client }: DataverseContext,
  audienceId: string,
  type: PersonType,
  changedSince: string,
): Promise<MemberRow[]> {
  const mailable = (['subscribed', 'pending'] as const).map(
    (status) => `mcs_memberstatus eq ${numberOf('mcs_memberstatus', status)}`,
  );
  const filter = [
    `_mcs_audienceid_value eq ${audienceId}`,
    'mcs_onlist eq false',
    `(${mailable.join(' or ')})`,
    `${personOf[type]}/modifiedon ge ${changedSince}`,
  ].join(' and ');
  return (await readAll(client, { collection: table.set, select: memberColumns, filter })).map(toMemberRow);
}
