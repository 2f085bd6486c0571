/** Gives the people of the sandbox the roles that the solution has brought, as an administrator does. */
import { z } from 'zod';
import type { WebApi } from '../crm/web-api';
import { ordinaryUserId, serviceUserId } from '../dataverse/users';

const rolesOfPeople: readonly [userId: string, role: string][] = [
  [serviceUserId, 'Audience Sync Service'],
  [ordinaryUserId, 'Audience Sync User'],
];

export async function giveRoles(crm: WebApi): Promise<void> {
  for (const [userId, name] of rolesOfPeople) {
    const [role] = await crm.rows(`roles?$select=roleid&$filter=name eq '${name}'`);
    const id = z.string().parse(role?.['roleid']);
    await crm.post(`systemusers(${userId})/systemuserroles_association/$ref`, { '@odata.id': `roles(${id})` });
  }
}
