/** Numbers and times as the user of Dynamics 365 writes them; as the browser does where those settings are not known. */

/** As userSettings of the platform has them. */
export interface UserFormats {
  /** Of the texts; numbers and names of months follow it. */
  language: string;
  /** Minutes to add to UTC. Null means the zone of the browser. */
  zoneOffset: ((at: Date) => number) | null;
  /** Like "dd.MM.yyyy" and "HH:mm". Null means as usual in the language. */
  datePattern: string | null;
  timePattern: string | null;
}

interface Formats {
  user: UserFormats | null;
  numbers: Intl.NumberFormat;
  percents: Intl.NumberFormat;
  times: Intl.DateTimeFormat;
  days: Intl.DateTimeFormat;
  dates: Intl.DateTimeFormat;
  moments: Intl.DateTimeFormat;
  spans: Intl.RelativeTimeFormat;
}

let formats = formatsFor(null);

export function chooseFormats(user: UserFormats): void {
  formats = formatsFor(user);
}

export const formatNumber = (value: number): string => formats.numbers.format(value);

/** 62 becomes "62 %" or "62%". */
export const formatPercent = (value: number): string =>
  formats.percents.format(Math.min(Math.max(value, 0), 100) / 100);

/** Date and time in full, for a tooltip. */
export const formatMoment = (at: Date): string => formats.moments.format(inZone(at));

/** The day alone, as short as the user writes it. */
export function formatDate(at: Date): string {
  const pattern = formats.user?.datePattern ?? null;
  return pattern === null ? formats.dates.format(inZone(at)) : byPattern(pattern, at);
}

/** The time of day where that says enough, else the day in front of it, with its year where it is another. */
export function formatTime(at: Date, now: Date): string {
  const [shown, today] = [inZone(at), inZone(now)];
  const time = timeOfDay(at);
  if (sameDay(shown, today)) return time;
  return `${formatDay(at, now)}, ${time}`;
}

/** "12 Nov", or the whole date where the year is another. */
export function formatDay(at: Date, now: Date): string {
  const shown = inZone(at);
  return parts(shown).year === parts(inZone(now)).year ? formats.days.format(shown) : formatDate(at);
}

/** "now", "5 minutes ago", "yesterday". */
export function formatElapsed(at: Date, now: Date): string {
  const seconds = (at.getTime() - now.getTime()) / 1000;
  const size = Math.abs(seconds);
  if (size < 45) return formats.spans.format(0, 'second');
  for (const [unit, length, limit] of steps) {
    const count = Math.round(size / length);
    if (count < limit) return formats.spans.format(Math.sign(seconds) * count, unit);
  }
  return formats.spans.format(Math.round(seconds / year), 'year');
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

/** How long something took: "42 s", "6 min", "1 h 12 min". */
export function formatDuration(milliseconds: number): string {
  const seconds = Math.max(0, Math.round(milliseconds / 1000));
  if (seconds < 60) return unitOf(seconds, 'second');
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return unitOf(minutes, 'minute');
  const rest = minutes % 60;
  const hours = unitOf(Math.floor(minutes / 60), 'hour');
  return rest === 0 ? hours : `${hours} ${unitOf(rest, 'minute')}`;
}

function unitOf(value: number, unit: 'second' | 'minute' | 'hour'): string {
  return new Intl.NumberFormat(formats.user?.language, { style: 'unit', unit, unitDisplay: 'short' }).format(value);
}

/** How long something still takes at the pace so far; null while that cannot be said yet. */
export function minutesLeft(startedOn: Date | null, progress: number, now: Date): number | null {
  if (startedOn === null || progress < 10 || progress >= 100) return null;
  const elapsed = now.getTime() - startedOn.getTime();
  if (elapsed < 20_000) return null;
  return Math.max(1, Math.round((elapsed * (100 - progress)) / progress / 60_000));
}

function formatsFor(user: UserFormats | null): Formats {
  const locale = user?.language;
  const zone = user?.zoneOffset ? { timeZone: 'UTC' } : {}; // the hands are moved beforehand, see inZone
  return {
    user,
    numbers: new Intl.NumberFormat(locale),
    percents: new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 0 }),
    times: new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit', ...zone }),
    days: new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', ...zone }),
    dates: new Intl.DateTimeFormat(locale, { dateStyle: 'medium', ...zone }),
    moments: new Intl.DateTimeFormat(locale, { dateStyle: 'full', timeStyle: 'short', ...zone }),
    spans: new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }),
  };
}

function inZone(at: Date): Date {
  const offset = formats.user?.zoneOffset ?? null;
  return offset === null ? at : new Date(at.getTime() + offset(at) * 60_000);
}

function timeOfDay(at: Date): string {
  const pattern = formats.user?.timePattern ?? null;
  return pattern === null ? formats.times.format(inZone(at)) : byPattern(pattern, at);
}

interface Parts {
  year: number;
  month: number;
  day: number;
  hour: number;
  minute: number;
}

/** Of a date that `inZone` has given. */
function parts(at: Date): Parts {
  return formats.user?.zoneOffset
    ? {
        year: at.getUTCFullYear(),
        month: at.getUTCMonth() + 1,
        day: at.getUTCDate(),
        hour: at.getUTCHours(),
        minute: at.getUTCMinutes(),
      }
    : {
        year: at.getFullYear(),
        month: at.getMonth() + 1,
        day: at.getDate(),
        hour: at.getHours(),
        minute: at.getMinutes(),
      };
}

function sameDay(one: Date, other: Date): boolean {
  const [a, b] = [parts(one), parts(other)];
  return a.year === b.year && a.month === b.month && a.day === b.day;
}

/** https://learn.microsoft.com/dotnet/standard/base-types/custom-date-and-time-format-strings, the signs of short patterns */
function byPattern(pattern: string, at: Date): string {
  const { day, hour, minute, month, year } = parts(inZone(at));
  const two = (value: number): string => String(value).padStart(2, '0');
  const half = hour % 12 === 0 ? 12 : hour % 12;
  const signs: Readonly<Record<string, string>> = {
    d: String(day),
    dd: two(day),
    M: String(month),
    MM: two(month),
    yy: two(year % 100),
    yyyy: String(year),
    H: String(hour),
    HH: two(hour),
    h: String(half),
    hh: two(half),
    m: String(minute),
    mm: two(minute),
    tt: hour < 12 ? 'AM' : 'PM',
  };
  return pattern.replaceAll(/([dMyHhmt])\1*/g, (sign) => signs[sign] ?? sign);
}
