/** The time a stand-in believes in: the machine's own until somebody sets it, then still until set again or advanced. */
export interface Clock {
  now(): Date;
  /** Null returns to the machine's own time. */
  set(at: Date | null): void;
  advance(seconds: number): void;
}

export function createClock(): Clock {
  let fixed: Date | null = null;
  return {
    now: () => new Date(fixed ?? Date.now()),
    set: (at) => {
      fixed = at === null ? null : new Date(at);
    },
    advance: (seconds) => {
      fixed = new Date((fixed?.getTime() ?? Date.now()) + seconds * 1000);
    },
  };
}
