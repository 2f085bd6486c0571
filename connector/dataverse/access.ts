/**
 * Who is asking and who may do what.
 * https://learn.microsoft.com/power-apps/developer/data-platform/webapi/reference/retrieveprincipalaccess
 */

import type { DataverseContext } from './context';
import { DataverseRefusal } from './errors';
import { requiredId } from './row';
import { tables } from './schema.generated';

/** Asks with its own call because the answer's headers say how many calls at a time the environment likes. */
export async function readMe({ client }: DataverseContext): Promise<{ userId: string; organizationId: string }> {
  const { body, headers } = await client.raw('WhoAmI');
  // https://learn.microsoft.com/power-apps/developer/data-platform/send-parallel-requests
  const hint = Number(headers.get('x-ms-dop-hint') ?? Number.NaN);
  if (Number.isInteger(hint) && hint > 0) client.pace.allow(Math.min(hint, mostDataverseConnections));
  return { userId: requiredId(body, 'UserId'), organizationId: requiredId(body, 'OrganizationId') };
}

export const usualDataverseConnections = 4;
export const mostDataverseConnections = 8;

export async function mayWrite(
  { client }: DataverseContext,
  userId: string,
  table: 'mcs_audience' | 'list',
  id: string,
): Promise<boolean> {
  try {
    const answer: unknown = await client.call(
      (api) =>
        api.callFunction<unknown>({
          collection: 'systemusers',
          key: userId,
          name: 'Microsoft.Dynamics.CRM.RetrievePrincipalAccess',
          parameters: { Target: { '@odata.id': `${tables[table].set}(${id})` } },
        }),
      { repeatable: true },
    );
    return typeof answer === 'object' && answer !== null && 'AccessRights' in answer
      ? /\bWriteAccess\b/.test(String(answer.AccessRights))
      : false;
  } catch (error) {
    // A user or a row that is gone.
    if (error instanceof DataverseRefusal && error.kind === 'not-found') return false;
    throw error;
  }
}
