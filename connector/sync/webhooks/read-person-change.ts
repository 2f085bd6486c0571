/**
 * Which people a message of Dataverse is about: columns that decide who may be mailed, records that were merged, deleted,
 * qualified or deactivated. What has become of them is read by the run.
 */

import type { PersonType } from '../../reconcile/situation';
import { anyId, executionContext, parameterReader } from './execution-context';

export interface PersonChange {
  type: PersonType;
  personIds: string[];
  /** systemuser. */
  by: string;
}

const messages = new Set(['Update', 'Delete', 'Merge', 'QualifyLead', 'SetState', 'SetStateDynamicEntity']);

/** The execution context as Dataverse posts it; throws ZodError where it is none. Null for messages about something else. */
export function readPersonChange(payload: unknown): PersonChange | null {
  const message = executionContext.parse(payload);
  const { MessageName, PrimaryEntityName: type, PrimaryEntityId, InitiatingUserId } = message;
  if (!messages.has(MessageName) || (type !== 'contact' && type !== 'lead')) return null;
  const parameter = parameterReader(message);
  // https://learn.microsoft.com/dotnet/api/microsoft.crm.sdk.messages.mergerequest: the record that is merged away is named beside its master.
  const ids = [
    PrimaryEntityId ?? null,
    parameter(anyId, 'Target', 'LeadId', 'EntityMoniker'),
    parameter(anyId, 'SubordinateId'),
  ].flatMap((id) => (id === null || id === nobody ? [] : [id]));
  return ids.length === 0 ? null : { type, personIds: [...new Set(ids)], by: InitiatingUserId };
}

const nobody = '00000000-0000-0000-0000-000000000000';
