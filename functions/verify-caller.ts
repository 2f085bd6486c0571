/** Decides whether a call from Dataverse is one, before anything of it is read. */

import { createHash, timingSafeEqual } from 'node:crypto';

import type { HttpRequest, HttpResponseInit } from '@azure/functions';

/** Set as HttpHeader authentication of the service endpoint in Dataverse. */
export const secretHeader = 'x-audience-sync-secret';

/** The answer that refuses the call, or null when it may go on. Several secrets are accepted while one is being replaced. */
export function refuseStranger(request: HttpRequest, secrets: readonly string[]): HttpResponseInit | null {
  const given = digest(request.headers.get(secretHeader) ?? '');
  let matches = 0;
  for (const secret of secrets) if (secret !== '') matches += Number(timingSafeEqual(given, digest(secret)));
  if (matches === 0) return { status: 401 };
  const type = request.headers.get('content-type') ?? '';
  return type.toLowerCase().startsWith('application/json') ? null : { status: 415 };
}

/** Equal lengths, whatever was given, so that the comparison tells nothing by its time. */
const digest = (text: string) => createHash('sha256').update(text).digest();
