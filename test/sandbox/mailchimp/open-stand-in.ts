/** A running stand-in with one audience, spoken to over HTTP; every exchange is held against Mailchimp's own description when it closes. */

import { createClock, type Clock } from '../../../sandbox/clock';
import { startMailchimp, type MailchimpStandIn } from '../../../sandbox/mailchimp/server';
import type { MailchimpSeed } from '../../../sandbox/mailchimp/seed';
import { checkExchanges, contractIsHere, type Exchange } from '../../contract/mailchimp/contract';

export type AudienceSeed = NonNullable<MailchimpSeed['accounts'][number]['audiences']>[number];
export type MemberSeed = NonNullable<AudienceSeed['members']>[number];

export interface Reply {
  status: number;
  headers: Headers;
  text: string;
  // Tests read answers by the names that Mailchimp documents.
  body: Record<string, unknown>;
}

export interface OpenStandIn {
  standIn: MailchimpStandIn;
  clock: Clock;
  exchanges: Exchange[];
  /** `deliberate`: the request is wrong on purpose. */
  call(
    method: string,
    path: string,
    body?: unknown,
    options?: { deliberate?: boolean; headers?: Record<string, string> },
  ): Promise<Reply>;
  /** A path below /lists/news. */
  list(method: string, path: string, body?: unknown, options?: { deliberate?: boolean }): Promise<Reply>;
  control(method: string, path: string, body?: unknown): Promise<Reply>;
  close(): Promise<void>;
}

export const start = new Date('2026-01-10T09:00:00Z');

export async function openStandIn(
  members: MemberSeed[] = [],
  audience: Partial<AudienceSeed> = {},
): Promise<OpenStandIn> {
  const clock = createClock();
  clock.set(start);
  const exchanges: Exchange[] = [];
  const standIn = await startMailchimp({
    clock,
    seed: {
      accounts: [
        {
          id: 'contoso00000000000000001',
          name: 'Contoso Ltd',
          key: 'stand-in-us1',
          audiences: [{ id: 'news', name: 'Newsletter', date_created: '2025-01-01T00:00:00Z', members, ...audience }],
        },
      ],
    },
    onExchange: (exchange) => exchanges.push(exchange),
  });
  const send = async (method: string, url: string, headers: Record<string, string>, body: unknown): Promise<Reply> => {
    const payload = body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) };
    const response = await fetch(url, { method, headers, ...payload });
    const text = await response.text();
    const json: unknown = text.startsWith('{') ? JSON.parse(text) : {};
    return { status: response.status, headers: response.headers, text, body: Object(json) };
  };
  const call: OpenStandIn['call'] = (method, path, body, options = {}) =>
    send(
      method,
      `${standIn.url}/3.0${path}`,
      {
        authorization: `Basic ${Buffer.from('anystring:stand-in-us1').toString('base64')}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(options.deliberate === true ? { 'x-contract': 'deliberate' } : {}),
        ...options.headers,
      },
      body,
    );
  return {
    standIn,
    clock,
    exchanges,
    call,
    list: (method, path, body, options) => call(method, `/lists/news${path}`, body, options),
    control: (method, path, body) => send(method, `${standIn.url}/_sandbox${path}`, {}, body),
    close: async () => {
      await standIn.close();
      if (contractIsHere) expect(checkExchanges(exchanges)).toEqual([]);
    },
  };
}
