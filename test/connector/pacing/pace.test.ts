import { createPace, type PaceOptions } from '../../../connector/pacing/pace';
import type { Judgement } from '../../../connector/pacing/retry';

class Throttled extends Error {
  constructor(readonly afterMs?: number) {
    super('throttled');
  }
}

function judge(error: unknown): Judgement {
  if (error instanceof Throttled) {
    return { error, again: 'always', ...(error.afterMs === undefined ? {} : { afterMs: error.afterMs }) };
  }
  const asError = error instanceof Error ? error : new Error(String(error));
  return { error: asError, again: asError.message === 'refused' ? 'never' : 'when-idempotent' };
}

/** Time passes only while somebody sleeps. */
function paceWithClock(options: Partial<PaceOptions> = {}) {
  let now = 0;
  const slept: number[] = [];
  const pace = createPace({
    connections: 8,
    judge,
    random: () => 0,
    now: () => now,
    sleep: (ms) => {
      slept.push(ms);
      now += ms;
      return Promise.resolve();
    },
    ...options,
  });
  return { pace, slept, now: () => now };
}

function failing(times: number, error: () => Error) {
  let calls = 0;
  return {
    calls: () => calls,
    call: () => {
      calls += 1;
      return calls <= times ? Promise.reject(error()) : Promise.resolve('done');
    },
  };
}

test('never more calls at a time than allowed, and the most there were is known', async () => {
  const { pace } = paceWithClock({ connections: 3 });
  let underWay = 0;
  let most = 0;
  const call = async () => {
    underWay += 1;
    most = Math.max(most, underWay);
    await new Promise(setImmediate);
    underWay -= 1;
  };
  await Promise.all(Array.from({ length: 20 }, () => pace.run(call, { idempotent: true })));
  expect(most).toBe(3);
  expect(pace.peakConnections).toBe(3);
  expect(pace.requests).toBe(20);
});

test('a service that asks to wait is waited for as long as it asks', async () => {
  const { pace, slept } = paceWithClock();
  const { call, calls } = failing(1, () => new Throttled(7_000));
  await expect(pace.run(call, { idempotent: false })).resolves.toBe('done');
  expect(calls()).toBe(2);
  expect(slept).toEqual([7_000]);
});

test('while one call waits because of too many calls, the others wait too', async () => {
  const { pace, now } = paceWithClock({ connections: 1 });
  const first = failing(1, () => new Throttled(5_000));
  const startedAt: number[] = [];
  await Promise.all([
    pace.run(first.call, { idempotent: true }),
    pace.run(() => Promise.resolve(startedAt.push(now())), { idempotent: true }),
  ]);
  expect(startedAt[0]).toBeGreaterThanOrEqual(5_000);
});

test('a wait longer than the patience is not waited for', async () => {
  const { pace, slept } = paceWithClock();
  const { call, calls } = failing(1, () => new Throttled(600_000));
  await expect(pace.run(call, { idempotent: true })).rejects.toThrow('throttled');
  expect(calls()).toBe(1);
  expect(slept).toEqual([]);
});

test('until a long wait is over nobody knocks, and then everybody may', async () => {
  let now = 0;
  const { pace } = paceWithClock({ now: () => now });
  await expect(pace.run(failing(1, () => new Throttled(600_000)).call, { idempotent: true })).rejects.toThrow(
    'throttled',
  );
  const next = failing(0, () => new Error('never'));
  await expect(pace.run(next.call, { idempotent: true })).rejects.toThrow('throttled');
  expect(next.calls()).toBe(0);
  now = 600_001;
  await expect(pace.run(next.call, { idempotent: true })).resolves.toBe('done');
});

test('faults are tried again at growing intervals when doing it twice does no harm', async () => {
  const { pace, slept } = paceWithClock();
  const { call, calls } = failing(4, () => new Error('reset'));
  await expect(pace.run(call, { idempotent: true })).resolves.toBe('done');
  expect(calls()).toBe(5);
  expect(slept).toEqual([250, 500, 1_000, 2_000]);
});

test('jitter spreads the intervals but never beyond the back-off', async () => {
  const { pace, slept } = paceWithClock({ random: () => 0.999 });
  await pace.run(failing(1, () => new Error('reset')).call, { idempotent: true });
  expect(slept[0]).toBeGreaterThan(490);
  expect(slept[0]).toBeLessThanOrEqual(500);
});

test('a fault is given up after six attempts', async () => {
  const { pace } = paceWithClock();
  const { call, calls } = failing(100, () => new Error('reset'));
  await expect(pace.run(call, { idempotent: true })).rejects.toThrow('reset');
  expect(calls()).toBe(6);
});

test('a call that may not be done twice is not, unless it was turned away untouched', async () => {
  const { pace } = paceWithClock();
  const fault = failing(1, () => new Error('reset'));
  await expect(pace.run(fault.call, { idempotent: false })).rejects.toThrow('reset');
  expect(fault.calls()).toBe(1);
  const throttled = failing(1, () => new Throttled());
  await expect(pace.run(throttled.call, { idempotent: false })).resolves.toBe('done');
});

test('a refusal is not sent again', async () => {
  const { pace } = paceWithClock();
  const { call, calls } = failing(1, () => new Error('refused'));
  await expect(pace.run(call, { idempotent: true })).rejects.toThrow('refused');
  expect(calls()).toBe(1);
});

test('more calls at a time can be allowed later', async () => {
  const { pace } = paceWithClock({ connections: 1 });
  pace.allow(4);
  await Promise.all(Array.from({ length: 8 }, () => pace.run(() => new Promise(setImmediate), { idempotent: true })));
  expect(pace.peakConnections).toBe(4);
});
