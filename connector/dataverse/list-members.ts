/**
 * Who is on a marketing list. Rows of listmember can be read but not written, and know their list and person by id alone;
 * members are added and removed by actions of the list.
 * https://learn.microsoft.com/power-apps/developer/data-platform/webapi/reference/addlistmemberslist
 */

import { ServiceError } from '../service-error';
import type { PersonType } from '../reconcile/situation';
import type { DataverseContext } from './context';
import { codes, DataverseRefusal } from './errors';
import { inChunks, mostConditions, readTogether } from './lookup-in';
import type { ListMember, PageOf, RecordRefusal } from './port';
import { readPage, readPages, type Query } from './query';
import { lookup, requiredDate, type Row } from './row';
import { personTables } from './standard-tables';

const select = ['_entityid_value', 'createdon'];

export async function* readListMembers(
  { client }: DataverseContext,
  listId: string,
  since?: string,
): AsyncGenerator<ListMember[], void, undefined> {
  for await (const rows of readPages(client, membersOf(listId, since))) yield rows.flatMap(toListMember);
}

export async function readListMemberPage(
  { client }: DataverseContext,
  listId: string,
  from: string | null,
): Promise<PageOf<ListMember>> {
  const { rows, next } = await readPage(client, membersOf(listId), from);
  return { items: rows.flatMap(toListMember), next };
}

function membersOf(listId: string, since?: string): Query {
  const joined = since === undefined ? '' : ` and createdon ge ${since}`;
  return { collection: 'listmembers', select, filter: `_listid_value eq ${listId}${joined}` };
}

export async function readListMembersAmong(
  { client }: DataverseContext,
  listId: string,
  personIds: readonly string[],
): Promise<ListMember[]> {
  // One condition is the list; a guid with its name is long, so fewer than 500 keep the address below 32 KB.
  const queries = inChunks([...new Set(personIds)], mostConditions - 100).map((chunk): Query => ({
    collection: 'listmembers',
    select,
    filter: `_listid_value eq ${listId} and (${chunk.map((id) => `_entityid_value eq ${id}`).join(' or ')})`,
  }));
  return (await readTogether(client, queries)).flatMap(toListMember);
}

export function addToList(
  context: DataverseContext,
  listId: string,
  type: PersonType,
  personIds: string[],
): Promise<RecordRefusal[]> {
  return changeMembers(context, listId, type, personIds, 'AddListMembersList');
}

export function removeFromList(
  context: DataverseContext,
  listId: string,
  type: PersonType,
  personIds: string[],
): Promise<RecordRefusal[]> {
  return changeMembers(context, listId, type, personIds, 'RemoveListMembersList');
}

type Action = 'AddListMembersList' | 'RemoveListMembersList';

/** One call after the other: the platform counts the members of a list in it. */
async function changeMembers(
  context: DataverseContext,
  listId: string,
  type: PersonType,
  personIds: string[],
  action: Action,
): Promise<RecordRefusal[]> {
  const refused: RecordRefusal[] = [];
  for (const chunk of inChunks([...new Set(personIds)], 1000)) {
    refused.push(...(await changeChunk(context, listId, type, chunk, action, true)));
  }
  return refused;
}

async function changeChunk(
  context: DataverseContext,
  listId: string,
  type: PersonType,
  ids: readonly string[],
  action: Action,
  mayBeDone: boolean,
): Promise<RecordRefusal[]> {
  const only = ids[0];
  if (only === undefined) return [];
  try {
    await send(context, listId, type, ids, action);
    context.countWrites(ids.length);
    return [];
  } catch (error) {
    if (!(error instanceof DataverseRefusal)) throw error;
    const sentence = sentenceForList(error);
    if (sentence !== undefined) throw new ServiceError('refused', sentence, { cause: error, code: error.refusalCode });
    if (mayBeDone) {
      // Some of them may be on it (or off it) already, which no source says how Dynamics 365 takes.
      const rest = await notYetDone(context, listId, ids, action);
      if (rest.length < ids.length) return changeChunk(context, listId, type, rest, action, false);
    }
    if (ids.length === 1) return [{ id: only, code: error.refusalCode, message: error.text }];
    const half = Math.ceil(ids.length / 2);
    return [
      ...(await changeChunk(context, listId, type, ids.slice(0, half), action, false)),
      ...(await changeChunk(context, listId, type, ids.slice(half), action, false)),
    ];
  }
}

async function send(
  { client }: DataverseContext,
  listId: string,
  type: PersonType,
  ids: readonly string[],
  actionName: Action,
): Promise<void> {
  const { name, idColumn } = personTables[type];
  const action = {
    List: { '@odata.type': 'Microsoft.Dynamics.CRM.list', listid: listId },
    Members: ids.map((id) => ({ '@odata.type': `Microsoft.Dynamics.CRM.${name}`, [idColumn]: id })),
  };
  await client.call((api) => api.callAction({ actionName, action }), { repeatable: true });
}

async function notYetDone(
  context: DataverseContext,
  listId: string,
  ids: readonly string[],
  action: Action,
): Promise<string[]> {
  const on = new Set((await readListMembersAmong(context, listId, ids)).map(({ personId }) => personId));
  return ids.filter((id) => on.has(id) === (action === 'RemoveListMembersList'));
}

/** Reasons that are the list's and not one person's. */
const sentencesForList: Readonly<Record<string, string>> = {
  '0x80040302': 'The marketing list is locked: unlock it in Dynamics 365, then sync again.',
  '0x8004f701': 'The marketing list is dynamic, so nobody can be added or removed: tie the audience to a static list.',
  '0x8004033a': 'The marketing list is inactive: activate it in Dynamics 365, then sync again.',
  '0x80040301': 'The marketing list takes another type of member: tie the audience to a list of contacts or leads.',
};

function sentenceForList(error: DataverseRefusal): string | undefined {
  return error.refusalCode === codes.missing && /\blist'? With Id/i.test(error.text)
    ? 'The marketing list does not exist any more: tie the audience to another one.'
    : sentencesForList[error.refusalCode];
}

function toListMember(row: Row): ListMember[] {
  const personId = lookup(row, 'entityid');
  return personId === null ? [] : [{ personId, addedOn: requiredDate(row, 'createdon') }];
}
