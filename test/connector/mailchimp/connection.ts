/** The adapter against the Mailchimp stand-in. */

import { connectMailchimp, createMailchimpPace } from '../../../connector/mailchimp/connect';
import type { MailchimpAccount } from '../../../connector/mailchimp/port';
import { createClock, type Clock } from '../../../sandbox/clock';
import { startMailchimp, type MailchimpOptions } from '../../../sandbox/mailchimp/server';

export const listId = 'a1b2c3d4e5';

type Seed = NonNullable<MailchimpOptions['seed']>;
type AudienceSeed = NonNullable<Seed['accounts'][number]['audiences']>[number];
export type MemberSeed = NonNullable<AudienceSeed['members']>[number];

export interface Connection {
  url: string;
  account: MailchimpAccount;
  /** Milliseconds of each wait between two looks at a batch. */
  waits: number[];
  clock: Clock;
  /** The control side of the stand-in. */
  control(method: string, path: string, body?: unknown): Promise<unknown>;
  /** Something that happens in Mailchimp without us. */
  play(email: string, action: string, more?: object): Promise<unknown>;
  close(): Promise<void>;
}

export async function startConnection(audience: Partial<AudienceSeed> = {}): Promise<Connection> {
  const clock = createClock();
  clock.set(new Date('2026-01-05T09:00:00Z'));
  const seed: Seed = {
    accounts: [
      {
        id: 'contoso00000000000000001',
        name: 'Contoso Ltd',
        key: 'stand-in-us1',
        audiences: [{ id: listId, name: 'Newsletter', date_created: '2025-01-01T00:00:00Z', ...audience }],
      },
    ],
  };
  const standIn = await startMailchimp({ clock, seed });
  const control = async (method: string, path: string, body?: unknown): Promise<unknown> => {
    const answer = await fetch(`${standIn.url}/_sandbox${path}`, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { 'Content-Type': 'application/json' } }),
    });
    const said: unknown = await answer.json();
    if (!answer.ok) throw new Error(JSON.stringify(said));
    return said;
  };
  const waits: number[] = [];
  return {
    url: standIn.url,
    waits,
    clock,
    control,
    play: (email, action, more = {}) =>
      control('POST', '/play', { audience: listId, email, by: 'person', do: action, ...more }),
    account: connectMailchimp({
      apiKey: 'stand-in-us1',
      baseUrl: `${standIn.url}/3.0`,
      pace: createMailchimpPace({ sleep: () => Promise.resolve(), policy: { attempts: 3 } }),
      wait: (ms) => {
        waits.push(ms);
        clock.advance(ms / 1000);
        return Promise.resolve();
      },
    }),
    close: () => standIn.close(),
  };
}

export function memberSeed(name: string, more: Partial<MemberSeed> = {}): MemberSeed {
  return {
    email_address: `${name}@contoso.test`,
    status: 'subscribed',
    last_changed: '2026-01-01T00:00:00Z',
    timestamp_opt: '2025-12-31T00:00:00Z',
    merge_fields: { FNAME: name, LNAME: 'Tester' },
    ...more,
  };
}
