/** Numbers and times in the words of the user's own locale. */

const numbers = new Intl.NumberFormat();
const percents = new Intl.NumberFormat(undefined, { style: 'percent', maximumFractionDigits: 0 });
const times = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' });
const days = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short' });
const moments = new Intl.DateTimeFormat(undefined, { dateStyle: 'full', timeStyle: 'short' });
const spans = new Intl.RelativeTimeFormat(undefined, { numeric: 'auto' });

export const formatNumber = (value: number): string => numbers.format(value);

/** 62 becomes "62 %" or "62%". */
export const formatPercent = (value: number): string => percents.format(Math.min(Math.max(value, 0), 100) / 100);

/** Date and time in full, for a tooltip. */
export const formatMoment = (at: Date): string => moments.format(at);

/** The time of day where that says enough, else the day in front of it. */
export function formatTime(at: Date, now: Date): string {
  const sameDay = at.toDateString() === now.toDateString();
  return sameDay ? times.format(at) : `${days.format(at)}, ${times.format(at)}`;
}

/** "now", "5 minutes ago", "yesterday". */
export function formatElapsed(at: Date, now: Date): string {
  const seconds = (at.getTime() - now.getTime()) / 1000;
  const size = Math.abs(seconds);
  if (size < 45) return 'now';
  for (const [unit, length, limit] of steps) {
    const count = Math.round(size / length);
    if (count < limit) return spans.format(Math.sign(seconds) * count, unit);
  }
  return spans.format(Math.round(seconds / year), 'year');
}

const minute = 60;
const hour = 60 * minute;
const day = 24 * hour;
const year = 365 * day;
const steps = [
  ['minute', minute, 60],
  ['hour', hour, 24],
  ['day', day, 30],
  ['month', 30 * day, 12],
] as const;

/** How long something still takes at the pace so far; null while that cannot be said yet. */
export function minutesLeft(startedOn: Date | null, progress: number, now: Date): number | null {
  if (startedOn === null || progress < 10 || progress >= 100) return null;
  const elapsed = now.getTime() - startedOn.getTime();
  if (elapsed < 20_000) return null;
  return Math.max(1, Math.round((elapsed * (100 - progress)) / progress / 60_000));
}

/** "1 person", "1,214 people". */
export function counted(count: number, one: string, many: string): string {
  return `${formatNumber(count)} ${count === 1 ? one : many}`;
}
