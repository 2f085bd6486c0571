/** Tags and interests of an audience, and the further marketing lists that they are tied to. */
import { tables } from '../../../schema.generated';
import { flagOf, labelOf, numberOf, quotedPart, textOf, type Row, type WebApi } from '../../../web-api';

export interface Label {
  kind: 'tag' | 'interest';
  id: string;
  name: string;
  /** Of an interest: the group that it belongs to in Mailchimp. */
  category: string | null;
  members: number | null;
  list: { id: string; name: string } | null;
  /** Whether somebody who joins the list without being subscribed is subscribed. */
  strangers: boolean;
  /** What the last sync said of the tie. */
  sentence: string | null;
}

export const mostLabels = 20;

/** Those that are tied to a list already. */
export async function readTiedLabels(api: WebApi, audienceId: string): Promise<Label[]> {
  return readBoth(api, `_mcs_audienceid_value eq ${audienceId} and _mcs_marketinglistid_value ne null`, 200);
}

/** Those that are not, by a part of the name. */
export async function searchFreeLabels(api: WebApi, audienceId: string, text: string): Promise<Label[]> {
  const words = text.trim();
  const named = words === '' ? '' : ` and contains(mcs_name,${quotedPart(words)})`;
  return readBoth(
    api,
    `_mcs_audienceid_value eq ${audienceId} and _mcs_marketinglistid_value eq null${named}`,
    mostLabels,
  );
}

export async function searchTags(api: WebApi, audienceId: string, text: string): Promise<Label[]> {
  const words = text.trim();
  const named = words === '' ? '' : ` and contains(mcs_name,${quotedPart(words)})`;
  return readLabels(api, 'tag', `_mcs_audienceid_value eq ${audienceId}${named}`, mostLabels);
}

export async function tieLabel(
  api: WebApi,
  { id, kind }: Pick<Label, 'id' | 'kind'>,
  list: { id: string } | null,
  strangers = false,
): Promise<void> {
  await api.update(tables[`mcs_${kind}`].set, id, {
    'mcs_marketinglistid@odata.bind': list === null ? null : `/lists(${list.id})`,
    mcs_subscribestrangers: strangers,
  });
}

export async function letStrangersJoin(
  api: WebApi,
  { id, kind }: Pick<Label, 'id' | 'kind'>,
  may: boolean,
): Promise<void> {
  await api.update(tables[`mcs_${kind}`].set, id, { mcs_subscribestrangers: may });
}

async function readBoth(api: WebApi, filter: string, top: number): Promise<Label[]> {
  const [tags, interests] = await Promise.all([
    readLabels(api, 'tag', filter, top),
    readLabels(api, 'interest', filter, top),
  ]);
  return [...tags, ...interests];
}

async function readLabels(api: WebApi, kind: Label['kind'], filter: string, top: number): Promise<Label[]> {
  const table = tables[`mcs_${kind}`];
  const rows = await api.retrieveMultiple(table.set, {
    select: [
      table.id,
      'mcs_name',
      ...(kind === 'interest' ? ['mcs_category'] : []),
      'mcs_membercount',
      '_mcs_marketinglistid_value',
      'mcs_subscribestrangers',
      'mcs_statussentence',
    ],
    filter,
    orderBy: 'mcs_name asc',
    top,
  });
  return rows.map((row) => labelFrom(row, kind, table.id));
}

function labelFrom(row: Row, kind: Label['kind'], idColumn: string): Label {
  const listId = textOf(row, '_mcs_marketinglistid_value');
  return {
    kind,
    id: textOf(row, idColumn) ?? '',
    name: textOf(row, 'mcs_name') ?? '',
    category: textOf(row, 'mcs_category'),
    members: numberOf(row, 'mcs_membercount'),
    list: listId === null ? null : { id: listId, name: labelOf(row, '_mcs_marketinglistid_value') ?? '' },
    strangers: flagOf(row, 'mcs_subscribestrangers') ?? false,
    sentence: textOf(row, 'mcs_statussentence'),
  };
}
