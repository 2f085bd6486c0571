/** A run as far as it takes to follow it. */
import type { Message } from '../frame/page-message';
import { choices, tables, type Choice } from '../schema.generated';
import { codeOf, dateOf, numberOf, textOf, type Row, type WebApi } from '../web-api';

export interface Run {
  id: string;
  audienceId: string | null;
  mode: Choice<'mcs_runmode'>;
  status: RunStatus;
  progress: number;
  sentence: string | null;
  counts: string | null;
  correlationId: string | null;
  requestedOn: Date | null;
  startedOn: Date | null;
}

export type RunStatus = Choice<'mcs_runstatus'>;
export type OverStatus = Exclude<RunStatus, 'requested' | 'in-progress'>;

export const isOver = (status: RunStatus): status is OverStatus => status !== 'requested' && status !== 'in-progress';

export const isOpen = (run: Run): boolean => !isOver(run.status);

/** How the end of a run is told. */
export const endIntents: Readonly<Record<OverStatus, Message['intent']>> = {
  completed: 'success',
  'completed-with-issues': 'warning',
  'needs-approval': 'warning',
  failed: 'error',
  cancelled: 'info',
};

export async function readRun(api: WebApi, id: string): Promise<Run> {
  return runOf(await api.retrieve(tables.mcs_syncrun.set, id, { select: runColumns }));
}

export const runColumns = [
  'mcs_syncrunid',
  '_mcs_audienceid_value',
  'mcs_mode',
  'mcs_status',
  'mcs_progress',
  'mcs_sentence',
  'mcs_counts',
  'mcs_correlationid',
  'mcs_startedon',
  'createdon',
];

export function runOf(row: Row): Run {
  return {
    id: textOf(row, 'mcs_syncrunid') ?? '',
    audienceId: textOf(row, '_mcs_audienceid_value'),
    mode: codeOf(row, 'mcs_mode', choices.mcs_runmode) ?? 'sync',
    status: codeOf(row, 'mcs_status', choices.mcs_runstatus) ?? 'requested',
    progress: numberOf(row, 'mcs_progress') ?? 0,
    sentence: textOf(row, 'mcs_sentence'),
    counts: textOf(row, 'mcs_counts'),
    correlationId: textOf(row, 'mcs_correlationid'),
    requestedOn: dateOf(row, 'createdon'),
    startedOn: dateOf(row, 'mcs_startedon'),
  };
}
