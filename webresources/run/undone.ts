/** Whether a run was taken back: the undo names it, the run itself says nothing of it. */
import { choices, tables } from '../schema.generated';
import { codeOf, dateOf, labelOf, textOf, type Row, type WebApi } from '../web-api';
import { wishOf } from './wish';

export interface Undone {
  by: string | null;
  /** Null while the undo is under way. */
  on: Date | null;
}

/** An audience is paused by an undo, so there are never many since. */
const mostRead = 50;

export async function readUndone(api: WebApi, runId: string, audienceId: string): Promise<Undone | null> {
  const rows = await api.retrieveMultiple(tables.mcs_syncrun.set, {
    select: ['mcs_status', 'mcs_proposedsettings', 'mcs_finishedon', '_createdby_value'],
    filter: `_mcs_audienceid_value eq ${audienceId} and mcs_mode eq ${choices.mcs_runmode.undo}`,
    orderBy: 'createdon desc',
    top: mostRead,
  });
  const row = rows.find((one) => takesBack(one, runId));
  return row === undefined ? null : { by: labelOf(row, '_createdby_value'), on: dateOf(row, 'mcs_finishedon') };
}

function takesBack(row: Row, runId: string): boolean {
  const wish = wishOf(textOf(row, 'mcs_proposedsettings'));
  const status = codeOf(row, 'mcs_status', choices.mcs_runstatus);
  return (
    wish.undo?.toLowerCase() === runId.toLowerCase() && !wish.preview && status !== 'failed' && status !== 'cancelled'
  );
}
