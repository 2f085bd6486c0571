/** Audience members: one row per Mailchimp member, or per person who is not there yet. */

import { createMultiple, updateMultiple, type BulkRecord } from './bulk';
import { choice, numberOf } from './choice';
import type { DataverseContext } from './context';
import { deleteRows } from './delete-rows';
import { codes, isForOwnerWhoMayNotRead } from './errors';
import { lookUpIn } from './lookup-in';
import { labelsOf, toLabelColumns } from './member-labels';
import { memoryColumns, memoryOf, toMemoryColumns } from './member-memory';
import type { AddressColumn, MemberRow, PageOf, RecordRefusal } from './port';
import { readAll, readPage, readPages, type Query } from './query';
import { date, lookup, requiredId, text, yes, type Row } from './row';
import { tables } from './schema.generated';
import { ownerBind } from './standard-tables';
import { tagsInText, textOfTags } from './tag-text';

const table = tables.mcs_audiencemember;
const bulkTable = { name: 'mcs_audiencemember', set: table.set, idColumn: table.id };

const columns = [
  table.id,
  'mcs_name',
  'mcs_memberid',
  'mcs_mailchimpcontactid',
  'mcs_webid',
  'mcs_personid',
  'mcs_persontype',
  'mcs_personname',
  'mcs_addresscolumn',
  'mcs_memberstatus',
  'mcs_onlist',
  'mcs_listchangedon',
  'mcs_mailchimpchangedon',
  'mcs_tags',
  'mcs_outcome',
  'mcs_reason',
  'mcs_retrydue',
  'mcs_lasttags',
  ...memoryColumns,
];

export async function* readMemberRows(
  { client }: DataverseContext,
  audienceId: string,
): AsyncGenerator<MemberRow[], void, undefined> {
  for await (const rows of readPages(client, rowsOf(audienceId))) yield rows.map(toMemberRow);
}

export async function readMemberRowPage(
  { client }: DataverseContext,
  audienceId: string,
  from: string | null,
): Promise<PageOf<MemberRow>> {
  const { rows, next } = await readPage(client, rowsOf(audienceId), from);
  return { items: rows.map(toMemberRow), next };
}

const rowsOf = (audienceId: string): Query => ({
  collection: table.set,
  select: columns,
  filter: `_mcs_audienceid_value eq ${audienceId}`,
});

export async function readMemberRowsOf(
  { client }: DataverseContext,
  audienceId: string,
  of: { mailchimpContactIds: string[]; memberIds: string[]; personIds: string[] },
): Promise<MemberRow[]> {
  const found = new Map<string, MemberRow>();
  const lookUps: [column: string, values: string[]][] = [
    ['mcs_mailchimpcontactid', of.mailchimpContactIds],
    ['mcs_memberid', of.memberIds],
    ['mcs_personid', of.personIds],
  ];
  for (const [column, values] of lookUps) {
    // An address is a member of several audiences under the same id, so the audience is looked at as well.
    const rows = await lookUpIn(client, table.set, [...columns, '_mcs_audienceid_value'], [column], values);
    for (const row of rows) {
      if (lookup(row, 'mcs_audienceid') === audienceId) found.set(requiredId(row, table.id), toMemberRow(row));
    }
  }
  return [...found.values()];
}

/** In any audience. */
export async function readMemberRowsOfPeople(
  { client }: DataverseContext,
  personIds: readonly string[],
): Promise<{ audienceId: string; row: MemberRow }[]> {
  const rows = await lookUpIn(client, table.set, [...columns, '_mcs_audienceid_value'], ['mcs_personid'], personIds);
  return rows.map((row) => ({ audienceId: lookup(row, 'mcs_audienceid') ?? '', row: toMemberRow(row) }));
}

export async function readMemberRowsDue(
  { client }: DataverseContext,
  audienceId: string,
  at: string,
): Promise<MemberRow[]> {
  const filter = `_mcs_audienceid_value eq ${audienceId} and mcs_retrydue le ${at}`;
  return (await readAll(client, { collection: table.set, select: columns, filter })).map(toMemberRow);
}

export async function readMemberRowsById(
  { client }: DataverseContext,
  audienceId: string,
  ids: readonly string[],
): Promise<MemberRow[]> {
  const rows = await lookUpIn(client, table.set, [...columns, '_mcs_audienceid_value'], [table.id], ids);
  return rows.filter((row) => lookup(row, 'mcs_audienceid') === audienceId).map(toMemberRow);
}

export async function createMemberRows(
  context: DataverseContext,
  audience: { id: string; ownerId: string; ownerType: 'systemuser' | 'team' },
  runId: string,
  rows: readonly MemberRow[],
): Promise<RecordRefusal[]> {
  const create = (owner: Row) =>
    send(context, createMultiple, rows, (row, withPerson) => ({
      'mcs_audienceid@odata.bind': `/${tables.mcs_audience.set}(${audience.id})`,
      ...owner,
      ...toColumns(row, runId),
      ...(withPerson ? toPersonLookup(row) : {}),
    }));
  try {
    return await create(ownerBind(audience));
  } catch (error) {
    if (!isForOwnerWhoMayNotRead(error, bulkTable.name)) throw error;
    // Whoever owns the list holds no role that reads member rows, so cannot own any: the service keeps them.
    return create({});
  }
}

