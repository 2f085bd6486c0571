/** Sync runs: requested by people, the schedule and webhooks, carried out and told about by the service. */

import { choice, numberOf } from './choice';
import type { DataverseContext } from './context';
import type { NewRun, RunChange, RunRow } from './port';
import { readAll, readOne, readPages } from './query';
import { date, int, lookup, requiredDate, requiredId, shown, text, yes, type Row } from './row';
import { tables } from './schema.generated';

const table = tables.mcs_syncrun;

const columns = [
  table.id,
  '_mcs_audienceid_value',
  'mcs_mode',
  'mcs_trigger',
  'mcs_status',
  '_createdby_value',
  'createdon',
  // The true day of a row that was given another one.
  'overriddencreatedon',
  'modifiedon',
  'mcs_consentconfirmed',
  'mcs_proposedsettings',
  'mcs_attempts',
  'mcs_sentence',
  'mcs_counts',
];

export async function readRun({ client }: DataverseContext, id: string): Promise<RunRow | null> {
  const row = await readOne(client, { collection: table.set, id, select: columns, formatted: true });
  return row === null ? null : toRun(row);
}

/** Newest first. */
export async function readRunsOf({ client }: DataverseContext, audienceId: string, most: number): Promise<RunRow[]> {
  const query = {
    collection: table.set,
    select: columns,
    filter: `_mcs_audienceid_value eq ${audienceId}`,
    orderBy: ['createdon desc'],
    formatted: true,
    pageSize: most,
  };
  for await (const rows of readPages(client, query)) return rows.map(toRun);
  return [];
}

/** Oldest first, people's before the others. */
export async function readOpenRuns({ client }: DataverseContext): Promise<RunRow[]> {
  const statuses = (['requested', 'in-progress'] as const).map(
    (status) => `mcs_status eq ${numberOf('mcs_runstatus', status)}`,
  );
  const rows = await readAll(client, {
    collection: table.set,
    select: columns,
    filter: [...statuses, 'mcs_status eq null'].join(' or '),
    orderBy: ['createdon asc'],
    formatted: true,
  });
  const runs = rows.map(toRun);
  const byPerson = (run: RunRow) => run.trigger === 'person' || run.trigger === 'command';
  return [...runs.filter(byPerson), ...runs.filter((run) => !byPerson(run))];
}

export async function createRun({ client }: DataverseContext, run: NewRun): Promise<string> {
  const id = await client.call(
    (api) =>
      api.create<Row, string>({
        collection: table.set,
        data: {
          mcs_name: run.name,
          mcs_mode: numberOf('mcs_runmode', run.mode),
          mcs_trigger: numberOf('mcs_runtrigger', run.trigger),
          mcs_status: numberOf('mcs_runstatus', 'requested'),
          mcs_consentconfirmed: run.consentConfirmed,
          ...(run.proposedSettings === undefined ? {} : { mcs_proposedsettings: run.proposedSettings }),
          ...(run.audienceId === null
            ? {}
            : { 'mcs_audienceid@odata.bind': `/${tables.mcs_audience.set}(${run.audienceId})` }),
        },
      }),
    // A second row would be a second run.
    { repeatable: false },
  );
  return id.toLowerCase();
}

export async function changeRun({ client }: DataverseContext, id: string, change: RunChange): Promise<void> {
  const columns: Row = {
    mcs_status: change.status && numberOf('mcs_runstatus', change.status),
    mcs_progress: change.progress,
    mcs_counts: change.counts && JSON.stringify(change.counts),
    mcs_sentence: change.sentence?.slice(0, table.columns.mcs_sentence.maxLength),
    mcs_startedon: change.startedOn,
    mcs_finishedon: change.finishedOn,
    mcs_attempts: change.attempts,
    mcs_correlationid: change.correlationId,
  };
  const data = Object.fromEntries(Object.entries(columns).filter(([, value]) => value !== undefined));
  if (Object.keys(data).length === 0) return;
  await client.call((api) => api.update({ collection: table.set, key: id, data }), { repeatable: true });
}

function toRun(row: Row): RunRow {
  return {
    id: requiredId(row, table.id),
    audienceId: lookup(row, 'mcs_audienceid'),
    mode: choice(row, 'mcs_mode', 'mcs_runmode', 'sync'),
    // An empty trigger must not pass for a person's wish.
    trigger: choice(row, 'mcs_trigger', 'mcs_runtrigger', 'schedule'),
    status: choice(row, 'mcs_status', 'mcs_runstatus', 'requested'),
    requestedBy: requiredId(row, '_createdby_value'),
    requestedByName: shown(row, '_createdby_value') ?? '',
    createdOn: date(row, 'overriddencreatedon') ?? requiredDate(row, 'createdon'),
    modifiedOn: requiredDate(row, 'modifiedon'),
    consentConfirmed: yes(row, 'mcs_consentconfirmed'),
    proposedSettings: text(row, 'mcs_proposedsettings'),
    // Whoever creates the row could begin below nothing.
    attempts: Math.max(0, int(row, 'mcs_attempts') ?? 0),
    sentence: text(row, 'mcs_sentence'),
    counts: parsed(text(row, 'mcs_counts')),
  };
}

function parsed(json: string | null): unknown {
  try {
    return json === null ? null : JSON.parse(json);
  } catch {
    return null;
  }
}
