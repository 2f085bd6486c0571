/** Other records that have the address of a member, and other addresses of the person in the same audience. */
import { tables } from '../schema.generated';
import { quoted, textOf, type WebApi } from '../web-api';
import type { PersonType } from '../frame/links';
import type { Member } from './member';

export interface RelatedRecord {
  type: PersonType;
  id: string;
  name: string;
}

export interface Related {
  records: RelatedRecord[];
  /** Of the same person here. */
  addresses: string[];
}

const most = 20;

/** Dataverse answers with those whom the user may read. */
export async function readRelated(api: WebApi, audienceId: string, member: Member): Promise<Related> {
  const { address, id, personId } = member;
  const [contacts, leads, rows] = await Promise.all([
    address === '' ? [] : readOwners(api, 'contact', address),
    address === '' ? [] : readOwners(api, 'lead', address),
    personId === null
      ? []
      : api.retrieveMultiple(tables.mcs_audiencemember.set, {
          select: ['mcs_audiencememberid', 'mcs_name'],
          filter: `_mcs_audienceid_value eq ${audienceId} and mcs_personid eq ${quoted(personId)}`,
          top: most,
        }),
  ]);
  return {
    records: [...contacts, ...leads].filter((one) => one.id !== member.record?.id),
    addresses: rows
      .filter((row) => textOf(row, 'mcs_audiencememberid') !== id)
      .flatMap((row) => textOf(row, 'mcs_name') ?? [])
      .filter((name) => name.includes('@')),
  };
}

async function readOwners(api: WebApi, type: PersonType, address: string): Promise<RelatedRecord[]> {
  const filter = ['emailaddress1', 'emailaddress2', 'emailaddress3']
    .map((column) => `${column} eq ${quoted(address)}`)
    .join(' or ');
  const rows = await api
    .retrieveMultiple(`${type}s`, { select: [`${type}id`, 'fullname'], filter, top: most })
    .catch(() => []); // who may read none of a table is told of none
  return rows.map((row) => ({ type, id: textOf(row, `${type}id`) ?? '', name: textOf(row, 'fullname') ?? '' }));
}
