import type { Caller, Environment } from '../environment';
import { missingRow } from '../errors';
import { requireMiscellaneous } from '../privileges';

/** Who calls: the bearer token's user, acting for another where the headers say so. Null = not signed in. */
export function signIn(env: Environment, headers: Readonly<Record<string, string>>): Caller | null {
  const [, token] = /^Bearer (.+)$/.exec(headers['authorization'] ?? '') ?? [];
  const authenticated = env.users.find((user) => user.token === token);
  if (authenticated === undefined) return null;
  const byObjectId = headers['callerobjectid']?.toLowerCase();
  const byUserId = headers['mscrmcallerid']?.toLowerCase();
  if (byObjectId === undefined && byUserId === undefined) return { env, user: authenticated, authenticated };
  // https://learn.microsoft.com/power-apps/developer/data-platform/webapi/impersonate-another-user-web-api
  requireMiscellaneous({ env, user: authenticated, authenticated }, 'prvActOnBehalfOfAnotherUser');
  const user = env.users.find((known) =>
    byObjectId === undefined ? known.id === byUserId : known.objectId === byObjectId,
  );
  if (user === undefined) throw missingRow('systemuser', byObjectId ?? byUserId ?? '');
  return { env, user, authenticated };
}
