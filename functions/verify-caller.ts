/** Decides whether a call from Dataverse is one, before anything of it is read. */

import type { HttpRequest, HttpResponseInit } from '@azure/functions';

import { isOneOf } from '../connector/sync/webhooks/webhook-secrets';

/** Set as HttpHeader authentication of the service endpoint in Dataverse. */
export const secretHeader = 'x-audience-sync-secret';

/** The answer that refuses the call, or null when it may go on. Several secrets are accepted while one is being replaced. */
export function refuseStranger(request: HttpRequest, secrets: readonly string[]): HttpResponseInit | null {
  if (!isOneOf(request.headers.get(secretHeader) ?? '', secrets)) return { status: 401 };
  const type = request.headers.get('content-type') ?? '';
  return type.toLowerCase().startsWith('application/json') ? null : { status: 415 };
}
