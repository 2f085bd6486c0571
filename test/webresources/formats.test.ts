import {
  chooseFormats,
  formatDate,
  formatDay,
  formatDuration,
  formatElapsed,
  formatNumber,
  formatPercent,
  formatTime,
  minutesLeft,
} from '../../webresources/formats';
import { recognizeUser } from '../../webresources/user';

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

describe('as the settings of the user say', () => {
  afterEach(() => chooseFormats({ language: 'en', zoneOffset: null, datePattern: null, timePattern: null }));

  test('times are those of her zone, in her patterns', () => {
    chooseFormats({ language: 'de', zoneOffset: () => 60, datePattern: 'dd.MM.yyyy', timePattern: 'HH:mm' });
    const at = new Date('2025-12-31T23:30:00Z');
    expect(formatTime(at, at)).toBe('00:30');
    expect(formatDate(at)).toBe('01.01.2026');
    expect(formatDay(at, at)).toBe('1. Jan.');
    expect(formatTime(new Date('2024-02-03T08:05:00Z'), at)).toBe('03.02.2024, 09:05');
    expect(formatNumber(1234.5)).toBe('1.234,5');
  });

  test('twelve hours are twelve hours', () => {
    chooseFormats({ language: 'en-US', zoneOffset: () => 0, datePattern: 'M/d/yy', timePattern: 'h:mm tt' });
    expect(formatTime(new Date('2026-01-10T00:05:00Z'), now)).toBe('12:05 AM');
    expect(formatTime(new Date('2026-01-10T13:05:00Z'), now)).toBe('1:05 PM');
    expect(formatDate(new Date('2026-01-10T13:05:00Z'))).toBe('1/10/26');
  });
});

test.each([
  [42, '42 sec'],
  [360, '6 min'],
  [4320, '1 hr 12 min'],
])('%d seconds are %s', (seconds, words) => {
  expect(formatDuration(seconds * 1000)).toBe(words);
});

test('a language of the browser that nobody knows is not taken', () => {
  recognizeUser(undefined, ['en-US@posix', 'en-GB']);
  expect(formatNumber(1234)).toBe('1,234');
});
