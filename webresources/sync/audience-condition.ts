/** What the user asked to see, as a condition for the server where there are too many audiences to read them all. */
import type { Run } from '../requests/run';
import { choices } from '../schema.generated';
import type { SyncStatus } from '../standing/status-words';
import { quotedPart } from '../web-api';

/** Null and the empty text mean everything. */
export interface Filter {
  status: SyncStatus | null;
  accountId: string | null;
  text: string;
}

export const noFilter: Filter = { status: null, accountId: null, text: '' };

/**
 * At least what is wanted, never less: the status that a row shows depends on runs as well, so the page looks once more.
 * Null where everything is wanted.
 */
export function audienceCondition({ accountId, status, text }: Filter, runs: readonly Run[]): string | null {
  const conditions: string[] = [];
  if (accountId !== null) conditions.push(`_mcs_accountid_value eq ${accountId}`);
  const part = text.trim();
  if (part !== '') {
    const columns = ['mcs_name', 'mcs_marketinglistid/listname'];
    conditions.push(`(${columns.map((column) => `contains(${column},${quotedPart(part)})`).join(' or ')})`);
  }
  if (status !== null) conditions.push(statusCondition(status, runs));
  return conditions.length === 0 ? null : conditions.join(' and ');
}

function statusCondition(status: SyncStatus, runs: readonly Run[]): string {
  const { mcs_syncstatus: written, mcs_tiestate: tie } = choices;
  switch (status) {
    case 'requested':
    case 'in-progress':
      return openAudiences(runs);
    case 'not-tied':
      return `(mcs_tiestate eq ${tie['not-tied']} or mcs_tiestate eq null)`;
    case 'ready':
    case 'paused':
      return `mcs_tiestate eq ${tie[status]}`;
    case 'synced':
      // A tie that was changed by hand says it only after the next run.
      return `mcs_tiestate eq ${tie.running}`;
    case 'synced-with-issues':
    case 'needs-approval':
    case 'error':
      return `mcs_syncstatus eq ${written[status]}`;
  }
}

/** Nobody is every audience that has the empty id. */
function openAudiences(runs: readonly Run[]): string {
  const open = runs.filter(({ status }) => status === 'requested' || status === 'in-progress');
  const ids = new Set(open.flatMap(({ audienceId }) => audienceId ?? []));
  if (ids.size === 0) return 'mcs_audienceid eq null';
  return `(${[...ids].map((id) => `mcs_audienceid eq ${id}`).join(' or ')})`;
}
