/** One paced call to Mailchimp, its answer checked. */

import type { z } from 'zod';
import type { Pace } from '../pacing/pace';
import type { Answer, MailchimpClient } from './client';
import { UnexpectedAnswer } from './errors';
import { toIso } from './shapes';

export interface Checked<T> {
  data: T;
  /** Mailchimp's own clock when it answered. */
  serverTime: string;
}

export interface MailchimpCaller {
  /** Every call of this adapter may be repeated: reads, statuses, names, archiving, and additions that never update. */
  call<T>(shape: z.ZodType<T>, send: (client: MailchimpClient) => Promise<Answer>): Promise<Checked<T>>;
  /** Whether this audience was seen to exist. */
  readonly knownAudiences: Set<string>;
  countWrites(records: number): void;
}

export function createCaller(
  client: MailchimpClient,
  pace: Pace,
  countWrites: (records: number) => void,
): MailchimpCaller {
  return {
    knownAudiences: new Set(),
    countWrites,
    call: (shape, send) =>
      pace.run(
        async () => {
          const { data, response } = await send(client);
          const parsed = shape.safeParse(data);
          if (!parsed.success) {
            throw new UnexpectedAnswer(
              parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; '),
            );
          }
          const date = response.headers['date'];
          if (date === undefined) throw new UnexpectedAnswer('An answer without a Date header.');
          return { data: parsed.data, serverTime: toIso(date) };
        },
        { idempotent: true },
      ),
  };
}
