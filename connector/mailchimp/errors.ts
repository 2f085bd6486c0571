/**
 * What went wrong with a call to Mailchimp, told by status and title: texts come in the language of the audience.
 * https://mailchimp.com/developer/marketing/docs/errors/
 */

import { z } from 'zod';
import type { Judgement } from '../pacing/retry';
import { retryAfterMs } from '../pacing/retry';
import { ServiceError } from '../service-error';

/** Mailchimp understood the call and refuses it. */
export class MailchimpProblem extends ServiceError {
  readonly title: string;
  readonly detail: string;
  readonly fields: { field: string; message: string }[];

  constructor(status: number, body: Problem) {
    const title = body.title ?? 'Refused';
    const detail = body.detail ?? '';
    super(
      status === 404 ? 'not-found' : 'refused',
      withoutAddresses(`Mailchimp refuses this: ${detail === '' ? title : detail}`),
      { status, code: title },
    );
    this.title = title;
    this.detail = detail;
    this.fields = body.errors ?? [];
  }
}

/** The answer is not what Mailchimp answers; usually something on the way speaks in its place. */
export class UnexpectedAnswer extends Error {
  override readonly name = 'UnexpectedAnswer';
}

/** What became of a batch can no longer be fetched under the address that was given. */
export class ResultsExpired extends ServiceError {
  constructor(status: number) {
    super('transient', 'Mailchimp does not hand out what became of the changes; they are looked at again later.', {
      status,
    });
  }
}

/** Told apart like a failed call: by status, or by the code of the network. */
export class DownloadFailed extends Error {
  override readonly name = 'DownloadFailed';
  readonly status: number | undefined;
  readonly code: string | undefined;
  readonly host: string | undefined;

  constructor(failure: { status?: number; code?: string; host?: string; cause?: unknown }) {
    super('The results of a batch could not be fetched.', { cause: failure.cause });
    this.status = failure.status;
    this.code = failure.code;
    this.host = failure.host;
  }
}

const problemShape = z.object({
  title: z.string().optional(),
  detail: z.string().optional(),
  errors: z.array(z.object({ field: z.string().catch(''), message: z.string().catch('') })).optional(),
});
type Problem = z.infer<typeof problemShape>;

const failureShape = z.object({
  status: z.number().optional().catch(undefined),
  statusCode: z.number().optional().catch(undefined),
  code: z.string().optional().catch(undefined),
  host: z.string().optional().catch(undefined),
  timeout: z.unknown().optional(),
  response: z
    .object({
      body: z.unknown().optional(),
      text: z.string().optional().catch(undefined),
      headers: z.record(z.string(), z.unknown()).optional().catch(undefined),
    })
    .optional()
    .catch(undefined),
});

export function judgeMailchimpError(error: unknown): Judgement {
  if (error instanceof ServiceError) return { error, again: 'never' };
  if (error instanceof UnexpectedAnswer) {
    return {
      error: transient('Mailchimp’s answer could not be understood; try again later.', error),
      again: 'when-idempotent',
    };
  }
  const failure = failureShape.safeParse(error).data ?? {};
  const status = failure.status ?? failure.statusCode;
  if (status === undefined) {
    // Without a status and without a network code the fault is in this program.
    if (failure.code === undefined && failure.timeout === undefined) {
      return {
        error: new ServiceError('bug', 'Audience Sync made a mistake while calling Mailchimp.', { cause: error }),
        again: 'never',
      };
    }
    const code = failure.code ?? 'TIMEOUT';
    const place = failure.host ?? 'its address';
    return {
      error: new ServiceError(
        'transient',
        `Mailchimp could not be reached at ${place} (${code}): check the connection, and MAILCHIMP_BASE_URL where it is set.`,
        { cause: error, code },
      ),
      again: 'when-idempotent',
    };
  }
  const problem = problemShape.safeParse(failure.response?.body).data;
  const isProblem = problem?.title !== undefined || problem?.detail !== undefined;
  const afterMs = retryAfterMs(failure.response?.headers?.['retry-after'], Date.now());
  const wait = afterMs === undefined ? {} : { afterMs };
  const options = { cause: error, status, ...(problem?.title === undefined ? {} : { code: problem.title }) };
  if (status === 429) {
    return {
      error: new ServiceError('throttled', 'Mailchimp asks to slow down; it is tried again later.', options),
      again: 'always',
      ...wait,
    };
  }
  if (status === 403 && !isProblem) {
    // Mailchimp's edge blocks by IP address and under load, without a problem document; the body names a reference.
    const reference = /Reference\s*(?:&#32;)?#?[\w.&;#]+/.exec(failure.response?.text ?? '')?.[0];
    return {
      error: new ServiceError(
        'transient',
        `The call was blocked on its way to Mailchimp${reference === undefined ? '' : ` (${reference})`}; it is tried again later.`,
        options,
      ),
      again: 'when-idempotent',
      ...wait,
    };
  }
  if (status === 401 || status === 403) {
    return {
      error: new ServiceError(
        'misconfigured',
        status === 401
          ? 'Mailchimp refuses the API key: create a new key in Mailchimp and put it into the setting.'
          : 'Mailchimp refuses the user of the API key: give the user a role that may manage audiences, or use another key.',
        options,
      ),
      again: 'never',
    };
  }
  if (status >= 500 || status === 408) {
    return {
      error: transient(`Mailchimp failed with status ${status}; it is tried again later.`, error, status),
      again: 'when-idempotent',
      ...wait,
    };
  }
  if (status >= 400 && isProblem) return { error: new MailchimpProblem(status, problem ?? {}), again: 'never' };
  if (status >= 400) {
    return {
      error: new ServiceError(
        status === 404 ? 'not-found' : 'refused',
        `Mailchimp answered with status ${status}.`,
        options,
      ),
      again: 'never',
    };
  }
  // A success that could not be parsed.
  return {
    error: transient('Mailchimp’s answer could not be understood; try again later.', error, status),
    again: 'when-idempotent',
  };
}

function transient(sentence: string, cause: unknown, status?: number): ServiceError {
  return new ServiceError('transient', sentence, { cause, ...(status === undefined ? {} : { status }) });
}

export function withoutAddresses(text: string): string {
  return text.replace(/[^\s"'<>()]+@[^\s"'<>(),;]*[^\s"'<>(),;.]/g, 'the address');
}
