/** On which tags and further lists both sides last agreed. What cannot be read counts as never agreed, which takes nothing away. */

import { z } from 'zod';
import type { LastLabels, MemberRow } from './port';
import { text, type Row } from './row';

const names = z.array(z.string());
const shape = z.object({ tags: names, lists: names, apart: z.object({ tags: names, lists: names }).exactOptional() });

export function toLabelColumns({ labels }: Pick<MemberRow, 'labels'>): Row {
  return { mcs_lasttags: labels === undefined ? null : JSON.stringify(labels) };
}

export function labelsOf(row: Row): { labels?: LastLabels } {
  const labels = parse(text(row, 'mcs_lasttags'));
  return labels === undefined ? {} : { labels };
}

function parse(json: string | null): LastLabels | undefined {
  try {
    return shape.safeParse(JSON.parse(json ?? 'null')).data;
  } catch {
    return undefined;
  }
}
