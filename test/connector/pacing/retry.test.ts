import { retryAfterMs } from '../../../connector/pacing/retry';

const now = Date.parse('2026-01-05T09:00:00Z');

test.each([
  ['seconds', '12', 12_000],
  ['a date', 'Mon, 05 Jan 2026 09:00:30 GMT', 30_000],
  ['a date that has passed', 'Mon, 05 Jan 2026 08:00:00 GMT', 0],
  ['nothing', undefined, undefined],
  ['an empty text', '', undefined],
  ['something else', 'soon', undefined],
])('Retry-After as %s', (_name, header, expected) => {
  expect(retryAfterMs(header, now)).toBe(expected);
});
