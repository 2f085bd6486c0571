/**
 * Names and addresses of records, as far as the user may read the records themselves. A run or a member row may name
 * people whose contact or lead is not hers to see, so Dataverse is asked for those that are on the screen.
 */
import { useCallback, useEffect, useMemo, useState } from 'react';
import { tables } from '../schema.generated';
import { textOf, type Row, type WebApi } from '../web-api';
import { useSurroundings } from './surroundings';

/** A member is the row of somebody who has no record. */
export type RecordType = 'contact' | 'lead' | 'member';

export interface RecordId {
  type: RecordType;
  id: string;
}

export interface VisiblePerson {
  name: string;
  address: string;
}

/** Null for a record that the user may not see; undefined while that is not known yet. */
export type Visibility = (of: RecordId) => VisiblePerson | null | undefined;

export function useVisiblePeople(wanted: readonly RecordId[]): Visibility {
  const { api } = useSurroundings();
  const [known, setKnown] = useState<ReadonlyMap<string, VisiblePerson | null>>(new Map());
  const missing = useMemo(() => wanted.filter((one) => !known.has(keyOf(one))), [known, wanted]);

  useEffect(() => {
    if (missing.length === 0) return undefined;
    let stopped = false;
    const look = async (): Promise<void> => {
      const found = await readVisible(api, missing).catch(() => null);
      if (stopped || found === null) return;
      setKnown((before) => new Map([...before, ...found]));
    };
    void look();
    return () => {
      stopped = true;
    };
  }, [api, missing]);

  return useCallback((of: RecordId) => known.get(keyOf(of)), [known]);
}

const sources = {
  contact: { set: 'contacts', id: 'contactid', columns: ['fullname', 'emailaddress1'] },
  lead: { set: 'leads', id: 'leadid', columns: ['fullname', 'emailaddress1'] },
  member: {
    set: tables.mcs_audiencemember.set,
    id: tables.mcs_audiencemember.id,
    columns: ['mcs_name', 'mcs_personname'],
  },
} as const;

/** An address line of this length is far from what Dataverse refuses (32 KB). */
const mostInOneRequest = 100;

/** Everybody who was asked for, by key; null for those whom the user may not see. */
export async function readVisible(
  api: Pick<WebApi, 'retrieveMultiple'>,
  wanted: readonly RecordId[],
): Promise<Map<string, VisiblePerson | null>> {
  const found = new Map<string, VisiblePerson | null>(wanted.map((one) => [keyOf(one), null]));
  for (const type of ['contact', 'lead', 'member'] as const) {
    const { columns, id: column, set } = sources[type];
    const ids = [...new Set(wanted.filter((one) => one.type === type).map(({ id }) => id))];
    for (let start = 0; start < ids.length; start += mostInOneRequest) {
      const filter = ids
        .slice(start, start + mostInOneRequest)
        .map((id) => `${column} eq ${id}`)
        .join(' or ');
      for (const row of await rowsOrNone(api, set, [column, ...columns], filter)) {
        found.set(keyOf({ type, id: textOf(row, column) ?? '' }), personOf(type, row));
      }
    }
  }
  return found;
}

/** Somebody who may read none of a table sees none of its names. */
async function rowsOrNone(
  api: Pick<WebApi, 'retrieveMultiple'>,
  set: string,
  select: string[],
  filter: string,
): Promise<Row[]> {
  try {
    return await api.retrieveMultiple(set, { select, filter });
  } catch (error) {
    if (error instanceof Error && 'status' in error && error.status === 403) return [];
    throw error;
  }
}

function personOf(type: RecordType, row: Row): VisiblePerson {
  if (type === 'member') return { name: textOf(row, 'mcs_personname') ?? '', address: textOf(row, 'mcs_name') ?? '' };
  return { name: textOf(row, 'fullname') ?? '', address: textOf(row, 'emailaddress1') ?? '' };
}

export const keyOf = ({ id, type }: RecordId): string => `${type} ${id.toLowerCase()}`;
