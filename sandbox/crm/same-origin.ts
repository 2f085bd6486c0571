/** What keeps another page in the same browser from using the shell: it could otherwise change records on loopback. */
import type { IncomingHttpHeaders } from 'node:http';

/** Null when the request may change something, else the sentence that refuses it. */
export function refusalOfChange(headers: IncomingHttpHeaders): string | null {
  const origin = headers.origin;
  if (origin !== undefined) {
    return origin === `http://${headers.host}` ? null : `Changes may only come from this page, not from ${origin}.`;
  }
  if (headers['sec-fetch-site'] === 'same-origin') return null;
  return 'Changes may only come from this page: the request names no origin.';
}

/** A name that resolves to this machine from elsewhere (DNS rebinding) is not this machine's own name. */
export function isOwnHost(headers: IncomingHttpHeaders): boolean {
  return /^(127\.0\.0\.1|localhost)(:\d+)?$/.test(headers.host ?? '');
}
