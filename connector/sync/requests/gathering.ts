/**
 * Many events, one look: whoever comes alone is answered at once; whoever comes while somebody looks waits for the next look,
 * together with everybody else who came meanwhile. Every look begins after all events that it answers.
 */

import { setTimeout } from 'node:timers/promises';

export type Gathering<Item, Answer> = (item: Item) => Promise<Answer>;

/** `restMs` passes between the beginnings of two looks while events come in crowds. */
export function createGathering<Item, Answer>(
  look: (items: readonly Item[]) => Promise<Answer>,
  restMs: number,
): Gathering<Item, Answer> {
  let quiet: Promise<unknown> = Promise.resolve();
  let next: { items: Item[]; answer: Promise<Answer> } | null = null;
  return (item) => {
    if (next) {
      next.items.push(item);
      return next.answer;
    }
    const items = [item];
    const answer = quiet.then(() => {
      next = null;
      const looking = look(items);
      const rest = items.length > 1 ? [setTimeout(restMs, undefined, { ref: false })] : [];
      quiet = Promise.allSettled([looking, ...rest]);
      return looking;
    });
    next = { items, answer };
    return answer;
  };
}
