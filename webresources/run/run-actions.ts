/** What can be done about a run, by its state: the buttons that make sense, for those who may. */
import { isOver } from '../requests/run';
import { hasImages } from '../requests/run-files';
import type { RunDetails } from './run-details';

export type RunAction = 'approve' | 'drop' | 'cancel' | 'retry' | 'manage' | 'undo';

export function actionsOf(run: Pick<RunDetails, 'audience' | 'files' | 'mode' | 'status' | 'wish'>): RunAction[] {
  const { audience, mode, status } = run;
  const isSync = mode === 'sync' || mode === 'full';
  const actions: RunAction[] = [];
  if (status === 'needs-approval') actions.push('approve', 'drop');
  if (!isOver(status) && mode !== 'cancel') actions.push('cancel');
  if (canRetry(run)) actions.push(isSync && audience?.tie !== 'running' ? 'manage' : 'retry');
  if (isSync && isOver(status) && status !== 'needs-approval' && hasImages(run.files)) actions.push('undo');
  return actions;
}

/** An approval or an undo is asked for anew on the run that it is about. */
function canRetry({ mode, status, wish }: Pick<RunDetails, 'mode' | 'status' | 'wish'>): boolean {
  if (wish.approve !== null || mode === 'undo' || mode === 'cancel' || mode === 'preview') return false;
  return status === 'failed' || status === 'cancelled' || status === 'completed-with-issues';
}
