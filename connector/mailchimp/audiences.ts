/** The audiences of the account: https://mailchimp.com/developer/marketing/api/lists/ */

import { z } from 'zod';
import { ServiceError } from '../service-error';
import type { MailchimpCaller } from './caller';
import { readAllPages } from './pages';
import type { AudienceInfo } from './port';
import { audienceFields, audienceShape, toAudience } from './shapes';

const pageShape = z.object({ lists: z.array(audienceShape), total_items: z.number() });

export async function readAudiences(caller: MailchimpCaller): Promise<AudienceInfo[]> {
  const fields = [...audienceFields.map((field) => `lists.${field}`), 'total_items'];
  const audiences = await readAllPages(async (paging) => {
    const { data } = await caller.call(pageShape, (client) =>
      client.lists.getAllListsWithHttpInfo({ fields, ...paging }),
    );
    return { items: data.lists.map(toAudience), total: data.total_items };
  });
  for (const { listId } of audiences) caller.knownAudiences.add(listId);
  return audiences;
}

export async function readAudience(caller: MailchimpCaller, listId: string): Promise<AudienceInfo | null> {
  try {
    const { data } = await caller.call(audienceShape, (client) =>
      client.lists.getListWithHttpInfo(listId, { fields: audienceFields }),
    );
    caller.knownAudiences.add(listId);
    return toAudience(data);
  } catch (error) {
    if (error instanceof ServiceError && error.kind === 'not-found') return null;
    throw error;
  }
}

/**
 * Mailchimp says the same when a member is absent and when its whole audience is, and taking the second for the first would
 * mean that everybody has left. Throws `ServiceError` (not-found) when the audience is gone.
 */
export async function requireAudience(caller: MailchimpCaller, listId: string): Promise<void> {
  if (caller.knownAudiences.has(listId)) return;
  if ((await readAudience(caller, listId)) === null) throw audienceGone();
}

/** For calls about one member: null where the member is not there, or not any more. */
export async function ofMember<T>(caller: MailchimpCaller, listId: string, call: Promise<T>): Promise<T | null> {
  try {
    return await call;
  } catch (error) {
    if (!(error instanceof ServiceError) || error.kind !== 'not-found') throw error;
    await requireAudience(caller, listId);
    return null;
  }
}

/** For calls that can only be about the audience as a whole. */
export async function inAudience<T>(caller: MailchimpCaller, listId: string, call: Promise<T>): Promise<T> {
  try {
    const answer = await call;
    caller.knownAudiences.add(listId);
    return answer;
  } catch (error) {
    if (!(error instanceof ServiceError) || error.kind !== 'not-found') throw error;
    caller.knownAudiences.delete(listId);
    throw audienceGone();
  }
}

function audienceGone(): ServiceError {
  return new ServiceError(
    'not-found',
    'The audience does not exist in Mailchimp any more: refresh the audiences and tie another one.',
  );
}
