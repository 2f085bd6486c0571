/** How a command ends that failed: a mistake in the call or the settings is a sentence, not a stack. */

import { z } from 'zod';

import { ServiceError } from '../connector/service-error';

export function sentenceOf(error: unknown): string {
  if (error instanceof ServiceError) return withoutPromise(error.message);
  if (isNotUnderstood(error)) return `${firstSentence(error.message)}. See --help.`;
  return stackOf(error);
}

/** Node goes on with advice about positional arguments. */
const firstSentence = (message: string): string => (message.split('. ')[0] ?? '').replace(/\.$/, '');

/** The service tries again by itself; a command has ended. */
export const withoutPromise = (sentence: string): string =>
  sentence.replace(/; it is tried again later\.$/, '; try again later.');

const parseArgsError = z.object({ code: z.string().startsWith('ERR_PARSE_ARGS'), message: z.string() });

/** An option that a command does not have, or that lacks its value. */
export function isNotUnderstood(error: unknown): error is { message: string } {
  return parseArgsError.safeParse(error).success;
}

/** For whoever works on the product, to whom no failure is too small for its stack. */
export function stackOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
