/**
 * What a run remembers between its slices, kept in one document that is written only while the account's lease is held.
 * A run without this document has not planned yet and starts by reading.
 */

import type { AudienceRow } from '../../dataverse/port';
import type { OutcomeCounts } from '../../reconcile/count-outcomes';
import type { Documents } from '../../storage/port';
import type { DayCounts } from '../guard/day-counts';
import type { FurtherCounts } from '../labels/further-counts';
import type { FieldsState } from '../fields/prepare-fields';
import type { LabelsToSave } from '../labels/save-labels';
import type { UndoNumbers } from '../undo/undo-numbers';

export interface PlanNumbers {
  /** People created as contacts or leads. */
  create: number;
  /** People who join the list, the created ones included. */
  join: number;
  /** People who join Mailchimp. */
  add: number;
  leaveList: number;
  leaveMailchimp: number;
  leftOut: number;
  leftOutBy: Record<string, number>;
  waiting: number;
  attention: number;
  confirmations: number;
  namesToCrm: number;
  namesToMailchimp: number;
  /** Tags given to or taken from members. */
  tagsToMailchimp: number;
  /** Members whose interests change. */
  interestsToMailchimp: number;
  /** People who join or leave a further list. */
  furtherJoin: number;
  furtherLeave: number;
  otherType: number;
  inSync: number;
  /** Addresses that are changed on either side. */
  renames: number;
  /** People whose record is told that they want no bulk e-mail. */
  optOuts: number;
  /** People of whom a value of a mapped field is written over another one. */
  overwrites: number;
  /** Places on the list that disappear because their records were merged. */
  placesMerged: number;
  /** Changes that wait for approval. */
  held: number;
}

export interface TrafficCount {
  requests: number;
  writes: number;
  peakConnections: number;
}

export interface RunState {
  /** Both sides were read whole. */
  complete: boolean;
  /** By the clock of Dynamics 365, when the reading began. */
  crmReadAt: string;
  /** By Mailchimp's own clock, when the reading began: whoever moved after it is dropped from the plan on a resume. */
  readAt: string;
  startedAt: string;
  firstRun: boolean;
  /** The marketing list that it was planned for. */
  listId?: string;
  /** The settings that it was planned with: what people change afterwards is for the next run. */
  plannedWith?: { trust: AudienceRow['trustOverride']; fingerprint: string };
  chunks: number;
  /** How many chunks stand in each row of them, one row behind the other; absent where there is one row. */
  ranks?: number[];
  /** Of a preview: how many parts its wishes were written down in. */
  previewed?: number;
  /** Chunks whose end was recorded. */
  applied: number;
  /** People in all chunks, and in those whose end was recorded. */
  people?: number;
  written?: number;
  /** A chunk that was begun and whose end was not recorded: read before anything of it is sent again. */
  begun: number | null;
  plan: PlanNumbers;
  /** People by outcome and reason, chunk results included. */
  tally: OutcomeCounts;
  /** Members who are subscribed, and people on the list: as read, and as changed since by the chunks that were applied. */
  audienceCount: number;
  listCount: number;
  /** People dropped because they moved after the reading; the next run looks at them. */
  dropped: number;
  /** Somebody was dropped whose edit no later reading tells, as they are not on the list: the watermarks stay where they are. */
  readAgain?: boolean;
  /** Rows that Dynamics 365 refused: as long as there are any, the watermarks stay where they are. */
  unrecorded: number;
  /** As read, and as changed since by the chunks that were applied. */
  further?: FurtherCounts;
  /** As read, to be written down at the end; `settings` is what of them decides about everybody. */
  labels?: LabelsToSave & { settings: string };
  /** What counts for the guard of the next 24 hours. */
  done?: DayCounts;
  /** Somebody approved what it does. */
  approved?: boolean;
  /** Of an undo: what can and cannot be put back. */
  undo?: UndoNumbers;
  /** What became of the field mapping. */
  fields?: FieldsState;
  mailchimp: TrafficCount;
  dataverse: TrafficCount;
  /** Seconds of work in the slices before this one. */
  seconds: number;
}

const folder = (runId: string) => `runs/${runId}`;

export const readState = (documents: Documents, runId: string) =>
  documents.read<RunState>(`${folder(runId)}/state.json`);

export const writeState = (documents: Documents, runId: string, state: RunState) =>
  documents.write(`${folder(runId)}/state.json`, state);

export const chunkPath = (runId: string, number: number, rank = 0) =>
  `${folder(runId)}/plan/${rank}/${String(number).padStart(5, '0')}.jsonl`;

/** In the order in which they are applied. */
export function pathOfChunk(runId: string, { ranks = [] }: Pick<RunState, 'ranks'>, index: number): string {
  let number = index;
  for (const [rank, count] of ranks.entries()) {
    if (number < count) return chunkPath(runId, number, rank);
    number -= count;
  }
  return chunkPath(runId, number);
}

/** When the message was sent that asks for work on the run. */
const queuedPath = (runId: string) => `queued/${runId}.json`;

export async function forgetRun(documents: Documents, runId: string): Promise<void> {
  await documents.removeAll(`${folder(runId)}/`);
  await documents.removeAll(queuedPath(runId));
}

/** Runs of which anything is kept yet. */
export async function keptRuns(documents: Documents): Promise<Set<string>> {
  const queued = await documents.namesIn('queued/');
  return new Set([...(await documents.namesIn('runs/')), ...queued.map((name) => name.replace(/\.json$/, ''))]);
}
