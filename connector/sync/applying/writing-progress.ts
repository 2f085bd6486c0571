/** How far the writing of a run has come, in words: "Writing contacts, 1,000 of 1,214." */

import type { PersonType } from '../../reconcile/situation';
import type { RunState } from '../run/run-state';

export function writingSentence(type: PersonType, { people = 0, written = 0 }: RunState): string {
  const total = Math.max(people, written);
  return `Writing ${type === 'lead' ? 'leads' : 'contacts'}, ${written.toLocaleString('en')} of ${total.toLocaleString('en')}.`;
}
