/** How many people of one part would lose what further lists are tied to; too many of them wait, and so does the tie. */

import { losingByTie } from './plan-labels';
import type { Position } from '../reading/reading-state';
import type { Planning } from './planning';

export async function weighPart(planning: Planning, { part }: Extract<Position, { step: 'weigh' }>): Promise<Position> {
  const { reading } = planning;
  const { state, labels, claimed } = reading;
  const { snapshot, further } = await planning.part(part);
  const planned = await planning.decided(part);
  await planning.hold(planned);
  const losing = losingByTie(planned, snapshot, { labels, further: further.lists, audience: claimed.audience });
  for (const [id, count] of Object.entries(losing)) state.losing[id] = (state.losing[id] ?? 0) + count;
  reading.spilled = true;
  return part + 1 < state.parts ? { step: 'weigh', part: part + 1 } : { step: 'write', part: 0 };
}
