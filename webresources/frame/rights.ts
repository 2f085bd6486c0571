/**
 * What the user may do, so that nobody is offered what would be refused. Dataverse and the service decide; where the
 * answer does not come, the command is offered.
 */
import { useCallback, useEffect, useState } from 'react';
import { textOf, type Row, type WebApi } from '../web-api';
import { useSurroundings } from './surroundings';

/** Like prvCreatemcs_syncrun: https://learn.microsoft.com/power-apps/developer/data-platform/webapi/reference/retrieveuserprivilegebyprivilegename */
export type Privilege = `prv${'Create' | 'Read' | 'Write' | 'Delete' | 'Append' | 'AppendTo'}${string}`;

export async function hasPrivilege(api: WebApi, userId: string, privilege: Privilege): Promise<boolean> {
  const path = `systemusers(${userId})/Microsoft.Dynamics.CRM.RetrieveUserPrivilegeByPrivilegeName(PrivilegeName=@name)`;
  const { RolePrivileges: found } = await api.call(`${path}?@name='${privilege}'`);
  return Array.isArray(found) && found.length > 0;
}

/** https://learn.microsoft.com/power-apps/developer/data-platform/webapi/reference/retrieveprincipalaccess */
export async function mayWrite(api: WebApi, userId: string, set: string, id: string): Promise<boolean> {
  const path = `systemusers(${userId})/Microsoft.Dynamics.CRM.RetrievePrincipalAccess(Target=@target)`;
  const target = encodeURIComponent(JSON.stringify({ '@odata.id': `${set}(${id})` }));
  const answer: Row = await api.call(`${path}?@target=${target}`);
  return (textOf(answer, 'AccessRights') ?? '').split(/,\s*/).includes('WriteAccess');
}

/** Whether the user may write a row, and so ask the service for changes to it; null while that is not known. */
export function useMayWrite(set: string, id: string | null): boolean | null {
  const { api, userId } = useSurroundings();
  const ask = useCallback(
    async () => (id === null ? null : userId === null || (await mayWrite(api, userId, set, id))),
    [api, id, set, userId],
  );
  return useAnswer(ask);
}

/** Whether the user has a privilege; null while that is not known. */
export function usePrivilege(privilege: Privilege): boolean | null {
  const { api, userId } = useSurroundings();
  const ask = useCallback(
    async () => userId === null || (await hasPrivilege(api, userId, privilege)),
    [api, privilege, userId],
  );
  return useAnswer(ask);
}

function useAnswer(ask: () => Promise<boolean | null>): boolean | null {
  const [answer, setAnswer] = useState<{ to: typeof ask; may: boolean | null } | null>(null);
  useEffect(() => {
    let gone = false;
    const find = async (): Promise<void> => {
      const may = await ask().catch(() => true);
      if (!gone) setAnswer({ to: ask, may });
    };
    void find();
    return () => {
      gone = true;
    };
  }, [ask]);
  return answer !== null && answer.to === ask ? answer.may : null;
}
