/**
 * Where the reading of a run stands, and the planning behind it: what has been spilled, and where the next slice goes on. Kept
 * until the plan is whole.
 */

import type { MemberCursor } from '../../mailchimp/port';
import type { GuardedCounts } from '../../reconcile/guard';
import type { Documents } from '../../storage/port';
import type { FurtherCounts } from '../labels/further-counts';
import type { Labels } from '../labels/labels';
import type { FieldsState } from '../fields/prepare-fields';
import type { PlanSums } from '../planning/plan-sums';
import type { TrafficCount } from '../run/run-state';
import type { Sizes } from './sizes';

/** What is spilled, page by page: `others` are addresses that belong to records of the other type. */
export const pageKinds = ['members', 'rows', 'places', 'people', 'events', 'others', 'further'] as const;
export type PageKind = (typeof pageKinds)[number];

export type Position =
  | { step: 'changes' }
  | { step: 'members'; archived: boolean; from: MemberCursor | null }
  /** `from`: a link to the next page of Dynamics 365. */
  | { step: 'rows' | 'places' | 'events' | 'people'; from: string | null }
  /** `page`: of what was spilled, up to where it has been gone through. */
  | { step: 'linked'; page: number }
  | { step: 'owners'; page: number }
  | { step: 'survivors' }
  | { step: 'strangers'; page: number }
  | { step: 'further'; tie: number; from: string | null }
  | { step: 'newcomers' }
  | { step: 'divide'; page: number }
  | { step: 'decide'; part: number }
  | { step: 'weigh'; part: number }
  | { step: 'write'; part: number };

export interface ReadingState {
  at: Position;
  /** Both sides are read whole. */
  complete: boolean;
  /** ISO, by Mailchimp's clock, when the reading began; null before the first page. */
  readAt: string | null;
  /** The same by the clock of Dynamics 365. */
  crmReadAt: string;
  startedAt: string;
  /** Fingerprint of what decides about people: with other settings everything is read anew. */
  settings: string;
  labels: KeptLabels;
  /** What became of the field mapping. */
  fields: FieldsState;
  /** Members that the audience is said to have, and those read. */
  members: { total: number; read: number };
  /** People on the list who were read. */
  people: number;
  pages: Record<PageKind, number>;
  /** Pages of people who are on the list or known by a row, once all are read; those behind them were asked for by address. */
  ownersPages: number | null;
  parts: number;
  /** How often what was read has been sorted into the files of the parts; 0: the pages are the one part. */
  sorted: number;
  wanted: GuardedCounts;
  sizes: Sizes;
  /** By row of the tag or interest: people who would lose what it ties. */
  losing: Record<string, number>;
  sums: PlanSums;
  /** How many people are on the further lists. */
  further: FurtherCounts;
  /** Of the slices before this one. */
  spent: { mailchimp: TrafficCount; dataverse: TrafficCount; seconds: number };
}

export type KeptLabels = Omit<Labels, 'renamed'> & { renamed: [string, string][] };

export const keepLabels = (labels: Labels): KeptLabels => ({ ...labels, renamed: [...labels.renamed] });
export const labelsOf = (kept: KeptLabels): Labels => ({ ...kept, renamed: new Map(kept.renamed) });

/** What failed in any slice counts: a fingerprint tells of it behind that of the mapping. */
export function withFields(before: FieldsState, now: FieldsState): FieldsState {
  return {
    stopped: [...new Set([...before.stopped, ...now.stopped])],
    warnings: [...new Set([...before.warnings, ...now.warnings])],
    fingerprint: now.fingerprint.length < before.fingerprint.length ? before.fingerprint : now.fingerprint,
  };
}

const folder = (runId: string) => `runs/${runId}/reading`;
const numbered = (index: number) => String(index).padStart(5, '0');

export const readReading = (documents: Documents, runId: string) =>
  documents.read<ReadingState>(`${folder(runId)}/state.json`);

export const writeReading = (documents: Documents, runId: string, state: ReadingState) =>
  documents.write(`${folder(runId)}/state.json`, state);

export const forgetReading = (documents: Documents, runId: string) => documents.removeAll(`${folder(runId)}/`);

export const pagePath = (runId: string, kind: PageKind, index: number) =>
  `${folder(runId)}/${kind}/${numbered(index)}.jsonl`;

export const sortedPath = (runId: string, part: number, index: number) =>
  `${folder(runId)}/parts/${numbered(part)}/${numbered(index)}.jsonl`;

/** What a part of the planning leaves behind: decided people, people who are held, plans that fill no chunk yet. */
export const partPath = (runId: string, what: 'decided' | 'held' | 'rest', part: number) =>
  `${folder(runId)}/${what}/${numbered(part)}.jsonl`;
