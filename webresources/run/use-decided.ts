/** Who of those that waited when the run ended waits no longer, because somebody approved them or a later sync decided anew. */
import { useEffect, useState } from 'react';
import { useSurroundings } from '../frame/surroundings';
import { choices, tables } from '../schema.generated';
import { codeOf, textOf } from '../web-api';

/** `memberIds` must stay the same array as long as it says the same. */
export function useDecided(memberIds: readonly string[]): ReadonlySet<string> {
  const { api } = useSurroundings();
  const [decided, setDecided] = useState<ReadonlySet<string>>(new Set());
  useEffect(() => {
    if (memberIds.length === 0) return undefined;
    let stopped = false;
    const look = async (): Promise<void> => {
      const rows = await api
        .retrieveMultiple(tables.mcs_audiencemember.set, {
          select: ['mcs_audiencememberid', 'mcs_reason'],
          filter: memberIds.map((id) => `mcs_audiencememberid eq ${id}`).join(' or '),
        })
        .catch(() => []); // the service says so, too, when they are approved
      const over = rows.filter((row) => codeOf(row, 'mcs_reason', choices.mcs_reason) !== 'needs-approval');
      if (!stopped) setDecided(new Set(over.map((row) => textOf(row, 'mcs_audiencememberid') ?? '')));
    };
    void look();
    return () => {
      stopped = true;
    };
  }, [api, memberIds]);
  return decided;
}
