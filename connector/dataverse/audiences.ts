/** Audiences: what people chose for them, and what runs write on them. */

import { randomUUID } from 'node:crypto';
import { defaultRules } from '../reconcile/situation';
import { createMultiple, updateMultiple, type BulkRecord } from './bulk';
import { choice, numberOf } from './choice';
import type { DataverseContext } from './context';
import { DataverseRefusal } from './errors';
import type { AudienceChange, AudienceRow, RecordRefusal } from './port';
import { readAll, readOne } from './query';
import { date, int, lookup, requiredId, text, yes, type Row } from './row';
import { tables } from './schema.generated';

const table = tables.mcs_audience;
const bulkTable = { name: 'mcs_audience', set: table.set, idColumn: table.id };

const columns = [
  table.id,
  'mcs_name',
  'mcs_mailchimplistid',
  '_mcs_accountid_value',
  '_mcs_marketinglistid_value',
  '_ownerid_value',
  'mcs_tiestate',
  'mcs_direction',
  'mcs_createpeople',
  'mcs_trustoverride',
  'mcs_removalrule',
  'mcs_resubscriberule',
  'mcs_newmemberrule',
  'mcs_optoutrule',
  'mcs_limitpercent',
  'mcs_limitpeople',
  'mcs_limitmost',
  'mcs_scheduleminutes',
  'mcs_syncstatus',
  'mcs_lastsynced',
  'mcs_nextcheck',
  'mcs_doubleoptin',
  'mcs_consentconfirmedon',
  'mcs_consentconfirmedby',
];

export async function readAudienceRows({ client }: DataverseContext): Promise<AudienceRow[]> {
  const rows = await readAll(client, { collection: table.set, select: columns, orderBy: ['mcs_name asc'] });
  return rows.map(toAudience);
}

export async function readAudienceRow({ client }: DataverseContext, id: string): Promise<AudienceRow | null> {
  const row = await readOne(client, { collection: table.set, id, select: columns });
  return row === null ? null : toAudience(row);
}

/** New rows start as Not tied; of the others only what Mailchimp says is changed, and only where it differs. */
export async function saveAudiences(
  { client }: DataverseContext,
  accountId: string,
  audiences: readonly { listId: string; name: string; doubleOptIn: boolean; memberCount: number }[],
): Promise<void> {
  const rows = await readAll(client, {
    collection: table.set,
    select: [
      table.id,
      'mcs_mailchimplistid',
      'mcs_name',
      'mcs_doubleoptin',
      'mcs_audiencecount',
      '_mcs_accountid_value',
    ],
  });
  const known = new Map(rows.map((row) => [text(row, 'mcs_mailchimplistid'), row]));
  const created: BulkRecord[] = [];
  const updated: BulkRecord[] = [];
  for (const audience of audiences) {
    const said = {
      mcs_name: audience.name,
      mcs_doubleoptin: audience.doubleOptIn,
      mcs_audiencecount: audience.memberCount,
    };
    const account = { 'mcs_accountid@odata.bind': `/${tables.mcs_account.set}(${accountId})` };
    const row = known.get(audience.listId);
    if (row === undefined) {
      created.push({
        id: randomUUID(),
        columns: {
          ...said,
          ...account,
          mcs_mailchimplistid: audience.listId,
          mcs_tiestate: numberOf('mcs_tiestate', 'not-tied'),
          mcs_syncstatus: numberOf('mcs_syncstatus', 'not-tied'),
        },
      });
      continue;
    }
    const moved = lookup(row, 'mcs_accountid') !== accountId;
    if (moved || Object.entries(said).some(([column, value]) => row[column] !== value)) {
      updated.push({ id: requiredId(row, table.id), columns: { ...said, ...(moved ? account : {}) } });
    }
  }
  throwFirst(await updateMultiple(client, bulkTable, updated));
  // The key on Mailchimp's list id keeps a second row away when somebody else was first: no harm done.
  const refused = await createMultiple(client, bulkTable, created);
  throwFirst(refused.filter(({ message }) => !/entity key|matching key values|duplicate/i.test(message)));
}

