/**
 * The marketing-list plug-in: writes down who joined or left which list, when and by whom, because Dataverse itself keeps no
 * record of removals. It never decides anything.
 */

import { z } from 'zod';

import type { NewListEvent } from '../../dataverse/port';
import { anyId, executionContext, parameterReader, type ExecutionContext } from './execution-context';
import type { Services } from '../run/services';

export interface StoredEvents {
  stored: number;
  /** Our own write, a message about something else, or a payload whose parameters were cut off. */
  ignored: 'own' | 'other' | 'incomplete' | null;
  /** The list that was changed by somebody else. */
  changedList: string | null;
}

const kinds: Record<string, 'added' | 'removed'> = {
  AddMember: 'added',
  AddListMembers: 'added',
  AddListMembersList: 'added',
  AddMemberList: 'added',
  RemoveMember: 'removed',
  RemoveListMembers: 'removed',
  RemoveListMembersList: 'removed',
  RemoveMemberList: 'removed',
};

/** By a query, like AddMembersByFetchXml, or under a name of a later version: who it was is read by the run. */
const changesMembers = /^(Add|Remove).*Member/;

/** The execution context as Dataverse posts it; throws ZodError where it is none. */
export async function storeListEvents(services: Services, payload: unknown): Promise<StoredEvents> {
  const message = executionContext.parse(payload);
  const kind = kinds[message.MessageName];
  if (!kind && !changesMembers.test(message.MessageName)) return { stored: 0, ignored: 'other', changedList: null };
  const { userId } = await services.crm.me();
  if (message.InitiatingUserId === userId) return { stored: 0, ignored: 'own', changedList: null };

  const { listId, personIds } = membersIn(message);
  if (!kind || !listId || personIds.length === 0) {
    const changed = listId ?? (message.PrimaryEntityName === 'list' ? message.PrimaryEntityId : undefined);
    return { stored: 0, ignored: 'incomplete', changedList: changed ?? null };
  }
  const list = await services.crm.marketingList(listId);
  if (!list || list.dynamic || list.memberType === 'account') return { stored: 0, ignored: 'other', changedList: null };

  const occurredOn = dateOf(message.OperationCreatedOn);
  const { memberType } = list;
  const events: NewListEvent[] = personIds.map((personId) => ({
    marketingListId: listId,
    personId,
    personType: memberType,
    kind,
    occurredOn,
    byUserId: message.InitiatingUserId,
    operationId: message.OperationId,
  }));
  await services.crm.saveListEvents(events);
  return { stored: events.length, ignored: null, changedList: listId };
}

const ids = z.union([
  z.array(anyId),
  z.looseObject({ Entities: z.array(anyId) }).transform((collection) => collection.Entities),
  z.looseObject({ values: z.array(anyId) }).transform((array) => array.values),
]);

/**
 * AddListMembers carries ListId and MemberIds, AddMember and RemoveMember ListId and EntityId, RemoveListMembersList List and
 * Members; guids come plain or as typed objects. Above 256 KB Dataverse removes the parameters altogether.
 */
function membersIn(message: ExecutionContext): { listId: string | null; personIds: string[] } {
  const first = parameterReader(message);
  const one = first(anyId, 'EntityId', 'ListMember');
  return {
    listId: first(anyId, 'ListId', 'List', 'Target'),
    personIds: first(ids, 'MemberIds', 'Members') ?? (one === null ? [] : [one]),
  };
}

/** `/Date(1506409448000)/` or with an offset that only says how it was written; ISO is accepted too. */
function dateOf(text: string): string {
  const ticks = /^\/Date\((-?\d+)(?:[+-]\d{4})?\)\/$/.exec(text)?.[1];
  return new Date(ticks === undefined ? text : Number(ticks)).toISOString();
}
