/** Names of Dynamics 365's own tables. */

import type { BulkTable } from './bulk';
import type { AddressColumn } from './port';
import type { PersonType } from '../reconcile/situation';

export const personTables = {
  contact: { name: 'contact', set: 'contacts', idColumn: 'contactid', onList: 'listcontact_association' },
  lead: { name: 'lead', set: 'leads', idColumn: 'leadid', onList: 'listlead_association' },
} as const satisfies Record<PersonType, BulkTable & { onList: string }>;

/** The columns of a contact or lead that hold an address. */
export const addressColumns = ['emailaddress1', 'emailaddress2', 'emailaddress3'] as const satisfies AddressColumn[];

export function ownerBind(owner: { ownerId: string; ownerType: 'systemuser' | 'team' }): Record<string, string> {
  return { 'ownerid@odata.bind': `/${owner.ownerType === 'team' ? 'teams' : 'systemusers'}(${owner.ownerId})` };
}
