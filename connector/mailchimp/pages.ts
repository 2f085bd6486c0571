/** Collections of which nobody changes the order while they are read: whole pages by offset. */

const pageSize = 1000;

export async function readAllPages<T>(
  read: (paging: { count: number; offset: number }) => Promise<{ items: T[]; total: number }>,
): Promise<T[]> {
  const all: T[] = [];
  for (;;) {
    const { items, total } = await read({ count: pageSize, offset: all.length });
    all.push(...items);
    if (items.length === 0 || all.length >= total) return all;
  }
}
