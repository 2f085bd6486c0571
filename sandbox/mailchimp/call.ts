/** A request that found its handler, and what the handler gives back. */

import type { Account } from './account';
import type { Audience } from './audience';
import type { Member } from './member';
import { notFound } from './problem';
import type { Query } from './query';
import { readBody, type Json, type Shape } from './request-body';
import type { Service } from './service';

export interface Call {
  service: Service;
  account: Account;
  /** The values of the braces in the route's path. */
  names: Readonly<Record<string, string>>;
  query: Query;
  bodyText: string;
}

export type Answer =
  | {
      status: 200;
      body: Json;
      /** The member that the answer is about, for its link to the pages of Mailchimp. */ member?: Member;
    }
  | { status: 204 };

export interface Route {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  path: string;
  /** What must be waited for before the call is carried out; a batch does without. */
  before?(call: Call): Promise<void>;
  handle(call: Call): Answer;
}

export function bodyOf(call: Call, shape: Shape): Json {
  return readBody(call.bodyText, shape);
}

export function audienceOf(call: Call): Audience {
  const audience = call.account.audiences.get(call.names['list_id'] ?? '');
  if (audience === undefined) throw notFound();
  return audience;
}

/** Most paths take an MD5 hash, an address or a contact_id; a few the hash alone. */
export function memberOf(call: Call, audience: Audience, takes: 'hash' | 'any'): Member {
  const member = audience.find(call.names['subscriber_hash'] ?? '', takes);
  if (member === undefined) throw notFound();
  return member;
}
