import { createGathering } from '../../../../connector/sync/requests/gathering';

/** A look that ends when it is told to. */
function controlled() {
  const looks: { items: readonly number[]; end: (answer: string) => void; fail: (error: Error) => void }[] = [];
  const gather = createGathering(
    (items: readonly number[]) =>
      new Promise<string>((resolve, reject) => looks.push({ items, end: resolve, fail: reject })),
    0,
  );
  return { looks, gather };
}

const settle = () => new Promise((resolve) => setImmediate(resolve));

test('whoever comes while somebody looks is answered by the next look, which begins later', async () => {
  const { looks, gather } = controlled();
  const first = gather(1);
  await settle();
  const others = [gather(2), gather(3)];
  await settle();
  expect(looks.map(({ items }) => items)).toEqual([[1]]);
  looks[0]?.end('one');
  expect(await first).toBe('one');
  await settle();
  looks[1]?.end('two');
  expect(await Promise.all(others)).toEqual(['two', 'two']);
  expect(looks.map(({ items }) => items)).toEqual([[1], [2, 3]]);
});

test('a look that fails tells those who waited for it, and nobody else', async () => {
  const { looks, gather } = controlled();
  const first = gather(1);
  await settle();
  const second = gather(2);
  looks[0]?.fail(new Error('not reached'));
  await expect(first).rejects.toThrow('not reached');
  await settle();
  looks[1]?.end('fine');
  expect(await second).toBe('fine');
});

test('a crowd is given a rest before the next look, somebody alone is not', async () => {
  jest.useFakeTimers({ doNotFake: ['setImmediate', 'nextTick', 'queueMicrotask'] });
  const looks: number[] = [];
  const gather = createGathering((items: readonly number[]) => Promise.resolve(looks.push(items.length)), 1_000_000);
  await gather(1);
  await gather(2);
  await Promise.all([gather(3), gather(4)]);
  expect(looks).toEqual([1, 1, 2]);
  let answered = false;
  void gather(5).then(() => (answered = true));
  await settle();
  expect(answered).toBe(false);
  jest.useRealTimers();
});
