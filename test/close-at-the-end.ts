/** What a test opened and, because it failed, did not close: closed when its file ends, so that nothing is left running. */

const open = new Set<() => Promise<void>>();

/** Gives the same way to close, that may be called more than once. */
export function closeAtTheEnd(close: () => Promise<void>): () => Promise<void> {
  const once = async () => {
    if (open.delete(once)) await close();
  };
  open.add(once);
  return once;
}

afterAll(async () => {
  await Promise.all([...open].map((close) => close()));
});