export async function changeAudience({ client }: DataverseContext, id: string, change: AudienceChange): Promise<void> {
  const data = toColumns(change);
  if (Object.keys(data).length === 0) return;
  await client.call((api) => api.update({ collection: table.set, key: id, data }), { repeatable: true });
}

function toColumns(change: AudienceChange): Row {
  const { tieState, trustOverride, syncStatus, reasonCounts } = change;
  const columns: Row = {
    mcs_name: change.name,
    mcs_tiestate: tieState && numberOf('mcs_tiestate', tieState),
    mcs_trustoverride: trustOverride && numberOf('mcs_trustoverride', trustOverride),
    mcs_syncstatus: syncStatus && numberOf('mcs_syncstatus', syncStatus),
    mcs_statussentence: change.statusSentence?.slice(0, table.columns.mcs_statussentence.maxLength),
    mcs_lastsynced: change.lastSynced,
    mcs_nextcheck: change.nextCheck,
    mcs_audiencecount: change.audienceCount,
    mcs_listcount: change.listCount,
    mcs_insynccount: change.inSyncCount,
    mcs_mailablecount: change.mailableCount,
    mcs_waitingcount: change.waitingCount,
    mcs_leftoutcount: change.leftOutCount,
    mcs_attentioncount: change.attentionCount,
    mcs_reasoncounts: reasonCounts && JSON.stringify(reasonCounts),
    mcs_mailchimpwatermark: change.mailchimpWatermark,
    mcs_crmwatermark: change.crmWatermark,
    mcs_doubleoptin: change.doubleOptIn,
    mcs_consentconfirmedby: change.consentConfirmedBy,
    mcs_consentconfirmedon: change.consentConfirmedOn,
  };
  return Object.fromEntries(Object.entries(columns).filter(([, value]) => value !== undefined));
}

/** Where a choice is empty, the safe one stands. */
function toAudience(row: Row): AudienceRow {
  return {
    id: requiredId(row, table.id),
    name: text(row, 'mcs_name') ?? '',
    listId: text(row, 'mcs_mailchimplistid') ?? '',
    accountId: lookup(row, 'mcs_accountid') ?? '',
    marketingListId: lookup(row, 'mcs_marketinglistid'),
    ownerId: requiredId(row, '_ownerid_value'),
    tieState: choice(row, 'mcs_tiestate', 'mcs_tiestate', 'not-tied'),
    direction: choice(row, 'mcs_direction', 'mcs_direction', defaultRules.direction),
    createPeople: row['mcs_createpeople'] !== false,
    trustOverride: choice(row, 'mcs_trustoverride', 'mcs_trustoverride', 'none'),
    removalRule: choice(row, 'mcs_removalrule', 'mcs_removalrule', defaultRules.removal),
    resubscribeRule: choice(row, 'mcs_resubscriberule', 'mcs_resubscriberule', defaultRules.resubscribe),
    newMemberRule: choice(row, 'mcs_newmemberrule', 'mcs_newmemberrule', defaultRules.newMembers),
    optOutRule: choice(row, 'mcs_optoutrule', 'mcs_optoutrule', defaultRules.optOut),
    limitPercent: int(row, 'mcs_limitpercent') ?? 10,
    limitPeople: int(row, 'mcs_limitpeople') ?? 10,
    limitMost: int(row, 'mcs_limitmost') ?? 500,
    scheduleMinutes: int(row, 'mcs_scheduleminutes') ?? 60,
    syncStatus: choice(row, 'mcs_syncstatus', 'mcs_syncstatus', 'not-tied'),
    lastSynced: date(row, 'mcs_lastsynced'),
    nextCheck: date(row, 'mcs_nextcheck'),
    doubleOptIn: yes(row, 'mcs_doubleoptin'),
    consentConfirmedOn: date(row, 'mcs_consentconfirmedon'),
    consentConfirmedBy: text(row, 'mcs_consentconfirmedby'),
  };
}

function throwFirst([refusal]: RecordRefusal[]): void {
  if (refusal !== undefined) throw new DataverseRefusal(undefined, refusal.code, refusal.message, undefined);
}
