/** Audiences: what people chose for them, and what runs write on them. */

import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { reasonCodes } from '../reconcile/reasons';
import { defaultRules } from '../reconcile/situation';
import { createMultiple, updateMultiple, type BulkRecord } from './bulk';
import { choice, numberOf } from './choice';
import type { DataverseContext } from './context';
import { DataverseRefusal } from './errors';
import type { AudienceChange, AudienceCounts, AudienceRow, RecordRefusal, Watermarks } from './port';
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
  'mcs_mergefields',
  'mcs_webhookstate',
  'mcs_mailchimpwatermark',
  'mcs_crmwatermark',
  'mcs_lastfullsync',
  'mcs_settingsfingerprint',
  'mcs_audiencecount',
  'mcs_listcount',
  'mcs_insynccount',
  'mcs_mailablecount',
  'mcs_waitingcount',
  'mcs_leftoutcount',
  'mcs_attentioncount',
  'mcs_reasoncounts',
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
  const { tieState, trustOverride, syncStatus, counts, watermarks } = change;
  const columns: Row = {
    mcs_name: change.name,
    mcs_tiestate: tieState && numberOf('mcs_tiestate', tieState),
    mcs_trustoverride: trustOverride && numberOf('mcs_trustoverride', trustOverride),
    mcs_syncstatus: syncStatus && numberOf('mcs_syncstatus', syncStatus),
    mcs_statussentence: change.statusSentence?.slice(0, table.columns.mcs_statussentence.maxLength),
    mcs_lastsynced: change.lastSynced,
    mcs_nextcheck: change.nextCheck,
    mcs_audiencecount: counts?.audience,
    mcs_listcount: counts?.list,
    mcs_insynccount: counts?.inSync,
    mcs_mailablecount: counts?.mailable,
    mcs_waitingcount: counts?.waiting,
    mcs_leftoutcount: counts?.leftOut,
    mcs_attentioncount: counts?.attention,
    mcs_reasoncounts: counts && JSON.stringify(counts.byReason),
    mcs_mailchimpwatermark: watermarks?.mailchimp,
    mcs_crmwatermark: watermarks?.crm,
    mcs_lastfullsync: watermarks?.full,
    mcs_settingsfingerprint: watermarks?.settings,
    mcs_doubleoptin: change.doubleOptIn,
    mcs_consentconfirmedby: change.consentConfirmedBy,
    mcs_consentconfirmedon: change.consentConfirmedOn,
    mcs_mergefields: change.mergeFields,
    mcs_webhookstate: change.webhookState?.slice(0, table.columns.mcs_webhookstate.maxLength),
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
    mergeFields: text(row, 'mcs_mergefields'),
    webhookState: text(row, 'mcs_webhookstate'),
    consentConfirmedBy: text(row, 'mcs_consentconfirmedby'),
    watermarks: watermarksOf(row),
    counts: countsOf(row),
  };
}

/** Anything missing or unreadable is no watermark at all: the next run then reads both sides whole. */
function watermarksOf(row: Row): Watermarks | null {
  const mailchimp = text(row, 'mcs_mailchimpwatermark');
  const crm = date(row, 'mcs_crmwatermark');
  const full = date(row, 'mcs_lastfullsync');
  const settings = text(row, 'mcs_settingsfingerprint');
  if (!mailchimp || Number.isNaN(Date.parse(mailchimp)) || !crm || !full || !settings) return null;
  return { mailchimp, crm, full, settings };
}

const reasonCounts = z.partialRecord(z.enum(reasonCodes), z.number());

function countsOf(row: Row): AudienceCounts {
  return {
    audience: int(row, 'mcs_audiencecount') ?? 0,
    list: int(row, 'mcs_listcount') ?? 0,
    inSync: int(row, 'mcs_insynccount') ?? 0,
    mailable: int(row, 'mcs_mailablecount') ?? 0,
    waiting: int(row, 'mcs_waitingcount') ?? 0,
    leftOut: int(row, 'mcs_leftoutcount') ?? 0,
    attention: int(row, 'mcs_attentioncount') ?? 0,
    byReason: parseCounts(text(row, 'mcs_reasoncounts')),
  };
}

function parseCounts(json: string | null | undefined): AudienceCounts['byReason'] {
  try {
    return reasonCounts.safeParse(JSON.parse(json ?? '{}')).data ?? {};
  } catch {
    return {};
  }
}

function throwFirst([refusal]: RecordRefusal[]): void {
  if (refusal !== undefined) throw new DataverseRefusal(undefined, refusal.code, refusal.message, undefined);
}
