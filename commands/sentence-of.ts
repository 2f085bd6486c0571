/** How a command ends that failed: a mistake in the call or the settings is a sentence, not a stack. */

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

/** An option that a command does not have, or that lacks its value. */
export function isNotUnderstood(error: unknown): error is Error {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS');
}

/** For whoever works on the product, to whom no failure is too small for its stack. */
export function stackOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
