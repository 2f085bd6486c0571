/** The audience that a marketing list is tied to, itself or through a tag or interest, and how it stands. */
import { choices, tables, type Choice } from '../schema.generated';
import { codeOf, dateOf, flagOf, numberOf, textOf, type Row, type WebApi } from '../web-api';

export interface ListTie {
  /** Null where the list is tied to none. */
  audience: TiedAudience | null;
  /** Null on the audience's own list. */
  through: { kind: 'tag' | 'interest'; name: string } | null;
  list: { name: string; dynamic: boolean; accounts: boolean };
}

export interface TiedAudience {
  id: string;
  name: string;
  tie: Choice<'mcs_tiestate'>;
  status: Choice<'mcs_syncstatus'>;
  sentence: string | null;
  inSync: number | null;
  mailable: number | null;
  leftOut: number | null;
  attention: number | null;
  lastSynced: Date | null;
}

export async function readListTie(api: WebApi, listId: string): Promise<ListTie> {
  const [list, own] = await Promise.all([
    api.retrieve('lists', listId, { select: ['listname', 'type', 'createdfromcode'] }),
    api.retrieveMultiple(tables.mcs_audience.set, {
      select: audienceColumns,
      filter: `_mcs_marketinglistid_value eq ${listId}`,
      top: 1,
    }),
  ]);
  const about = {
    name: textOf(list, 'listname') ?? '',
    dynamic: flagOf(list, 'type') === true,
    // https://learn.microsoft.com/dynamics365/developer/reference/entities/list#BKMK_CreatedFromCode
    accounts: numberOf(list, 'createdfromcode') === 1,
  };
  if (own[0] !== undefined) return { audience: audienceOf(own[0]), through: null, list: about };
  for (const kind of ['tag', 'interest'] as const) {
    const [label] = await api.retrieveMultiple(tables[`mcs_${kind}`].set, {
      select: ['mcs_name', '_mcs_audienceid_value'],
      filter: `_mcs_marketinglistid_value eq ${listId}`,
      top: 1,
    });
    const audienceId = label && textOf(label, '_mcs_audienceid_value');
    if (!label || !audienceId) continue;
    const row = await api.retrieve(tables.mcs_audience.set, audienceId, { select: audienceColumns });
    return { audience: audienceOf(row), through: { kind, name: textOf(label, 'mcs_name') ?? '' }, list: about };
  }
  return { audience: null, through: null, list: about };
}

const audienceColumns = [
  'mcs_audienceid',
  'mcs_name',
  'mcs_tiestate',
  'mcs_syncstatus',
  'mcs_statussentence',
  'mcs_insynccount',
  'mcs_mailablecount',
  'mcs_leftoutcount',
  'mcs_attentioncount',
  'mcs_lastsynced',
];

function audienceOf(row: Row): TiedAudience {
  return {
    id: textOf(row, 'mcs_audienceid') ?? '',
    name: textOf(row, 'mcs_name') ?? '',
    tie: codeOf(row, 'mcs_tiestate', choices.mcs_tiestate) ?? 'not-tied',
    status: codeOf(row, 'mcs_syncstatus', choices.mcs_syncstatus) ?? 'not-tied',
    sentence: textOf(row, 'mcs_statussentence'),
    inSync: numberOf(row, 'mcs_insynccount'),
    mailable: numberOf(row, 'mcs_mailablecount'),
    leftOut: numberOf(row, 'mcs_leftoutcount'),
    attention: numberOf(row, 'mcs_attentioncount'),
    lastSynced: dateOf(row, 'mcs_lastsynced'),
  };
}
