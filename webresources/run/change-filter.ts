/** Which changes of a run are shown. */
import { tables } from '../schema.generated';
import type { RecordId, RecordType } from '../frame/use-visible-people';
import { keyOf } from '../frame/use-visible-people';
import { quotedPart, textOf, type WebApi } from '../web-api';
import type { ChangeKind, ChangeLine, ChangeState, Side } from './change-line';

export interface ChangeFilter {
  side: Side | null;
  kind: ChangeKind | null;
  state: ChangeState | null;
  /** The sentence of the reason, as the file has it. */
  reason: string | null;
}

export const noFilter: ChangeFilter = { side: null, kind: null, state: null, reason: null };

/** `found` are the people whom a search found; null where nothing is searched. */
export function filterChanges(
  lines: readonly ChangeLine[],
  { kind, reason, side, state }: ChangeFilter,
  found: ReadonlySet<string> | null,
): ChangeLine[] {
  return lines.filter(
    (line) =>
      (side === null || line.side === side) &&
      (kind === null || line.kind === kind) &&
      (state === null || line.state === state) &&
      (reason === null || line.reasonSentence === reason) &&
      (found === null || (line.record !== null && found.has(keyOf(line.record)))),
  );
}

/** A search that finds more people than this asks for more letters. */
export const mostFound = 1000;

/**
 * People by a part of their name or address. Dataverse answers with those whom the user may read, so that a search tells
 * nothing that the rows would not.
 */
export async function findPeople(
  api: Pick<WebApi, 'retrieveMultiple'>,
  text: string,
  types: ReadonlySet<RecordType>,
): Promise<Set<string>> {
  const part = quotedPart(text.trim());
  const found: RecordId[] = [];
  for (const type of types) {
    const { columns, id, set } = searched[type];
    const filter = columns.map((column) => `contains(${column},${part})`).join(' or ');
    const rows = await api.retrieveMultiple(set, { select: [id], filter, top: mostFound });
    for (const row of rows) found.push({ type, id: textOf(row, id) ?? '' });
  }
  return new Set(found.map(keyOf));
}

const searched: Readonly<Record<RecordType, { set: string; id: string; columns: readonly string[] }>> = {
  contact: { set: 'contacts', id: 'contactid', columns: ['fullname', 'emailaddress1'] },
  lead: { set: 'leads', id: 'leadid', columns: ['fullname', 'emailaddress1'] },
  member: {
    set: tables.mcs_audiencemember.set,
    id: tables.mcs_audiencemember.id,
    columns: ['mcs_personname', 'mcs_name'],
  },
};
