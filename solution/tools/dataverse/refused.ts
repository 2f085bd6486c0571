/** Why the Web API did not do what was asked, in a sentence for the administrator, with the code and what to do. */

/** Stops a command with one sentence that is all there is to say. */
export class Sentence extends Error {
  override readonly name: string = 'Sentence';
}

export class Unreachable extends Sentence {
  override readonly name = 'Unreachable';

  constructor(url: string, cause: unknown) {
    super(
      `${url} does not answer (${networkCode(cause)}). Check DATAVERSE_URL and the connection, then run the command again: it goes on where it stopped.`,
      { cause },
    );
  }
}

export interface Refusal {
  method: string;
  path: string;
  status: number;
  code: string;
  /** Dynamics 365's own words. */
  text: string;
}

export class Refused extends Sentence {
  override readonly name = 'Refused';
  readonly status: number;
  readonly code: string;
  readonly text: string;

  constructor({ method, path, status, code, text }: Refusal) {
    const words = text.trim().replace(/\.$/, '');
    const about = words === '' ? `It answered ${method} ${nameOf(path)} with status ${status}` : words;
    super(`Dynamics 365 refuses this: ${about}${code === '' ? '' : ` (${code})`}. ${whatToDo(status, code, text)}`);
    this.status = status;
    this.code = code.toLowerCase();
    this.text = text;
  }
}

/** What several answers mean, the first that fits. */
const advice: readonly { when: (status: number, code: string, text: string) => boolean; cure: string }[] = [
  {
    when: (status) => status === 401,
    cure: 'Check the DATAVERSE_AUTH settings, and that this sign-in is an enabled user of the environment.',
  },
  {
    when: (_status, code, text) => code === '0x80040220' || /missing prv\w+/i.test(text),
    cure: 'Sign in as somebody with the role System Administrator or System Customizer, and run the command again.',
  },
  {
    when: (_status, code) => code === '0x80071151',
    cure: 'Wait until the other import has ended, and run the command again.',
  },
  {
    when: (_status, code) => code === '0x8004f01f',
    cure: 'Remove what is named from the other solution or the app that uses it, and run the command again.',
  },
  {
    when: (status) => status === 429 || status >= 500,
    cure: 'This passes by itself: wait some minutes and run the command again.',
  },
];

function whatToDo(status: number, code: string, text: string): string {
  const known = advice.find(({ when }) => when(status, code.toLowerCase(), text));
  return known?.cure ?? 'Nothing was changed by this call: remedy what is named and run the command again.';
}

/** The table or message of an address, without ids and queries. */
const nameOf = (path: string): string => /^[\w./]+/.exec(path)?.[0] ?? path;

function networkCode(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  if (cause instanceof Error && cause.name === 'TimeoutError') return 'no answer in time';
  return typeof cause === 'object' && cause !== null && 'code' in cause && typeof cause.code === 'string'
    ? cause.code
    : 'the connection broke off';
}
