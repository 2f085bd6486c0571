/** Time as Mailchimp keeps it: whole seconds, UTC, written `2026-01-05T09:00:00+00:00`, and an absent one as an empty text. */

/** Seconds since 1970. */
export type Instant = number;

export function toInstant(date: Date): Instant {
  return Math.floor(date.getTime() / 1000);
}

export function writeInstant(instant: Instant | null): string {
  return instant === null ? '' : `${new Date(instant * 1000).toISOString().slice(0, 19)}+00:00`;
}

const form = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2})(?::(\d{2})(?:\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?)?$/;

/** Null when the text is no date. A time without a zone is UTC. */
export function readInstant(text: string): Instant | null {
  const parts = form.exec(text);
  if (parts === null) return null;
  const [, day, minute = '00:00', second = '00', zone = 'Z'] = parts;
  const milliseconds = Date.parse(`${day}T${minute}:${second}${zone}`);
  return Number.isNaN(milliseconds) ? null : Math.floor(milliseconds / 1000);
}