export async function changeMemberRows(
  context: DataverseContext,
  runId: string,
  rows: readonly MemberRow[],
): Promise<RecordRefusal[]> {
  return send(context, updateMultiple, rows, (row, withPerson) => ({
    ...toColumns(row, runId),
    ...(withPerson ? { ...noPersonLookup, ...toPersonLookup(row) } : {}),
  }));
}

export async function deleteMemberRows(context: DataverseContext, ids: readonly string[]): Promise<void> {
  await deleteRows(context, table.set, ids);
  context.countWrites(ids.length);
}

async function send(
  { client, countWrites }: DataverseContext,
  bulk: typeof createMultiple,
  rows: readonly MemberRow[],
  columnsOf: (row: MemberRow, withPerson: boolean) => Row,
): Promise<RecordRefusal[]> {
  // Nobody can point to a record that is gone, or that the service may not read.
  const canPoint = ({ reason }: MemberRow) => reason !== 'deleted' && reason !== 'not-visible';
  const records = rows.map((row): BulkRecord => ({ id: row.id, columns: columnsOf(row, canPoint(row)) }));
  const refused = await bulk(client, bulkTable, records);
  // A person who was deleted in the meantime cannot be pointed at; id and name stay in the row as text.
  const missing = new Set(refused.filter(({ code }) => code === codes.missing).map(({ id }) => id));
  const again = rows.filter(({ id, personId }) => personId !== null && missing.has(id));
  const named = new Set(again.map(({ id }) => id));
  const still = [
    ...refused.filter(({ id }) => !named.has(id)),
    ...(await bulk(
      client,
      bulkTable,
      again.map((row) => ({ id: row.id, columns: columnsOf(row, false) })),
    )),
  ];
  countWrites(rows.length - still.length);
  return still;
}

function toColumns(row: MemberRow, runId: string): Row {
  return {
    mcs_name: nameOf(row),
    mcs_memberid: row.memberId,
    mcs_mailchimpcontactid: row.mailchimpContactId || null,
    mcs_webid: row.webId || null,
    mcs_personid: row.personId,
    mcs_persontype: row.personType && numberOf('mcs_persontype', row.personType),
    mcs_personname: row.personName.slice(0, table.columns.mcs_personname.maxLength),
    mcs_addresscolumn: row.addressColumn,
    mcs_memberstatus: numberOf('mcs_memberstatus', row.status),
    mcs_onlist: row.onList,
    mcs_listchangedon: row.listChangedOn,
    mcs_mailchimpchangedon: row.mailchimpChangedOn,
    ...(row.tagsAsRead ? {} : { mcs_tags: textOfTags(row.tags, table.columns.mcs_tags.maxLength) }),
    mcs_outcome: numberOf('mcs_outcome', row.outcome),
    mcs_reason: numberOf('mcs_reason', row.reason),
    mcs_retrydue: row.retryDue,
    'mcs_lastrunid@odata.bind': `/${tables.mcs_syncrun.set}(${runId})`,
    ...toLabelColumns(row),
    ...toMemoryColumns(row),
  };
}

export { columns as memberColumns };

function tidinessOf(tags: string | null): { untidyTags?: true } {
  return tags === textOfTags(tagsInText(tags), table.columns.mcs_tags.maxLength) ? {} : { untidyTags: true };
}

const noPersonLookup = { 'mcs_contactid@odata.bind': null, 'mcs_leadid@odata.bind': null };

function toPersonLookup({ personId, personType }: MemberRow): Row {
  if (personId === null || personType === null) return {};
  return personType === 'contact'
    ? { 'mcs_contactid@odata.bind': `/contacts(${personId})` }
    : { 'mcs_leadid@odata.bind': `/leads(${personId})` };
}

/** The address, or the person's name when there is none; only an address has an @. */
function nameOf(row: MemberRow): string {
  const name = row.address === '' ? row.personName.replaceAll('@', ' at ') || 'No address' : row.address;
  return name.slice(0, table.columns.mcs_name.maxLength);
}

export function toMemberRow(row: Row): MemberRow {
  const name = text(row, 'mcs_name') ?? '';
  const personId = text(row, 'mcs_personid')?.toLowerCase() ?? null;
  return {
    id: requiredId(row, table.id),
    address: name.includes('@') ? name : '',
    memberId: text(row, 'mcs_memberid'),
    mailchimpContactId: text(row, 'mcs_mailchimpcontactid'),
    webId: text(row, 'mcs_webid'),
    personId,
    personType: personId === null ? null : choice<'mcs_persontype'>(row, 'mcs_persontype', 'mcs_persontype', 'contact'),
    personName: text(row, 'mcs_personname') ?? '',
    addressColumn: addressColumnOf(text(row, 'mcs_addresscolumn')),
    status: choice(row, 'mcs_memberstatus', 'mcs_memberstatus', 'absent'),
    onList: yes(row, 'mcs_onlist'),
    listChangedOn: date(row, 'mcs_listchangedon'),
    mailchimpChangedOn: date(row, 'mcs_mailchimpchangedon'),
    tags: tagsInText(text(row, 'mcs_tags')),
    outcome: choice(row, 'mcs_outcome', 'mcs_outcome', 'attention'),
    reason: choice(row, 'mcs_reason', 'mcs_reason', 'not-subscribed'),
    retryDue: date(row, 'mcs_retrydue'),
    ...labelsOf(row),
    ...tidinessOf(text(row, 'mcs_tags')),
    ...memoryOf(row),
  };
}

function addressColumnOf(name: string | null): AddressColumn | null {
  return name === 'emailaddress1' || name === 'emailaddress2' || name === 'emailaddress3' ? name : null;
}
