/** An account with its one user: the key that opens it, its audiences, and the connections that the user holds open. */

import type { Audience } from './audience';

export interface Account {
  id: string;
  name: string;
  readonly key: string;
  readonly audiences: Map<string, Audience>;
  openConnections: number;
}

export const defaultAccount = {
  id: 'contoso00000000000000001',
  name: 'Contoso Ltd',
  key: 'stand-in-us1',
} as const;

/** The data centre is what follows the last dash of a key. */
export function dataCentre(account: Account): string {
  const dash = account.key.lastIndexOf('-');
  return dash < 0 ? 'us1' : account.key.slice(dash + 1);
}

/** Address under which the real service would show a resource. */
export function apiUrl(account: Account, path: string): string {
  return `https://${dataCentre(account)}.api.mailchimp.com/3.0${path}`;
}
