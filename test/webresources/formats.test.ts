import { formatElapsed, formatPercent, minutesLeft } from '../../webresources/formats';

const now = new Date('2026-01-10T12:00:00Z');
const before = (seconds: number): Date => new Date(now.getTime() - seconds * 1000);

test.each([
  [10, 'now'],
  [60, '1 minute ago'],
  [18 * 60, '18 minutes ago'],
  [3600, '1 hour ago'],
  [86_400, 'yesterday'],
  [5 * 86_400, '5 days ago'],
  [70 * 86_400, '2 months ago'],
  [800 * 86_400, '2 years ago'],
])('%d seconds ago reads "%s"', (seconds, words) => {
  expect(formatElapsed(before(seconds), now)).toBe(words);
});

test('a percentage never leaves 0 to 100', () => {
  expect([-5, 62, 180].map(formatPercent)).toEqual(['0%', '62%', '100%']);
});

test('how long it still takes is said only once the pace is known', () => {
  expect(minutesLeft(before(300), 50, now)).toBe(5);
  expect(minutesLeft(before(300), 5, now)).toBeNull();
  expect(minutesLeft(before(5), 50, now)).toBeNull();
  expect(minutesLeft(null, 50, now)).toBeNull();
});
