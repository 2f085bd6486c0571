import { findRow } from '../environment';
import type { Table } from '../metadata/table';
import type { Value } from '../store/row';
import { isReference } from '../store/row';
import { businessUnitId } from '../users';
import type { Actor } from './actor';

/** The owner as given, else the caller; and what follows from it. */
export function ownershipOf(actor: Actor, table: Table, owner: Value | undefined): Record<string, Value> {
  if (table.ownership === 'organization' && table.columns.has('organizationid')) {
    return { organizationid: { table: 'organization', id: actor.env.organizationId } };
  }
  if (table.ownership !== 'user') return {};
  const ownerid = isReference(owner) ? owner : { table: 'systemuser', id: actor.caller.user.id };
  const unit = findRow(actor.env, ownerid.table, ownerid.id)?.values['businessunitid'];
  return {
    ownerid,
    owninguser: ownerid.table === 'systemuser' ? ownerid : null,
    owningteam: ownerid.table === 'team' ? ownerid : null,
    owningbusinessunit: isReference(unit) ? unit : { table: 'businessunit', id: businessUnitId },
  };
}
