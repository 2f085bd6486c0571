/** The numbers of a run as tiles: what it changed, then how everybody stands. Nothing is shown for nothing. */
import type { Outcome } from '../standing/reason-words';
import { hasText, t } from '../texts/texts';
import type { RunDetails } from './run-details';

export interface Tile {
  name: string;
  count: number;
  /** How people stand, as against what was done; the outcome that the number counts. */
  outcome: Outcome | null;
}

export function tilesOf({ counts, mode, wish }: Pick<RunDetails, 'counts' | 'mode' | 'wish'>): Tile[] {
  if (counts.undo !== null) return undoTiles(counts.undo, wish.preview);
  const planned = mode === 'preview';
  const tile = (code: string, count: number | undefined, outcome: Outcome | null = null): Tile[] =>
    count === undefined || count === 0 ? [] : [{ name: nameOf(code, planned), count, outcome }];
  const { people, plan } = counts;
  return [
    ...changed.flatMap((code) => tile(code, plan[code])),
    ...tile('inSync', people['inSync'], 'in-sync'),
    // Who waits for approval has a tile already.
    ...(people['waiting'] === plan['held'] ? [] : tile('waiting', people['waiting'], 'waiting')),
    ...tile('leftOut', people['leftOut'], 'left-out'),
    ...tile('attention', people['attention'], 'attention'),
  ];
}

function undoTiles(undo: Readonly<Record<string, number>>, preview: boolean): Tile[] {
  return undone
    .filter((code) => code === 'people' || (undo[code] ?? 0) > 0)
    .map((code) => ({
      name: preview && code === 'people' ? t('run.tile.preview.people') : t(`run.tile.undo.${code}`),
      count: undo[code] ?? 0,
      outcome: null,
    }));
}

function nameOf(code: string, planned: boolean): string {
  const would = `run.tile.planned.${code}`;
  if (planned && hasText(would)) return t(would);
  const name = `run.tile.${code}`;
  return hasText(name) ? t(name) : code;
}

const changed = [
  'create',
  'join',
  'add',
  'leaveList',
  'leaveMailchimp',
  'confirmations',
  'renames',
  'optOuts',
  'held',
] as const;

const undone = ['people', 'moved', 'law', 'created', 'mails', 'impossible'] as const;
