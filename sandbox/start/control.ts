/** The control side of both stand-ins: what the sandbox does that no customer of the real services could. */

export interface Control {
  /** Null is the machine's own time. */
  setClock(at: string | null): Promise<void>;
  seed(part: unknown): Promise<void>;
  /** Resolves when no webhook is under way any more. */
  idle(): Promise<void>;
  /** Mailchimp only: what a person or an administrator does over there. */
  play(action: unknown): Promise<void>;
}

export class StandInRefusal extends Error {
  override readonly name = 'StandInRefusal';

  constructor(
    path: string,
    /** In the stand-in's own words. */
    readonly said: string,
  ) {
    super(`The stand-in refused ${path}: ${said}`);
  }
}

export function controlOf(url: string): Control {
  const call = async (method: string, path: string, body?: unknown): Promise<void> => {
    const answer = await fetch(`${url}/_sandbox/${path}`, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
    });
    const text = await answer.text();
    if (!answer.ok) throw new StandInRefusal(path, sentenceOf(text));
  };
  return {
    setClock: (at) => call('PUT', 'clock', { now: at }),
    seed: (part) => call('POST', 'seed', part),
    idle: () => call('GET', 'idle'),
    play: (action) => call('POST', 'play', action),
  };
}

function sentenceOf(text: string): string {
  const [, said] = /"(?:message|detail|error)":\s*("(?:[^"\\]|\\.)*")/.exec(text) ?? [];
  return said === undefined ? text : String(JSON.parse(said));
}
