import { randomUUID } from 'node:crypto';
import { rowsOf } from '../environment';
import type { Table } from '../metadata/table';
import type { Reference, Row, Value } from '../store/row';
import { isReference } from '../store/row';
import { businessUnitId } from '../users';
import type { Actor } from '../write/actor';
import type { PipelineEvent } from './pipeline-event';
import { primaryId, primaryTable } from './pipeline-event';

const contracts = 'http://schemas.microsoft.com/xrm/2011/Contracts';

type Pair = { key: string; value: unknown };

/**
 * The RemoteExecutionContext that a webhook receives.
 * https://learn.microsoft.com/power-apps/developer/data-platform/use-webhooks
 */
export function executionContext(
  actor: Actor,
  event: PipelineEvent,
  step: Row,
  jobId: string,
): Record<string, unknown> {
  const shared: Pair[] = actor.tag === undefined ? [] : [{ key: 'tag', value: actor.tag }];
  const parameters = inputParameters(actor, event);
  const common = {
    BusinessUnitId: businessUnitId,
    CorrelationId: actor.correlationId,
    Depth: 1,
    InitiatingUserExternalId: actor.caller.authenticated.objectId,
    InitiatingUserId: actor.caller.authenticated.id,
    InputParameters: parameters,
    IsExecutingOffline: false,
    IsInTransaction: false,
    IsOfflinePlayback: false,
    IsolationMode: 1,
    MessageName: event.message,
    Mode: 1,
    OperationCreatedOn: `/Date(${actor.env.clock.now().getTime()}+0000)/`,
    OperationId: jobId,
    OrganizationId: actor.env.organizationId,
    OrganizationName: 'sandbox',
    OutputParameters: event.message === 'Create' ? [{ key: 'id', value: primaryId(event) }] : [],
  };
  const tail = {
    PostEntityImages: [],
    PreEntityImages: [],
    PrimaryEntityId: primaryId(event),
    PrimaryEntityName: primaryTable(event),
    RequestId: null,
    SecondaryEntityName: 'none',
  };
  return {
    ...common,
    OwningExtension: entityReference({ table: 'sdkmessageprocessingstep', id: step.id }),
    ParentContext: {
      ...common,
      Mode: 0,
      OperationId: randomUUID(),
      OwningExtension: entityReference({ table: 'sdkmessageprocessingstep', id: step.id }),
      ParentContext: null,
      ...tail,
      SharedVariables: [...shared, changedTypes(event)],
      Stage: 30,
      UserId: actor.caller.user.id,
    },
    ...tail,
    SharedVariables: shared,
    Stage: 40,
    UserId: actor.caller.user.id,
  };
}

function changedTypes(event: PipelineEvent): Pair {
  return {
    key: 'ChangedEntityTypes',
    value: [
      {
        __type: 'KeyValuePairOfstringstring:#System.Collections.Generic',
        key: primaryTable(event),
        value: event.message,
      },
    ],
  };
}

function inputParameters(actor: Actor, event: PipelineEvent): Pair[] {
  switch (event.message) {
    case 'Create':
    case 'Update':
      return [{ key: 'Target', value: target(actor, event) }];
    case 'Delete':
      return [{ key: 'Target', value: entityReference({ table: event.table.name, id: event.row.id }) }];
    case 'Merge':
      return [
        { key: 'Target', value: entityReference({ table: event.table.name, id: event.row.id }) },
        { key: 'SubordinateId', value: event.subordinateId },
        {
          key: 'UpdateContent',
          value: entity(event.table.name, event.row.id, attributesOf(event.table, event.content)),
        },
        { key: 'PerformParentingChecks', value: event.parentingChecks },
      ];
    case 'QualifyLead':
      return [
        { key: 'LeadId', value: entityReference({ table: event.table.name, id: event.row.id }) },
        { key: 'CreateAccount', value: event.creates.account },
        { key: 'CreateContact', value: event.creates.contact },
        { key: 'CreateOpportunity', value: event.creates.opportunity },
        { key: 'Status', value: attributeValue('choice', event.status) },
      ];
    case 'AddMember':
    case 'RemoveMember':
      return [
        { key: 'ListId', value: event.listId },
        { key: 'EntityId', value: event.entityId },
      ];
    case 'AddListMembers':
      return [
        { key: 'ListId', value: event.listId },
        { key: 'MemberIds', value: memberIds(actor, event.memberIds) },
      ];
    case 'RemoveListMembers':
      return [
        { key: 'List', value: entity('list', event.listId, []) },
        {
          key: 'Members',
          value: {
            __type: `EntityCollection:${contracts}`,
            Entities: event.members.map((member) => entity(member.table, member.id, [])),
            EntityName: event.members[0]?.table ?? '',
            MinActiveRowVersion: '-1',
            MoreRecords: false,
            PagingCookie: null,
            TotalRecordCount: -1,
            TotalRecordCountLimitExceeded: false,
          },
        },
      ];
  }
}

const memberIds = (actor: Actor, ids: readonly string[]): unknown =>
  actor.env.switches.memberIdsShape === 'strings'
    ? ids
    : { __type: 'ArrayOfguid:http://schemas.microsoft.com/2003/10/Serialization/Arrays', values: ids };

/** On Create everything that was set, on Update only what the request carried and what the platform changed with it. */
function target(actor: Actor, event: Extract<PipelineEvent, { message: 'Create' | 'Update' | 'Delete' }>): unknown {
  const values =
    event.message === 'Create'
      ? event.row.values
      : { ...event.changed, ...pick(event.row.values, ['modifiedon', 'modifiedby', 'modifiedonbehalfby']) };
  const attributes = [...attributesOf(event.table, values), { key: event.table.id, value: event.row.id }];
  return {
    ...entity(event.table.name, event.row.id, attributes),
    RowVersion: String(rowsOf(actor.env, event.table).get(event.row.id)?.version ?? event.row.version),
  };
}

const attributesOf = (table: Table, values: Readonly<Record<string, Value>>): Pair[] =>
  Object.entries(values)
    .filter(([name]) => table.columns.get(name)?.secret !== true)
    .map(([key, value]) => ({ key, value: attributeValue(table.columns.get(key)?.type ?? 'text', value) }));

const pick = (values: Readonly<Record<string, Value>>, names: string[]): Record<string, Value> =>
  Object.fromEntries(names.map((name) => [name, values[name] ?? null]));

function attributeValue(type: string, value: Value): unknown {
  if (value === null) return null;
  if (isReference(value)) return entityReference(value);
  if (type === 'datetime' || type === 'date') return `/Date(${Date.parse(String(value))})/`;
  if (type === 'choice') return { __type: `OptionSetValue:${contracts}`, Value: value };
  return value;
}

const entity = (table: string, id: string, attributes: Pair[]): Record<string, unknown> => ({
  __type: `Entity:${contracts}`,
  Attributes: attributes,
  EntityState: null,
  FormattedValues: [],
  Id: id,
  KeyAttributes: [],
  LogicalName: table,
  RelatedEntities: [],
  RowVersion: null,
});

const entityReference = (reference: Reference): Record<string, unknown> => ({
  __type: `EntityReference:${contracts}`,
  Id: reference.id,
  KeyAttributes: [],
  LogicalName: reference.table,
  Name: null,
  RowVersion: null,
});
