/** One run with everything its page shows beside the changes: whose it is, how far it is, and which files it left. */
import { isOver } from '../requests/run';
import { readFiles, type RunFile } from '../requests/run-files';
import { choices, tables, type Choice } from '../schema.generated';
import { codeOf, dateOf, labelOf, numberOf, rowOf, textOf, type Row, type WebApi } from '../web-api';
import { readUndone, type Undone } from './undone';
import { objectIn, objectOf, wishOf, type RunWish } from './wish';

export interface RunDetails {
  id: string;
  mode: Choice<'mcs_runmode'>;
  trigger: Choice<'mcs_runtrigger'> | null;
  status: Choice<'mcs_runstatus'>;
  progress: number;
  sentence: string | null;
  correlationId: string | null;
  requestedBy: string | null;
  requestedOn: Date | null;
  startedOn: Date | null;
  finishedOn: Date | null;
  counts: Counts;
  wish: RunWish;
  /** Null where nobody has taken it back. */
  undone: Undone | null;
  audience: { id: string; name: string; tie: Choice<'mcs_tiestate'> } | null;
  /** The last sign of life of the service. */
  heartbeat: Date | null;
  files: RunFile[];
}

/** What a run wrote about itself; empty before its end. */
export interface Counts {
  plan: Readonly<Record<string, number>>;
  people: Readonly<Record<string, number>>;
  undo: Readonly<Record<string, number>> | null;
  /** What of an undo comes back, by kind. */
  undoBack: Readonly<Record<string, number>>;
  dropped: number;
}

export async function readRunDetails(api: WebApi, id: string): Promise<RunDetails> {
  const row = await api.retrieve(tables.mcs_syncrun.set, id, {
    select: columns,
    expand: 'mcs_audienceid($select=mcs_name,mcs_tiestate,_mcs_accountid_value),mcs_accountid($select=mcs_heartbeat)',
  });
  const run = detailsOf(row);
  const accountId = textOf(rowOf(row, 'mcs_audienceid') ?? {}, '_mcs_accountid_value');
  const changed = (run.mode === 'sync' || run.mode === 'full') && isOver(run.status) ? run.audience : null;
  const [files, undone, account] = await Promise.all([
    readFiles(api, id),
    changed === null ? null : readUndone(api, run.id, changed.id),
    run.status === 'requested' && run.heartbeat === null && accountId !== null
      ? api.retrieve(tables.mcs_account.set, accountId, { select: ['mcs_heartbeat'] })
      : null,
  ]);
  return {
    ...run,
    files,
    undone,
    heartbeat: run.heartbeat ?? (account === null ? null : dateOf(account, 'mcs_heartbeat')),
  };
}

const columns = [
  'mcs_syncrunid',
  'mcs_mode',
  'mcs_trigger',
  'mcs_status',
  'mcs_progress',
  'mcs_sentence',
  'mcs_correlationid',
  'mcs_startedon',
  'mcs_finishedon',
  'mcs_counts',
  'mcs_proposedsettings',
  'createdon',
  '_createdby_value',
];

function detailsOf(row: Row): RunDetails {
  const audience = rowOf(row, 'mcs_audienceid');
  return {
    id: textOf(row, 'mcs_syncrunid') ?? '',
    mode: codeOf(row, 'mcs_mode', choices.mcs_runmode) ?? 'sync',
    trigger: codeOf(row, 'mcs_trigger', choices.mcs_runtrigger),
    status: codeOf(row, 'mcs_status', choices.mcs_runstatus) ?? 'requested',
    progress: numberOf(row, 'mcs_progress') ?? 0,
    sentence: textOf(row, 'mcs_sentence'),
    correlationId: textOf(row, 'mcs_correlationid'),
    requestedBy: labelOf(row, '_createdby_value'),
    requestedOn: dateOf(row, 'createdon'),
    startedOn: dateOf(row, 'mcs_startedon'),
    finishedOn: dateOf(row, 'mcs_finishedon'),
    counts: readCounts(textOf(row, 'mcs_counts')),
    wish: wishOf(textOf(row, 'mcs_proposedsettings')),
    audience:
      audience === null
        ? null
        : {
            id: textOf(audience, 'mcs_audienceid') ?? '',
            name: textOf(audience, 'mcs_name') ?? '',
            tie: codeOf(audience, 'mcs_tiestate', choices.mcs_tiestate) ?? 'not-tied',
          },
    heartbeat: dateOf(rowOf(row, 'mcs_accountid') ?? {}, 'mcs_heartbeat'),
    files: [],
    undone: null,
  };
}

export function readCounts(json: string | null): Counts {
  const counts = objectIn(json);
  const undo = counts['undo'];
  return {
    plan: numbersIn(counts['plan']),
    people: numbersIn(counts['people']),
    undo: undo === undefined ? null : numbersIn(undo),
    undoBack: numbersIn(objectOf(undo)['back']),
    dropped: typeof counts['dropped'] === 'number' ? counts['dropped'] : 0,
  };
}

function numbersIn(value: unknown): Record<string, number> {
  const numbers: Record<string, number> = {};
  for (const [name, count] of Object.entries(value ?? {})) if (typeof count === 'number') numbers[name] = count;
  return numbers;
}
