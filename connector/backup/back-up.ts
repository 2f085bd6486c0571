/**
 * Both sides of an audience as files in the formats in which Mailchimp and Dynamics 365 export them, archived and pending members
 * included. Nothing is changed anywhere, and no more than a page of people is held at a time.
 */

import { randomBytes } from 'node:crypto';

import type { AudienceRow, Crm, MarketingList } from '../dataverse/port';
import type { MemberCopy } from '../mailchimp/member-copies';
import type { MailchimpAccount } from '../mailchimp/port';
import type { PersonType } from '../reconcile/situation';
import { definitionHeadings, memberColumns } from './member-columns';
import { listMemberHeadings, listMemberRow, personColumns } from './person-columns';
import { openTable, type TableFile, type TableOptions } from './table-file';

export interface BackupSource {
  crm: Crm;
  mailchimp: MailchimpAccount;
  audience: Pick<AudienceRow, 'id' | 'listId'>;
  /** Null where the audience is not tied: the Mailchimp side alone. */
  list: Pick<MarketingList, 'id' | 'memberType'> | null;
}

export interface BackedUpFile {
  name: string;
  rows: number;
  holds: 'members' | 'fields' | 'people' | 'list-members';
}

/** Writes into an empty folder. `beforePage` is called before each page and may throw to end it. */
export async function backUp(
  source: BackupSource,
  folder: string,
  beforePage: () => Promise<void> | void = () => {},
): Promise<BackedUpFile[]> {
  const tables = new Tables(folder);
  try {
    await copyMembers(source, tables, beforePage);
    if (source.list && source.list.memberType !== 'account') {
      await copyPeople(source, source.list.id, source.list.memberType, tables, beforePage);
    }
  } finally {
    await tables.close();
  }
  return tables.written();
}

const filePrefix = {
  subscribed: 'subscribed',
  unsubscribed: 'unsubscribed',
  cleaned: 'cleaned',
  transactional: 'nonsubscribed',
  pending: 'pending',
  archived: 'archived',
} as const satisfies Record<MemberCopy['status'], string>;

async function copyMembers(
  { mailchimp, audience: { listId } }: BackupSource,
  tables: Tables,
  beforePage: () => Promise<void> | void,
): Promise<void> {
  const hex = randomBytes(5).toString('hex');
  const columns = memberColumns(await mailchimp.mergeFields(listId), await mailchimp.interests(listId));
  const fileOf = (status: MemberCopy['status']) =>
    tables.open(`${filePrefix[status]}_email_audience_export_${hex}.csv`, 'members', columns.headings(status), plain);
  // An audience without anybody is a file without rows.
  await fileOf('subscribed');
  for (const archived of [false, true]) {
    for await (const page of mailchimp.memberCopies(listId, { archived })) {
      await beforePage();
      const byStatus = new Map<MemberCopy['status'], string[][]>();
      for (const member of page) {
        const rows = byStatus.get(member.status) ?? [];
        rows.push(columns.row(member));
        byStatus.set(member.status, rows);
      }
      for (const [status, rows] of byStatus) await (await fileOf(status)).write(rows);
    }
  }
  const definitions = await tables.open(`fields_audience_export_${hex}.csv`, 'fields', definitionHeadings, plain);
  await definitions.write(columns.definitions());
}

/** Everybody on the list, and whoever else has a member row in the audience. */
async function copyPeople(
  { crm, audience }: BackupSource,
  listId: string,
  type: PersonType,
  tables: Tables,
  beforePage: () => Promise<void> | void,
): Promise<void> {
  const mapped = (await crm.fieldMappings(audience.id)).map(({ column }) => column);
  const further = [...(await crm.mappableColumns(type, mapped))].flatMap(([name, { readAs }]) =>
    readAs ? [] : [name],
  );
  const columns = personColumns(type, further);
  const people = await tables.open(`${type}s.csv`, 'people', columns.headings, marked);
  const members = await tables.open('list-members.csv', 'list-members', listMemberHeadings(type), marked);
  /** When somebody joined the list; null once they are copied. */
  const known = new Map<string, string | null>();
  for await (const page of crm.listMembers(listId)) {
    await beforePage();
    for (const member of page) known.set(member.personId, member.addedOn);
  }
  for await (const page of crm.peopleCopiesOnList(listId, type, further)) {
    await beforePage();
    const fresh = page.filter(({ id }) => known.get(id) !== null);
    await people.write(fresh.map(columns.row));
    await members.write(fresh.map((person) => listMemberRow(person, known.get(person.id) ?? '')));
    for (const { id } of fresh) known.set(id, null);
  }
  for await (const page of crm.memberRows(audience.id)) {
    await beforePage();
    const others = page.flatMap(({ personId, personType }) =>
      personId !== null && personType === type && known.get(personId) !== null ? [personId] : [],
    );
    for (const id of others) known.set(id, null);
    for await (const found of crm.peopleCopies(type, others, further)) {
      await people.write(found.map(columns.row));
    }
  }
}

const plain: TableOptions = { mark: false };
const marked: TableOptions = { mark: true };

/** The files of one backup, each opened when it is first needed. */
class Tables {
  private readonly files = new Map<string, { holds: BackedUpFile['holds']; file: TableFile }>();

  constructor(private readonly folder: string) {}

  async open(
    name: string,
    holds: BackedUpFile['holds'],
    headings: readonly string[],
    options: TableOptions,
  ): Promise<TableFile> {
    const known = this.files.get(name);
    if (known) return known.file;
    const file = await openTable(this.folder, name, headings, options);
    this.files.set(name, { holds, file });
    return file;
  }

  async close(): Promise<void> {
    await Promise.all([...this.files.values()].map(({ file }) => file.close()));
  }

  written(): BackedUpFile[] {
    return [...this.files].map(([name, { holds, file }]) => ({ name, holds, rows: file.rows }));
  }
}
