/** From when on a run reads what changed: a little before the last one that finished had read, by the clocks of both services. */

/** What changes while a run reads may show a little later: the next one begins this much before. */
export const overlapMs = 10 * 60_000;

/** ISO in, ISO out. */
export const beforeReading = (date: string): string => new Date(Date.parse(date) - overlapMs).toISOString();
