/** NCRONTAB, the six fields of a timer trigger: https://github.com/atifaziz/NCrontab/wiki/Crontab-Expression */

/** The first second after `after` (UTC) that the expression names; null when there is none within two days. */
export function nextOccurrence(expression: string, after: Date): Date | null {
  const fields = expression.trim().split(/\s+/);
  if (fields.length !== 6) throw new Error(`"${expression}" is not a schedule of six fields.`);
  const [seconds, minutes, hours, days, months, weekdays] = fields.map((field, index) =>
    allowed(field, RANGES[index] ?? [0, 0], expression),
  );
  const start = Math.floor(after.getTime() / 1000) * 1000 + 1000;
  for (let at = start; at < start + 2 * 86_400_000; at += 1000) {
    const date = new Date(at);
    if (
      seconds?.has(date.getUTCSeconds()) &&
      minutes?.has(date.getUTCMinutes()) &&
      hours?.has(date.getUTCHours()) &&
      days?.has(date.getUTCDate()) &&
      months?.has(date.getUTCMonth() + 1) &&
      weekdays?.has(date.getUTCDay())
    ) {
      return date;
    }
  }
  return null;
}

const RANGES: readonly (readonly [number, number])[] = [
  [0, 59],
  [0, 59],
  [0, 23],
  [1, 31],
  [1, 12],
  [0, 6],
];

function allowed(field: string, [lowest, highest]: readonly [number, number], expression: string): Set<number> {
  const values = new Set<number>();
  for (const part of field.split(',')) {
    const found = /^(?:\*|(\d+)(?:-(\d+))?)(?:\/(\d+))?$/.exec(part);
    if (!found) throw new Error(`"${part}" in the schedule "${expression}" is not understood.`);
    const [, from, to, step] = found;
    const first = from === undefined ? lowest : Number(from);
    const last = to === undefined ? (from === undefined || step !== undefined ? highest : first) : Number(to);
    for (let value = first; value <= last; value += Number(step ?? 1)) values.add(value);
  }
  return values;
}
