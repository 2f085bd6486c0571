/**
 * The marketing-list plug-in: writes down who joined or left which list, when and by whom, because Dataverse itself keeps no
 * record of removals. It never decides anything; a tied list only gets its next run earlier.
 */

import { z } from 'zod';

import type { NewListEvent } from '../dataverse/port';
import type { Services } from './services';

export interface StoredEvents {
  stored: number;
  /** Our own write, a message about something else, or a payload whose parameters were cut off. */
  ignored: 'own' | 'other' | 'incomplete' | null;
  runId: string | null;
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

const guid = z.string().transform((text) => text.replaceAll(/[{}]/g, '').toLowerCase());
const context = z.looseObject({
  MessageName: z.string(),
  InitiatingUserId: guid,
  OperationId: guid,
  OperationCreatedOn: z.string(),
  PrimaryEntityName: z.string().optional(),
  PrimaryEntityId: guid.optional(),
  InputParameters: z.array(z.object({ key: z.string(), value: z.unknown() })).optional(),
});

/** The execution context as Dataverse posts it; throws ZodError where it is none. */
export async function storeListEvents(services: Services, payload: unknown): Promise<StoredEvents> {
  const message = context.parse(payload);
  const kind = kinds[message.MessageName];
  if (!kind) return { stored: 0, ignored: 'other', runId: null };
  const { userId } = await services.crm.me();
  if (message.InitiatingUserId === userId) return { stored: 0, ignored: 'own', runId: null };

  const { listId, personIds } = membersIn(
    new Map((message.InputParameters ?? []).map(({ key, value }) => [key, value])),
  );
  if (!listId || personIds.length === 0) {
    const changed = listId ?? (message.PrimaryEntityName === 'list' ? message.PrimaryEntityId : undefined);
    return { stored: 0, ignored: 'incomplete', runId: changed ? await bringForward(services, changed) : null };
  }
  const list = await services.crm.marketingList(listId);
  if (!list || list.dynamic || list.memberType === 'account') return { stored: 0, ignored: 'other', runId: null };

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
  return { stored: events.length, ignored: null, runId: await bringForward(services, listId) };
}

/** One run answers many events: a run that is requested already will read this change too. */
async function bringForward(services: Services, listId: string): Promise<string | null> {
  const audience = (await services.crm.audiences()).find(
    (one) => one.marketingListId === listId && one.tieState === 'running',
  );
  if (!audience) return null;
  const waiting = (await services.crm.openRuns()).find(
    (run) => run.audienceId === audience.id && run.status === 'requested',
  );
  if (waiting) return waiting.id;
  // Dataverse tells sync-requested about the row, which queues it.
  return services.crm.createRun({
    audienceId: audience.id,
    mode: 'sync',
    trigger: 'webhook',
    consentConfirmed: false,
    name: `Sync of ${audience.name} after a change of its list`,
  });
}

const id = z.union([guid, z.looseObject({ Id: guid }).transform((entity) => entity.Id)]);
const ids = z.union([
  z.array(id),
  z.looseObject({ Entities: z.array(id) }).transform((collection) => collection.Entities),
]);

/**
 * AddListMembers carries ListId and MemberIds, AddMember and RemoveMember ListId and EntityId, RemoveListMembersList List and
 * Members; guids come plain or as typed objects. Above 256 KB Dataverse removes the parameters altogether.
 */
function membersIn(parameters: Map<string, unknown>): { listId: string | null; personIds: string[] } {
  const first = <T>(schema: z.ZodType<T>, ...keys: string[]): T | null => {
    for (const key of keys) {
      const parsed = schema.safeParse(parameters.get(key));
      if (parsed.success) return parsed.data;
    }
    return null;
  };
  const one = first(id, 'EntityId', 'ListMember');
  return {
    listId: first(id, 'ListId', 'List', 'Target'),
    personIds: first(ids, 'MemberIds', 'Members') ?? (one === null ? [] : [one]),
  };
}

/** `/Date(1506409448000)/` or with an offset that only says how it was written; ISO is accepted too. */
function dateOf(text: string): string {
  const ticks = /^\/Date\((-?\d+)(?:[+-]\d{4})?\)\/$/.exec(text)?.[1];
  return new Date(ticks === undefined ? text : Number(ticks)).toISOString();
}
