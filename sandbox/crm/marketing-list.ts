/** The people on a static marketing list, read and changed as Microsoft's own list form does it. */
import { displayOf, literal, textOf, type Row, type WebApi } from './web-api';

export interface MemberTable {
  name: 'contact' | 'lead';
  set: string;
  id: string;
  association: string;
}

export interface Member {
  id: string;
  name: string;
  address: string;
}

/** Null for a list of accounts and for one that follows a query: neither has members to change here. */
export function memberTableOf(list: Row): MemberTable | null {
  if (list['type'] === true) return null;
  return memberTables[Number(list['createdfromcode'])] ?? null;
}

export async function readMembers(api: WebApi, listId: string, table: MemberTable): Promise<Member[]> {
  const rows = await api.rows(
    `lists(${listId})/${table.association}?$select=${table.id},fullname,emailaddress1&$orderby=fullname`,
  );
  return rows.map((row) => member(row, table));
}

export const mostFound = 8;

export async function findPeople(api: WebApi, table: MemberTable, search: string): Promise<Member[]> {
  const wanted = literal(search);
  const rows = await api.rows(
    `${table.set}?$select=${table.id},fullname,emailaddress1&$top=${mostFound}&$orderby=fullname` +
      `&$filter=statecode eq 0 and (contains(fullname,${wanted}) or contains(emailaddress1,${wanted}))`,
  );
  return rows.map((row) => member(row, table));
}

export async function changeMembers(
  api: WebApi,
  listId: string,
  table: MemberTable,
  change: 'add' | 'remove',
  personId: string,
): Promise<void> {
  await api.post(change === 'add' ? 'AddListMembersList' : 'RemoveListMembersList', {
    List: { '@odata.type': 'Microsoft.Dynamics.CRM.list', listid: listId },
    Members: [{ '@odata.type': `Microsoft.Dynamics.CRM.${table.name}`, [table.id]: personId }],
  });
}

const memberTables: Readonly<Record<number, MemberTable>> = {
  2: { name: 'contact', set: 'contacts', id: 'contactid', association: 'listcontact_association' },
  4: { name: 'lead', set: 'leads', id: 'leadid', association: 'listlead_association' },
};

function member(row: Row, table: MemberTable): Member {
  return { id: textOf(row[table.id]), name: displayOf(row, 'fullname'), address: displayOf(row, 'emailaddress1') };
}
