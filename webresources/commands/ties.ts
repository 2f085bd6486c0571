/** Which audiences belong to the records that the user has selected. */

import { choices, type Choice } from '../schema.generated';
import { t } from '../texts/command-texts';
import type { Row, Xrm } from './xrm';

export interface TiedAudience {
  id: string;
  name: string;
  tie: Choice<'mcs_tiestate'>;
}

/** A list that no audience is tied to; `refusal` says why none can be. */
export interface UntiedList {
  id: string;
  name: string;
  refusal: string | null;
}

export async function readAudiences(xrm: Xrm, ids: readonly string[]): Promise<TiedAudience[]> {
  const rows = await Promise.all(
    ids.map((id) => xrm.WebApi.retrieveRecord('mcs_audience', id, `?$select=${audienceColumns}`)),
  );
  return rows.map(audienceOf);
}

export async function findTies(
  xrm: Xrm,
  listIds: readonly string[],
): Promise<{ audiences: TiedAudience[]; lists: UntiedList[] }> {
  const audiences = new Map<string, TiedAudience>();
  const lists: UntiedList[] = [];
  for (const id of listIds) {
    const tied = await audiencesOf(xrm, id);
    for (const audience of tied) audiences.set(audience.id, audience);
    if (tied.length === 0) lists.push(untied(id, await xrm.WebApi.retrieveRecord('list', id, listQuery)));
  }
  return { audiences: [...audiences.values()], lists };
}

async function audiencesOf(xrm: Xrm, listId: string): Promise<TiedAudience[]> {
  const main = await xrm.WebApi.retrieveMultipleRecords(
    'mcs_audience',
    `?$select=${audienceColumns}&$filter=_mcs_marketinglistid_value eq ${listId}`,
  );
  if (main.entities.length > 0) return main.entities.map(audienceOf);
  const further = await Promise.all(
    ['mcs_tag', 'mcs_interest'].map((table) =>
      xrm.WebApi.retrieveMultipleRecords(
        table,
        `?$select=_mcs_audienceid_value&$filter=_mcs_marketinglistid_value eq ${listId}`,
      ),
    ),
  );
  const ids = further.flatMap(({ entities }) => entities.map((row) => textOf(row, '_mcs_audienceid_value')));
  return readAudiences(xrm, [...new Set(ids.filter((id) => id !== ''))]);
}

const audienceColumns = 'mcs_audienceid,mcs_name,mcs_tiestate';
const listQuery = '?$select=listname,type,createdfromcode';

function audienceOf(row: Row): TiedAudience {
  return { id: textOf(row, 'mcs_audienceid'), name: textOf(row, 'mcs_name'), tie: tieOf(row['mcs_tiestate']) };
}

function tieOf(value: unknown): Choice<'mcs_tiestate'> {
  let tie: Choice<'mcs_tiestate'>;
  for (tie in choices.mcs_tiestate) if (choices.mcs_tiestate[tie] === value) return tie;
  return 'not-tied';
}

function untied(id: string, row: Row): UntiedList {
  const name = textOf(row, 'listname');
  return { id, name, refusal: refusalOf(name, row['type'], row['createdfromcode']) };
}

/** Why people of this list cannot be synced; null where they can, or where it is not known. */
export function refusalOf(list: string, dynamic: unknown, createdFrom: unknown): string | null {
  if (dynamic === true) return t('commands.list.dynamic', { list });
  if (createdFrom === accounts) return t('commands.list.accounts', { list });
  return null;
}

/** https://learn.microsoft.com/dynamics365/developer/reference/entities/list#BKMK_CreatedFromCode */
const accounts = 1;

function textOf(row: Row, column: string): string {
  const value = row[column];
  return typeof value === 'string' ? value : '';
}
