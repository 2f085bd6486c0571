/** The run that touched an audience last; looks and backups touch nothing. */
import { choices, tables } from '../schema.generated';
import { textOf, type WebApi } from '../web-api';

export interface LastRun {
  id: string;
  correlationId: string | null;
}

export async function readLastRun(api: WebApi, audienceId: string): Promise<LastRun | null> {
  const [row] = await api.retrieveMultiple(tables.mcs_syncrun.set, {
    select: ['mcs_syncrunid', 'mcs_correlationid'],
    filter: `_mcs_audienceid_value eq ${audienceId} and (${touching})`,
    orderBy: 'createdon desc',
    top: 1,
  });
  return row === undefined
    ? null
    : { id: textOf(row, 'mcs_syncrunid') ?? '', correlationId: textOf(row, 'mcs_correlationid') };
}

const touching = (['sync', 'full', 'undo'] as const)
  .map((mode) => `mcs_mode eq ${choices.mcs_runmode[mode]}`)
  .join(' or ');
