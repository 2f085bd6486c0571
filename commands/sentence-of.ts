/** How a command ends that failed: a mistake in the call or the settings is a sentence, not a stack. */

import { ServiceError } from '../connector/service-error';

export function sentenceOf(error: unknown): string {
  if (error instanceof ServiceError) return error.message;
  if (isNotUnderstood(error)) return `${error.message.replace(/\.$/, '')}. See --help.`;
  return stackOf(error);
}

/** An option that a command does not have, or that lacks its value. */
export function isNotUnderstood(error: unknown): error is Error {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS');
}

/** For whoever works on the product, to whom no failure is too small for its stack. */
export function stackOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
