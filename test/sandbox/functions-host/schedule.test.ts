import { nextOccurrence } from '../../../sandbox/functions-host/schedule';

const after = new Date('2026-01-10T09:59:30.500Z');

test.each([
  ['0 * * * * *', '2026-01-10T10:00:00.000Z'],
  ['0 */5 * * * *', '2026-01-10T10:00:00.000Z'],
  ['0 30 2 * * *', '2026-01-11T02:30:00.000Z'],
  ['*/10 * * * * *', '2026-01-10T09:59:40.000Z'],
  ['0 0 9-17/4 * * 0', '2026-01-11T09:00:00.000Z'],
  ['15,45 59 9 * * *', '2026-01-10T09:59:45.000Z'],
])('%s is next due at %s', (expression, due) => {
  expect(nextOccurrence(expression, after)?.toISOString()).toBe(due);
});

test('a schedule far away is not due within two days', () => {
  expect(nextOccurrence('0 0 0 1 7 *', after)).toBeNull();
});

test.each(['* * * * *', '0 MON * * * *'])('%s is refused', (expression) => {
  expect(() => nextOccurrence(expression, after)).toThrow(expression);
});
