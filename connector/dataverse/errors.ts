/**
 * What went wrong with a call to Dynamics 365, told by status and code.
 * https://learn.microsoft.com/power-apps/developer/data-platform/webapi/compose-http-requests-handle-errors
 */

import { z } from 'zod';
import { retryAfterMs, type Judgement } from '../pacing/retry';
import { ServiceError } from '../service-error';

/** Dynamics 365 understood the call and refuses it; one record of several may be the reason. */
export class DataverseRefusal extends ServiceError {
  constructor(
    status: number | undefined,
    readonly refusalCode: string,
    /** Dynamics 365's own words. */
    readonly text: string,
    cause: unknown,
  ) {
    super(status === 404 ? 'not-found' : 'refused', `Dynamics 365 refuses this: ${withoutAddresses(text)}`, {
      cause,
      code: refusalCode,
      ...(status === undefined ? {} : { status }),
    });
  }
}

/** The answer is not what Dynamics 365 answers; usually something on the way speaks in its place. */
export class UnexpectedAnswer extends Error {
  override readonly name = 'UnexpectedAnswer';
}

const failureShape = z.object({
  status: z.number().optional(),
  code: z.unknown().optional(),
  message: z.string().optional(),
  host: z.string().optional(),
  error: z.object({ code: z.unknown().optional(), message: z.string().optional() }).optional(),
  headers: z.record(z.string(), z.unknown()).optional(),
});

export const codes = {
  missing: '0x80040217',
  privilege: '0x80040220',
  duplicateId: '0x80040237',
  keyViolated: '0x80060892',
  duplicateValue: '0x80073002',
  pluginRefused: '0x80040265',
  duplicateDetected: '0x80040333',
} as const;

// https://learn.microsoft.com/power-apps/developer/data-platform/api-limits
const throttledCodes = new Set(['0x80072321', '0x80072322', '0x80072326']);
const transientCodes = new Set(['0x80044150', '0x80044151', '0x80072324']);
/** Said with status 500 by some versions although the record is the reason. */
const recordCodes = new Set<string>([
  codes.pluginRefused,
  codes.duplicateDetected,
  codes.duplicateId,
  codes.keyViolated,
  codes.duplicateValue,
]);

export function judgeDataverseError(thrown: unknown): Judgement {
  if (thrown instanceof ServiceError) return { error: thrown, again: 'never' };
  // A batch that stops is rejected with the answers of all its parts; the last one says why.
  const error: unknown = Array.isArray(thrown) ? thrown.find((part) => part instanceof Error) : thrown;
  if (error instanceof UnexpectedAnswer) return transient('Dynamics 365’s answer could not be understood', error);
  const failure = failureShape.safeParse(error).data;
  if (failure === undefined) return bug(error);
  const status = failure.status;
  const rawCode = failure.error?.code ?? failure.code;
  if (status === undefined) {
    // Codes of Node, like ECONNRESET: a timeout shows as one too.
    return typeof failure.code === 'string' && /^(E[A-Z]+|UND_ERR_\w+|ABORT_ERR|DEADLINE)$/.test(failure.code)
      ? notReached(failure.code, failure.host, error)
      : bug(error);
  }
  const code = hexCode(rawCode);
  const text = failure.error?.message ?? failure.message ?? '';
  const afterMs = retryAfterMs(failure.headers?.['retry-after'], Date.now());
  const wait = afterMs === undefined ? {} : { afterMs };
  const options = { cause: error, status, ...(code === '' ? {} : { code }) };
  if (status === 429 || throttledCodes.has(code)) {
    return {
      error: new ServiceError('throttled', 'Dynamics 365 asks to slow down; it is tried again later.', options),
      again: 'always',
      ...wait,
    };
  }
  if (transientCodes.has(code) || status === 408 || (status >= 500 && !recordCodes.has(code))) {
    return { ...transient(`Dynamics 365 failed with status ${status}`, error, status, code), ...wait };
  }
  if (status < 400) return transient('Dynamics 365’s answer could not be understood', error, status);
  const sentence = sentenceForSetup(status, code, text);
  if (sentence !== null) return { error: new ServiceError('misconfigured', sentence, options), again: 'never' };
  return { error: new DataverseRefusal(status, code, text || `Status ${status}.`, error), again: 'never' };
}

/** What an administrator has to do, when that is the reason. */
function sentenceForSetup(status: number, code: string, text: string): string | null {
  if (status === 401) {
    return 'Dynamics 365 does not accept the sign-in of the service: check the DATAVERSE_AUTH settings, and that the app registration is an application user of the environment.';
  }
  const privilege = /missing (prv\w+)/i.exec(text)?.[1];
  if (privilege !== undefined) {
    return `The service lacks the right ${privilege} in Dynamics 365: give its application user a security role that has it.`;
  }
  if (status === 403 && code === '') {
    return 'Dynamics 365 does not let the service in: check that its application user is enabled and has a security role.';
  }
  const segment = /Resource not found for the segment '(\w+)'/i.exec(text)?.[1];
  if (segment !== undefined) {
    return /^mcs_/i.test(segment)
      ? `Dynamics 365 has no table ${segment}: import the solution Audience Sync into this environment.`
      : `Dynamics 365 has no table ${segment}: install Dynamics 365 Sales or Customer Insights, which bring marketing lists, contacts and leads.`;
  }
  const property = /(?:property named|property|navigation property) '((?:_?mcs_)\w+)'/i.exec(text)?.[1];
  if (property !== undefined && /could not find|does not exist|undeclared|invalid property/i.test(text)) {
    return `Dynamics 365 does not know the column ${property}: import the newest solution Audience Sync into this environment.`;
  }
  return null;
}

/** Codes come as `0x80040217`, as the decimal `-2147220969`, as `0x0` or not at all. */
export function hexCode(code: unknown): string {
  if (typeof code !== 'string' && typeof code !== 'number') return '';
  const text = String(code).trim();
  if (/^0x[0-9a-f]+$/i.test(text)) return /^0x0+$/i.test(text) ? '' : text.toLowerCase();
  if (!/^-?\d+$/.test(text)) return '';
  const number = Number(text) >>> 0;
  return number === 0 ? '' : `0x${number.toString(16).padStart(8, '0')}`;
}

function notReached(code: string, host: string | undefined, cause: unknown): Judgement {
  const place = host ?? 'its address';
  return {
    error: new ServiceError(
      'transient',
      `Dynamics 365 could not be reached at ${place} (${code}): check the connection and DATAVERSE_URL.`,
      { cause },
    ),
    again: 'when-idempotent',
  };
}

function transient(what: string, cause: unknown, status?: number, code?: string): Judgement {
  return {
    error: new ServiceError('transient', `${what}; it is tried again later.`, {
      cause,
      ...(status === undefined ? {} : { status }),
      ...(code ? { code } : {}),
    }),
    again: 'when-idempotent',
  };
}

function bug(cause: unknown): Judgement {
  return {
    error: new ServiceError('bug', 'Audience Sync made a mistake while calling Dynamics 365.', { cause }),
    again: 'never',
  };
}

function withoutAddresses(text: string): string {
  return text.replace(/[^\s"'<>()]+@[^\s"'<>(),;]*[^\s"'<>(),;.]/g, 'the address');
}

/** A row refused for want of reading, which whoever creates it does not need: the owner that was chosen for it may own none. */
export const isForOwnerWhoMayNotRead = (error: unknown, table: string): boolean =>
  error instanceof ServiceError && error.code === codes.privilege && error.message.includes(`prvRead${table}`);
