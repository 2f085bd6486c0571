/** Whether the functions answer at their address and take the secret that Dynamics 365 sends: an empty call does no harm. */

import { z } from 'zod';
import type { Deployment } from './deployment';

export type Ping = { answered: true; sentence: string } | { answered: false; sentence: string };

const timeoutMs = 15_000;
const health = z.object({ version: z.string() });

export async function pingFunctions({
  publicUrl,
  secret,
  functionsKey,
}: Pick<Deployment, 'publicUrl' | 'secret' | 'functionsKey'>): Promise<Ping> {
  try {
    const up = await fetch(`${publicUrl}/api/health`, { signal: AbortSignal.timeout(timeoutMs) });
    const said = health.safeParse(await up.json().catch(() => null)).data;
    if (!up.ok || !said) return no(`${publicUrl} answers, but not as Audience Sync does (status ${up.status})`);
    const call = await fetch(`${publicUrl}/api/sync-requested`, {
      method: 'POST',
      signal: AbortSignal.timeout(timeoutMs),
      headers: {
        'content-type': 'application/json',
        'x-audience-sync-secret': secret,
        ...(functionsKey === null ? {} : { 'x-functions-key': functionsKey }),
      },
      body: '{}',
    });
    await call.arrayBuffer();
    // It is understood, and refused because it says nothing.
    if (call.status === 400) {
      return { answered: true, sentence: `The functions (version ${said.version}) answer and take the secret.` };
    }
    if (call.status === 401) {
      return no(
        'The functions refuse the call: give the function app the same DATAVERSE_WEBHOOK_SECRET and restart it, and set FUNCTIONS_KEY to its default host key',
      );
    }
    return no(`The functions answered a call with status ${call.status}: look at their log`);
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    const code = typeof cause === 'object' && cause !== null && 'code' in cause ? ` (${String(cause.code)})` : '';
    return no(`The functions do not answer at ${publicUrl}${code}: publish or start them`);
  }
}

const no = (what: string): Ping => ({ answered: false, sentence: `${what}, then run the command again with --check.` });
